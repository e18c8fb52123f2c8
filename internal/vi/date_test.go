package vi

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func mustDate(t testing.TB, s string) Date {
	t.Helper()
	d, err := ParseDate(s)
	if err != nil {
		t.Fatalf("ParseDate(%q): %v", s, err)
	}
	return d
}

func TestParseDate(t *testing.T) {
	for _, c := range []struct {
		in        string
		precision DatePrecision
		uncertain bool
		from, to  string // "" if there is no year
	}{
		{"2024-08-19", PrecisionDay, false, "2024-08-19", "2024-08-19"},
		{"2024-08", PrecisionMonth, false, "2024-08-01", "2024-08-31"},
		{"2024-02?", PrecisionMonth, true, "2024-02-01", "2024-02-29"},
		{"2024", PrecisionYear, false, "2024-01-01", "2024-12-31"},
		{"2024?", PrecisionYear, true, "2024-01-01", "2024-12-31"},
		{"2024-02-29", PrecisionDay, false, "2024-02-29", "2024-02-29"},
		{"2000-02-29?", PrecisionDay, true, "2000-02-29", "2000-02-29"},
		{"0001-01-01", PrecisionDay, false, "0001-01-01", "0001-01-01"},
		{"9999", PrecisionYear, false, "9999-01-01", "9999-12-31"},
		{"XXXX-08-17", PrecisionDayWithoutYear, false, "", ""},
		{"XXXX-02-29?", PrecisionDayWithoutYear, true, "", ""},
	} {
		d := mustDate(t, c.in)
		if d.String() != c.in || d.Precision() != c.precision || d.Uncertain() != c.uncertain || d.IsZero() {
			t.Errorf("%q: %q %s %v", c.in, d.String(), d.Precision(), d.Uncertain())
		}
		if got := formatDay(d.Earliest()); got != c.from {
			t.Errorf("%q: earliest %q, want %q", c.in, got, c.from)
		}
		if got := formatDay(d.Latest()); got != c.to {
			t.Errorf("%q: latest %q, want %q", c.in, got, c.to)
		}
	}
}

func formatDay(at time.Time, ok bool) string {
	if !ok {
		return ""
	}
	return at.Format(time.DateOnly)
}

func TestParseDate_Rejected(t *testing.T) {
	for in, want := range map[string]string{
		"2023-02-29": ReasonNoSuchDay, "1900-02-29": ReasonNoSuchDay, "2024-04-31": ReasonNoSuchDay,
		"2024-04-00": ReasonNoSuchDay, "XXXX-02-30": ReasonNoSuchDay, "XXXX-02-00": ReasonNoSuchDay,
		"2024-13": ReasonNoSuchMonth, "2024-00": ReasonNoSuchMonth, "XXXX-13-01": ReasonNoSuchMonth,
		"2024-13-99": ReasonNoSuchMonth, "0000": ReasonOutOfRange, "0000-01-01": ReasonOutOfRange,
		"": ReasonFormat, "?": ReasonFormat, "2024??": ReasonFormat, "24-08-19": ReasonFormat,
		"2024-8-19": ReasonFormat, "19/8/2024": ReasonFormat, "XXXX-08": ReasonFormat, "XXXX": ReasonFormat,
		"2024-XX-19": ReasonFormat, "xxxx-08-17": ReasonFormat, " 2024": ReasonFormat,
		"2024-08-19T00:00": ReasonFormat,
		"-2024":            ReasonFormat, "２０２４": ReasonFormat, "2024-08-": ReasonFormat,
	} {
		d, err := ParseDate(in)
		if r := reasonOf(t, err); r != want || !d.IsZero() {
			t.Errorf("ParseDate(%q) = %q, reason %q; want %q", in, d, r, want)
		}
	}
}

func TestDate_Order(t *testing.T) {
	for _, c := range []struct {
		a, b    string
		compare int
		before  bool // a is certainly before b
	}{
		{"2024-08-18", "2024-08-19", -1, true},
		{"2024-08", "2024-09-01", -1, true},
		{"2023", "2024", -1, true},
		{"2024-08", "2024-08-19", -1, false},
		{"2024", "2024-01", -1, false},
		{"2024-01", "2024-01-01", -1, false},
		{"2024-01-01", "2024", 1, false},
		{"2024-06", "2024", 1, false},
		{"2024", "2024", 0, false},
		{"2024?", "2024", 0, false},
	} {
		a, b := mustDate(t, c.a), mustDate(t, c.b)
		if got, ok := a.Compare(b); !ok || got != c.compare {
			t.Errorf("%s compared with %s: %d, %v; want %d", a, b, got, ok, c.compare)
		}
		if got := a.Before(b); got != c.before {
			t.Errorf("%s before %s: %v", a, b, got)
		}
	}
	for _, pair := range [][2]Date{{mustDate(t, "XXXX-08-17"), mustDate(t, "2024")},
		{mustDate(t, "2024"), mustDate(t, "XXXX-08-17")}, {{}, mustDate(t, "2024")}} {
		if c, ok := pair[0].Compare(pair[1]); ok || c != 0 || pair[0].Before(pair[1]) {
			t.Errorf("%q and %q were ordered", pair[0], pair[1])
		}
	}
}

