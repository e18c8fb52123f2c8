package vi

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestParseCount(t *testing.T) {
	for _, c := range []struct {
		in     string
		want   int64
		reason string
	}{
		{"3.085", 3085, ""}, {"1083", 1083, ""}, {"4.081", 4081, ""}, {"7.466", 7466, ""},
		{"0", 0, ""}, {"63", 63, ""}, {"1.234.567", 1234567, ""},
		{"9.223.372.036.854.775.807", math.MaxInt64, ""},
		{"9.223.372.036.854.775.808", 0, ReasonOverflow}, {"99999999999999999999", 0, ReasonOverflow},
		{"3.08", 0, ReasonFormat}, {"3,085", 0, ReasonFormat}, {"1.0000", 0, ReasonFormat},
		{"1083.000", 0, ReasonFormat},
		{"1.23.456", 0, ReasonFormat}, {"0.123", 0, ReasonFormat}, {"01", 0, ReasonFormat},
		{".123", 0, ReasonFormat},
		{"1.", 0, ReasonFormat}, {"", 0, ReasonFormat}, {"-5", 0, ReasonFormat}, {" 5", 0, ReasonFormat},
		{"5%", 0, ReasonFormat},
	} {
		got, err := ParseCount(c.in)
		if r := reasonOf(t, err); r != c.reason || got != c.want {
			t.Errorf("ParseCount(%q) = %d, %q; want %d, %q", c.in, got, r, c.want, c.reason)
		}
	}
}

func TestReadDecimal(t *testing.T) {
	for _, c := range []struct{ in, want, reason string }{
		{"75,6", "75.6", ""}, {"73,87", "73.87", ""}, {"7,40", "7.40", ""}, {"0,5", "0.5", ""},
		{"-12,50", "-12.50", ""},
		{"1.234,5", "1234.5", ""}, {"1234,5", "1234.5", ""}, {"7.466", "7466", ""},
		{"\u00a07,46 ", "7.46", ""},
		{"7.46", "", ReasonFormat}, {"1.23,4", "", ReasonFormat}, {"1,234,567", "", ReasonFormat},
		{"1,5.0", "", ReasonFormat},
		{"75,", "", ReasonFormat}, {",5", "", ReasonFormat}, {"", "", ReasonFormat},
		{"-0,0", "", ReasonFormat}, {"- 5", "", ReasonFormat},
		{"1,2345678", "", ReasonTooManyDecimals}, {"9.200.000.000.000", "", ReasonOverflow},
	} {
		got, err := ReadDecimal(c.in)
		if r := reasonOf(t, err); r != c.reason || r == "" && got.String() != c.want {
			t.Errorf("ReadDecimal(%q) = %s, %q; want %s, %q", c.in, got, r, c.want, c.reason)
		}
	}
}

func TestFormatCountAndDecimal(t *testing.T) {
	for n, want := range map[int64]string{0: "0", 999: "999", 1000: "1.000", 99494: "99.494",
		2000000: "2.000.000", -3085: "-3.085", -999: "-999"} {
		if got := FormatCount(n); got != want {
			t.Errorf("FormatCount(%d) = %s, want %s", n, got, want)
		}
	}
	for in, want := range map[string]string{"7.40": "7,40", "-1234.5": "-1.234,5", "0": "0", "-0.5": "-0,5",
		"1000000": "1.000.000"} {
		if got := FormatDecimal(mustDecimal(t, in)); got != want {
			t.Errorf("FormatDecimal(%s) = %s, want %s", in, got, want)
		}
	}
}

func TestNumbers_RoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(0, math.MaxInt64).Draw(t, "count")
		if back, err := ParseCount(FormatCount(n)); err != nil || back != n {
			t.Fatalf("%s came back as %d, %v", FormatCount(n), back, err)
		}
		d := drawDecimal(t, "decimal")
		if back, err := ReadDecimal(FormatDecimal(d)); err != nil || back != d {
			t.Fatalf("%s came back as %s, %v", FormatDecimal(d), back, err)
		}
	})
}
