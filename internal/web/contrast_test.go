package web_test

import (
	"maps"
	"math"
	"os"
	"regexp"
	"strconv"
	"testing"
)

// Text has the contrast that WCAG 2.2 AA requires for small text, in both palettes.
func TestPalettes_Contrast(t *testing.T) {
	site, hall := palettes(t, "static/site.css"), palettes(t, "../../screen/src/styles/hall.css")
	for i := range site {
		colour := map[string]float64{}
		maps.Copy(colour, site[i])
		maps.Copy(colour, hall[i])
		for _, pair := range [][2]string{
			{"ink", "paper"}, {"ink", "card"}, {"ink", "code"},
			{"soft", "paper"}, {"soft", "card"}, {"soft", "code"},
			{"accent", "paper"}, {"accent", "card"}, {"accent", "code"}, {"on-accent", "accent"},
			{"ink", "good-ground"}, {"ink", "warn-ground"}, {"ink", "bad-ground"},
			{"good", "good-ground"}, {"warn", "warn-ground"}, {"bad", "bad-ground"},
			{"good", "card"}, {"warn", "card"}, {"bad", "card"}, {"bad", "paper"},
		} {
			a, okA := colour[pair[0]]
			b, okB := colour[pair[1]]
			if ratio := (max(a, b) + 0.05) / (min(a, b) + 0.05); !okA || !okB || ratio < 4.5 {
				t.Errorf("palette %d: %s on %s is %.2f:1", i, pair[0], pair[1], ratio)
			}
		}
	}
}

// palettes returns the luminances of a style sheet's colours by name, light and dark.
func palettes(t *testing.T, file string) []map[string]float64 {
	t.Helper()
	css, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(`(?s):root \{(.*?)\}`).FindAllStringSubmatch(string(css), -1)
	if len(found) != 2 {
		t.Fatalf("%s has %d palettes, want light and dark", file, len(found))
	}
	var list []map[string]float64
	for _, p := range found {
		colour := map[string]float64{}
		for _, c := range regexp.MustCompile(`--([\w-]+): #([0-9a-f]{6});`).FindAllStringSubmatch(p[1], -1) {
			colour[c[1]] = luminance(t, c[2])
		}
		list = append(list, colour)
	}
	return list
}

// luminance returns the relative luminance (WCAG) of an sRGB colour.
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