// drawDate draws a valid canonical text of any precision.
func drawDate(t *rapid.T) string {
	day := time.Date(rapid.IntRange(1, 9999).Draw(t, "year"), 1, rapid.IntRange(1, 366).Draw(t, "day"), 0, 0,
		0, 0, time.UTC)
	if day.Year() > 9999 {
		day = day.AddDate(0, 0, -1)
	}
	text := day.Format(rapid.SampledFrom([]string{"2006-01-02", "2006-01", "2006", "XXXX-01-02"}).
		Draw(t, "form"))
	return text + rapid.SampledFrom([]string{"", "?"}).Draw(t, "mark")
}

func TestDate_Properties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawDate(t)
		a, err := ParseDate(s)
		if err != nil || a.String() != s {
			t.Fatalf("ParseDate(%q) = %q, %v", s, a, err)
		}
		from, ok := a.Earliest()
		to, _ := a.Latest()
		if ok && (from.After(to) || to.Sub(from) > 366*24*time.Hour) {
			t.Fatalf("%s goes from %v to %v", a, from, to)
		}
		b, err := ParseDate(drawDate(t))
		if err != nil {
			t.Fatal(err)
		}
		ab, okAB := a.Compare(b)
		ba, okBA := b.Compare(a)
		if ab != -ba || okAB != okBA {
			t.Fatalf("%s and %s compare %d and %d", a, b, ab, ba)
		}
		if a.Before(b) && (ab >= 0 || b.Before(a)) {
			t.Fatalf("%s is before %s, and compares %d", a, b, ab)
		}
	})
}

func TestDate_ScanAndValue(t *testing.T) {
	for _, s := range []string{"2024-08-19", "XXXX-08-17?"} {
		v, err := mustDate(t, s).Value()
		if err != nil || v != s {
			t.Errorf("Value of %s = %v, %v", s, v, err)
		}
		for _, src := range []any{s, []byte(s)} {
			var d Date
			if err := d.Scan(src); err != nil || d != mustDate(t, s) {
				t.Errorf("Scan(%T %s) = %v, %v", src, s, d, err)
			}
		}
	}
	if v, err := (Date{}).Value(); v != nil || err != nil {
		t.Errorf("the zero Date's Value = %v, %v", v, err)
	}
	d := mustDate(t, "2024")
	if err := d.Scan(nil); err != nil || !d.IsZero() {
		t.Errorf("Scan(nil) = %v, %v", d, err)
	}
	d = mustDate(t, "2024")
	for src, want := range map[any]string{42: ReasonNotAString, time.Now(): ReasonNotAString,
		"": ReasonFormat, "2024-13": ReasonNoSuchMonth} {
		if r := reasonOf(t, d.Scan(src)); r != want || d != mustDate(t, "2024") {
			t.Errorf("Scan(%v) failed with %q, and left %s", src, r, d)
		}
	}
}

func TestDate_GQLAndText(t *testing.T) {
	var b strings.Builder
	mustDate(t, "2024-08?").MarshalGQL(&b)
	Date{}.MarshalGQL(&b)
	if b.String() != `"2024-08?"null` {
		t.Errorf("MarshalGQL wrote %s", b.String())
	}
	var d Date
	if err := d.UnmarshalGQL("2024-08?"); err != nil || d != mustDate(t, "2024-08?") {
		t.Errorf("UnmarshalGQL = %v, %v", d, err)
	}
	if err := d.UnmarshalGQL(nil); err != nil || !d.IsZero() {
		t.Errorf("UnmarshalGQL(nil) = %v, %v", d, err)
	}
	for _, v := range []any{2024, time.Now(), []byte("2024")} {
		if r := reasonOf(t, d.UnmarshalGQL(v)); r != ReasonNotAString {
			t.Errorf("UnmarshalGQL(%T) failed with %q", v, r)
		}
	}
	for _, want := range []Date{{}, mustDate(t, "2024-08?")} {
		text, err := want.MarshalText()
		got := mustDate(t, "1999")
		if err != nil || got.UnmarshalText(text) != nil || got != want {
			t.Errorf("%q came back as %q", want, got)
		}
	}
	if got := fmt.Sprint(mustDate(t, "2024")); got != "2024" {
		t.Errorf("printed as %s", got)
	}
}

func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"2024-08-19", "2024-08", "2024?", "XXXX-02-29?", "2023-02-29", "9999-12-31",
		""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := ParseDate(s)
		if err != nil {
			reasonOf(t, err)
			return
		}
		if d.String() != s || d.IsZero() || d.Precision() == "" {
			t.Fatalf("ParseDate(%q) = %q %s", s, d, d.Precision())
		}
		from, ok := d.Earliest()
		to, _ := d.Latest()
		if ok != (d.Precision() != PrecisionDayWithoutYear) || from.After(to) {
			t.Fatalf("%q goes from %v to %v (%v)", s, from, to, ok)
		}
	})
}
