package vi

import (
	"testing"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

// showFigure formats a StatedFigure as in the tables below.
func showFigure(s StatedFigure, ok bool) string {
	switch {
	case !ok:
		return "?"
	case s.Number == nil:
		return string(s.Approximation) + " " + FormatCount(*s.Numerator) + "/" + FormatCount(*s.Denominator)
	case s.Percent:
		return string(s.Approximation) + " " + s.Number.String() + "%"
	default:
		return string(s.Approximation) + " " + s.Number.String()
	}
}

func TestReadStatedFigure(t *testing.T) {
	for in, want := range map[string]string{
		// Figures of the five documents.
		"gần 2 triệu":                  "AT_MOST 2000000",
		"hơn 53 nghìn":                 "AT_LEAST 53000",
		"khoảng 1.200":                 "ABOUT 1200",
		"75,6%":                        "EXACT 75.6%",
		"73,87 %":                      "EXACT 73.87%",
		"3.085/4.081":                  "EXACT 3.085/4.081",
		"1083/1.466":                   "EXACT 1.083/1.466",
		"99.494":                       "EXACT 99494",
		"7.466":                        "EXACT 7466",
		"7,46":                         "EXACT 7.46",
		"7,40 điểm":                    "EXACT 7.40",
		"4/9 đơn vị":                   "EXACT 4/9",
		"gần\u00a02 triệu học sinh":    "AT_MOST 2000000",
		"4.256 trường":                 "EXACT 4256",
		"100% cơ sở dữ liệu":           "EXACT 100%",
		"hơn 53 ngàn học viên.":        "AT_LEAST 53000",
		"8 tỉnh":                       "EXACT 8",
		"Gần 2 Triệu":                  "AT_MOST 2000000",
		norm.NFD.String("gần 2 triệu"): "AT_MOST 2000000",
		"ước tính khoảng 5":            "ABOUT 5",
		"không dưới 1,5 tỷ":            "AT_LEAST 1500000000",
		"dưới 10":                      "AT_MOST 10",
		"2,50 triệu":                   "EXACT 2500000",
		"1,234567 nghìn":               "EXACT 1234.567",
		"3 vạn":                        "EXACT 30000",
		"5 trăm nghìn":                 "EXACT 500000",
		"2 nghìn tỷ đồng":              "EXACT 2000000000000",
		"1.200.":                       "EXACT 1200",
		"1.200, trong đó":              "EXACT 1200",
		"75,6 phần trăm":               "EXACT 75.6%",
		"75% trở lên":                  "AT_LEAST 75%",
		"75% (trở lên)":                "AT_LEAST 75%",
		"ít nhất 10 đơn vị trở lên":    "AT_LEAST 10",
		"5 bậc trở xuống":              "AT_MOST 5",
		"-27":                          "EXACT -27",
		"\u22124,29%":                  "EXACT -4.29%",
		"hơn 2/3":                      "AT_LEAST 2/3",
		"1083 / 1.466":                 "EXACT 1.083/1.466",
		"75,6% tỷ lệ đạt chuẩn":        "EXACT 75.6%",
		"0":                            "EXACT 0",
		"53nghìn":                      "EXACT 53000",
		"9 tham luận (cả trực tiếp và gửi về": "EXACT 9",

		// Texts without exactly one certain figure.
		"": "?", "nhất cả nước": "?", "hai triệu": "?", "gần": "?", "gần triệu": "?", "-": "?", "%": "?",
		"/5":           "?",
		"2 triệu rưỡi": "?", "2 triệu năm trăm nghìn": "?", "5 triệu đồng, 3 nghìn": "?", "2k": "?",
		"5km":   "?",
		"10-12": "?", "2023-2024": "?", "19/8/2024": "?", "75,6% (3.085/4.081)": "?", "5/0": "?",
		"5/-2": "?", "-2/5": "?",
		"giảm 5%": "?", "cao hơn 5%": "?", "chưa đạt 75%": "?", "M1": "?", "3.08": "?", "1,234,567": "?",
		"1.0000":            "?",
		"khoảng 10 trở lên": "?", "12‰": "?", "5 triệu %": "?", "2/3 triệu": "?", "3/4%": "?", "5½": "?",
		"5 điểm %":    "?",
		"10 nghìn tỷ": "?", "2 triệu hơn": "?", "7,1234567": "?", "gần gần 2": "?", "5 ²": "?", "5/9/": "?",
		"20 tỷ tỷ tỷ": "?",
	} {
		s, ok := ReadStatedFigure(in)
		if got := showFigure(s, ok); got != want {
			t.Errorf("ReadStated(%q) = %s, want %s", in, got, want)
		}
		if ok && s.Text != in || !ok && s != (StatedFigure{}) {
			t.Errorf("ReadStated(%q) gave %+v", in, s)
		}
	}
}

func TestReadStatedFigure_OwnFormat(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.SampledFrom(approximationWords).Draw(t, "word")
		d := drawDecimal(t, "number")
		unit := rapid.SampledFrom([]string{"", "%", " học sinh"}).Draw(t, "unit")
		s, ok := ReadStatedFigure(word.words + " " + FormatDecimal(d) + unit)
		if !ok || *s.Number != d || s.Approximation != word.means || s.Percent != (unit == "%") {
			t.Fatalf("%q: %s", s.Text, showFigure(s, ok))
		}
	})
}

func FuzzReadStatedFigure(f *testing.F) {
	for _, s := range []string{"gần 2 triệu", "3.085/4.081", "75,6%", "-4,29 %", "5 trăm nghìn",
		"2 triệu rưỡi", "\xff5", "75% trở lên"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, ok := ReadStatedFigure(text)
		if !ok {
			if s != (StatedFigure{}) {
				t.Fatalf("%q was rejected, but returned %+v", text, s)
			}
			return
		}
		if s.Text != text || s.Approximation == "" {
			t.Fatalf("%q gave %+v", text, s)
		}
		var again string // the formatted figure parses to the same value
		switch {
		case s.Number != nil && s.Numerator == nil && s.Denominator == nil:
			if again = FormatDecimal(*s.Number); s.Percent {
				again += "%"
			}
		case s.Number == nil && s.Numerator != nil && s.Denominator != nil && !s.Percent &&
			*s.Denominator > 0:
			again = FormatCount(*s.Numerator) + "/" + FormatCount(*s.Denominator)
		default:
			t.Fatalf("%q gave both or neither: %+v", text, s)
		}
		got, ok := ReadStatedFigure(again)
		got.Approximation = s.Approximation
		if showFigure(got, ok) != showFigure(s, true) {
			t.Fatalf("%q is %s, but %q is %s", text, showFigure(s, true), again, showFigure(got, ok))
		}
	})
}
