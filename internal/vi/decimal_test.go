package vi

import (
	"encoding/json"
	"math"
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func mustDecimal(t testing.TB, s string) Decimal {
	t.Helper()
	d, err := ParseDecimal(s)
	if err != nil {
		t.Fatalf("ParseDecimal(%q): %v", s, err)
	}
	return d
}

func TestParseDecimal(t *testing.T) {
	for _, c := range []struct {
		in     string
		micros int64
		scale  uint8
		reason string
	}{
		{"0", 0, 0, ""},
		{"0.00", 0, 2, ""},
		{"7.40", 7_400_000, 2, ""},
		{"7.4", 7_400_000, 1, ""},
		{"-12.50", -12_500_000, 2, ""},
		{"-0.000001", -1, 6, ""},
		{"9199999999999.999999", 9_199_999_999_999_999_999, 6, ""},
		{"9200000000000", 0, 0, ReasonOverflow},
		{"-9200000000000.0", 0, 0, ReasonOverflow},
		{"99999999999999999999999", 0, 0, ReasonOverflow},
		{"1.1234567", 0, 0, ReasonTooManyDecimals},
		{"1.0000000", 0, 0, ReasonTooManyDecimals},
		{"", 0, 0, ReasonFormat}, {"-", 0, 0, ReasonFormat}, {".5", 0, 0, ReasonFormat},
		{"5.", 0, 0, ReasonFormat},
		{"+5", 0, 0, ReasonFormat}, {"1e3", 0, 0, ReasonFormat}, {"1,5", 0, 0, ReasonFormat},
		{"1_000", 0, 0, ReasonFormat},
		{"007", 0, 0, ReasonFormat}, {"-0", 0, 0, ReasonFormat}, {"-0.00", 0, 0, ReasonFormat},
		{"--1", 0, 0, ReasonFormat},
		{"1.-5", 0, 0, ReasonFormat}, {" 1", 0, 0, ReasonFormat}, {"NaN", 0, 0, ReasonFormat},
		{"٣", 0, 0, ReasonFormat},
	} {
		d, err := ParseDecimal(c.in)
		if r := reasonOf(t, err); r != c.reason || d.Micros() != c.micros || d.Scale() != c.scale {
			t.Errorf("ParseDecimal(%q) = %d, %d, %q; want %d, %d, %q", c.in, d.Micros(), d.Scale(), r,
				c.micros, c.scale, c.reason)
		}
		if err == nil && d.String() != c.in {
			t.Errorf("ParseDecimal(%q).String() = %q", c.in, d)
		}
	}
}

func TestDecimalOf(t *testing.T) {
	for _, c := range []struct {
		micros int64
		scale  uint8
		want   string
	}{
		{7_400_000, 2, "7.40"}, {7_400_000, 0, "7.4"}, {7_400_001, 1, "7.400001"},
		{5, 200, "0.000005"}, {0, 3, "0.000"}, {math.MinInt64, 0, "-9223372036854.775808"},
	} {
		if got := DecimalOf(c.micros, c.scale); got.String() != c.want || got.Micros() != c.micros {
			t.Errorf("DecimalOf(%d, %d) = %s, want %s", c.micros, c.scale, got, c.want)
		}
	}
}

// drawDecimal draws a Decimal that ParseDecimal can return.
func drawDecimal(t *rapid.T, label string) Decimal {
	return DecimalOf(
		rapid.Int64Range(-limitMicros+1, limitMicros-1).Draw(t, label),
		rapid.Uint8Range(0, MaxScale).Draw(t, label+" scale"))
}

func TestDecimal_Properties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawDecimal(t, "a"), drawDecimal(t, "b")
		if back, err := ParseDecimal(a.String()); err != nil || back != a {
			t.Fatalf("%s came back as %s, %v", a, back, err)
		}
		exact := new(big.Int).Sub(big.NewInt(a.micros), big.NewInt(b.micros))
		if a.Cmp(b) != exact.Sign() {
			t.Fatalf("%s compares with %s as %d", a, b, a.Cmp(b))
		}
		r, err := a.Sub(b)
		fits := exact.CmpAbs(big.NewInt(limitMicros)) < 0
		switch {
		case fits && (err != nil || r.micros != exact.Int64() || r.scale != max(a.scale, b.scale)):
			t.Fatalf("%s - %s = %s, %v; want %s micros", a, b, r, err, exact)
		case !fits && err == nil:
			t.Fatalf("%s - %s = %s, want an error", a, b, r)
		}
	})
}

