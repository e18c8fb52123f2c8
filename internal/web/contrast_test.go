package web_test

import (
	"math"
	"os"
	"regexp"
	"strconv"
	"testing"
)

// Text on its ground, in both palettes, at the contrast WCAG 2.2 AA asks of small text.
func TestContrast(t *testing.T) {
	css, err := os.ReadFile("static/site.css")
	if err != nil {
		t.Fatal(err)
	}
	palettes := regexp.MustCompile(`(?s):root \{(.*?)\}`).FindAllStringSubmatch(string(css), -1)
	if len(palettes) != 2 {
		t.Fatalf("%d palettes, want light and dark", len(palettes))
	}
	for i, p := range palettes {
		colour := map[string]float64{}
		for _, c := range regexp.MustCompile(`--([\w-]+): #([0-9a-f]{6});`).FindAllStringSubmatch(p[1], -1) {
			colour[c[1]] = luminance(t, c[2])
		}
		for _, pair := range [][2]string{
			{"ink", "paper"}, {"ink", "card"}, {"ink", "code"},
			{"soft", "paper"}, {"soft", "card"}, {"soft", "code"},
			{"accent", "paper"}, {"accent", "card"}, {"accent", "code"}, {"on-accent", "accent"},
		} {
			a, okA := colour[pair[0]]
			b, okB := colour[pair[1]]
			if ratio := (max(a, b) + 0.05) / (min(a, b) + 0.05); !okA || !okB || ratio < 4.5 {
				t.Errorf("palette %d: %s on %s is %.2f:1", i, pair[0], pair[1], ratio)
			}
		}
	}
}

// luminance is WCAG's relative luminance of a colour in sRGB.
func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	n, err := strconv.ParseUint(hex, 16, 32)
	if err != nil {
		t.Fatal(err)
	}
	linear := func(c uint64) float64 {
		s := float64(c&0xff) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(n>>16) + 0.7152*linear(n>>8) + 0.0722*linear(n)
}
