package vi

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestParseSchoolYear(t *testing.T) {
	for _, c := range []struct {
		in     string
		want   SchoolYear
		reason string
	}{
		{"2023-2024", 2023, ""},
		{"1945-1946", 1945, ""},
		{"2199-2200", 2199, ""},
		{"1944-1945", 0, ReasonOutOfRange},
		{"2200-2201", 0, ReasonOutOfRange},
		{"2023-2025", 0, ReasonNotConsecutive},
		{"2023-2023", 0, ReasonNotConsecutive},
		{"2024-2023", 0, ReasonNotConsecutive},
		{"2023 - 2024", 0, ReasonFormat},
		{"2023–2024", 0, ReasonFormat},
		{"2023-2024\n", 0, ReasonFormat},
		{"2023-24", 0, ReasonFormat},
		{"2023", 0, ReasonFormat},
		{"", 0, ReasonFormat},
		{"٢٠٢٣-٢٠٢٤", 0, ReasonFormat},
	} {
		got, err := ParseSchoolYear(c.in)
		if reason := reasonOf(t, err); reason != c.reason || c.reason == "" && got != c.want {
			t.Errorf("ParseSchoolYear(%q) = %v, %q; want %v, %q", c.in, got, reason, c.want, c.reason)
		}
	}
}

func TestReadSchoolYear(t *testing.T) {
	for in, reason := range map[string]string{
		"2024-2025": "", "2024 - 2025": "", "2024 -2025": "", "2024- 2025": "",
		"2024–2025": "", "2024 — 2025": "", "2024\u00a0-\u00a02025": "", " 2024-2025\n": "",
		"2024\u22122025":        "",
		"2024 - 2026":           ReasonNotConsecutive,
		"2024/2025":             ReasonFormat,
		"năm học 2024-2025":     ReasonFormat,
		"2024 2025":             ReasonFormat,
		"2024-2025 - 2025-2026": ReasonFormat,
	} {
		got, err := ReadSchoolYear(in)
		if r := reasonOf(t, err); r != reason || r == "" && got != 2024 {
			t.Errorf("ReadSchoolYear(%q) = %v, %q; want reason %q", in, got, r, reason)
		}
	}
}

func TestSchoolYear_RoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		y := SchoolYear(rapid.IntRange(int(FirstSchoolYear), int(LastSchoolYear)).Draw(t, "year"))
		got, err := ParseSchoolYear(y.String())
		if err != nil || got != y {
			t.Fatalf("ParseSchoolYear(%q) = %v, %v", y.String(), got, err)
		}
		if y.Next().Prev() != y || y.Next().Start() != y.Start()+1 || y.Validate() != nil {
			t.Fatalf("neighbours of %v: %v %v", y, y.Prev(), y.Next())
		}
	})
}

func TestSchoolYear_GQL(t *testing.T) {
	var b strings.Builder
	SchoolYear(2023).MarshalGQL(&b)
	if b.String() != `"2023-2024"` {
		t.Errorf("MarshalGQL wrote %s", b.String())
	}
	var y SchoolYear
	if err := y.UnmarshalGQL("2023-2024"); err != nil || y != 2023 {
		t.Errorf("UnmarshalGQL = %v, %v", y, err)
	}
	for _, v := range []any{2023, int64(2023), 2023.0, true} {
		if r := reasonOf(t, y.UnmarshalGQL(v)); r != ReasonNotAString {
			t.Errorf("UnmarshalGQL(%T) failed with %q", v, r)
		}
	}
	var none SchoolYear = 2020
	if err := none.UnmarshalGQL(nil); err != nil || none != 0 {
		t.Errorf("UnmarshalGQL(nil) = %v, %v", none, err)
	}
	if err := y.UnmarshalGQL("2023-2025"); err == nil || y != 2023 {
		t.Errorf("after an error: %v, %v", y, err)
	}
	for _, bad := range []SchoolYear{0, FirstSchoolYear - 1, LastSchoolYear + 1} {
		if r := reasonOf(t, bad.Validate()); r != ReasonOutOfRange {
			t.Errorf("Validate(%d) failed with %q", int(bad), r)
		}
	}
}