func TestDecimalCmp_IgnoresScale(t *testing.T) {
	if a, b := mustDecimal(t, "7.4"), mustDecimal(t, "7.40"); a.Cmp(b) != 0 || a == b {
		t.Errorf("%s and %s: Cmp %d, == %v", a, b, a.Cmp(b), a == b)
	}
	if r, err := mustDecimal(t, "7.4").Sub(mustDecimal(t, "7.40")); err != nil || r.String() != "0.00" {
		t.Errorf("7.4 - 7.40 = %s, %v", r, err)
	}
}

func TestDecimalSub_Overflow(t *testing.T) {
	big := mustDecimal(t, "9199999999999.9")
	least, most := DecimalOf(math.MinInt64, 0), DecimalOf(math.MaxInt64, 0)
	for _, c := range [][2]Decimal{
		{big, mustDecimal(t, "-9199999999999.9")}, {mustDecimal(t, "-9199999999999.9"), big},
		{big, mustDecimal(t, "-0.1")},
		{Decimal{}, least}, {least, most}, {most, least}, {mustDecimal(t, "-1"), most},
	} {
		if r, err := c[0].Sub(c[1]); reasonOf(t, err) != ReasonOverflow {
			t.Errorf("%s - %s = %s, %v", c[0], c[1], r, err)
		}
	}
}

func TestDecimal_GQL(t *testing.T) {
	var b strings.Builder
	mustDecimal(t, "-7.40").MarshalGQL(&b)
	if b.String() != `"-7.40"` {
		t.Errorf("MarshalGQL wrote %s", b.String())
	}
	for _, c := range []struct {
		in     any
		want   string
		reason string
	}{
		{"7.40", "7.40", ""}, {7, "7", ""}, {int64(-7), "-7", ""}, {json.Number("7"), "7", ""},
		{json.Number("7.5"), "", ReasonFloat}, {json.Number("7e2"), "", ReasonFloat},
		{json.Number("7E2"), "", ReasonFloat},
		{7.0, "", ReasonFloat}, {float32(7), "", ReasonFloat}, {nil, "", ReasonNotAString},
		{true, "", ReasonNotAString},
		{"7,4", "", ReasonFormat}, {int64(math.MaxInt64), "", ReasonOverflow},
		{json.Number("99999999999999"), "", ReasonOverflow},
	} {
		d := mustDecimal(t, "1.5")
		if r := reasonOf(t, d.UnmarshalGQL(c.in)); r != c.reason {
			t.Errorf("UnmarshalGQL(%T %v) failed with %q, want %q", c.in, c.in, r, c.reason)
		}
		if want := c.want; want == "" && d.String() != "1.5" || want != "" && d.String() != want {
			t.Errorf("UnmarshalGQL(%T %v) left %s", c.in, c.in, d)
		}
	}
}

func TestDecimal_Text(t *testing.T) {
	in := struct{ Value Decimal }{mustDecimal(t, "7.40")}
	text, err := json.Marshal(in)
	if err != nil || string(text) != `{"Value":"7.40"}` {
		t.Fatalf("as JSON: %s, %v", text, err)
	}
	out := in
	out.Value = Decimal{}
	if err := json.Unmarshal(text, &out); err != nil || out != in {
		t.Errorf("came back as %v, %v", out, err)
	}
	if err := json.Unmarshal([]byte(`{"Value":7.4}`), &out); err == nil || out != in {
		t.Errorf("a JSON float left %v, %v", out, err)
	}
}

func FuzzParseDecimal(f *testing.F) {
	for _, s := range []string{"0", "-12.50", "7.400000", "9199999999999.999999", "-0", "1e3", "00", "1."} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := ParseDecimal(s)
		if err != nil {
			reasonOf(t, err)
			return
		}
		if d.String() != s || DecimalOf(d.Micros(), d.Scale()) != d {
			t.Fatalf("ParseDecimal(%q) = %s", s, d)
		}
		if back, err := ReadDecimal(FormatDecimal(d)); err != nil || back != d {
			t.Fatalf("%q came back as %s, %v", FormatDecimal(d), back, err)
		}
	})
}
