package fault

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestNegotiateLanguage(t *testing.T) {
	for header, want := range map[string]string{
		"vi": "vi", "vi-VN": "vi", "VI-vn": "vi", "vi-VN,vi;q=0.9,en;q=0.8": "vi", "en;q=0.2, vi;q=0.9": "vi",
		"fr, vi;q=0.5": "vi", "fr;q=0.9, vi;q=0.8, en;q=0.7": "vi",
		"": "en", "en": "en", "en-US,en;q=0.9,vi;q=0.8": "en", "fr": "en", "*": "en",
		"fr, en;q=0.9, vi;q=0.5": "en",
		"vi;q=0":                 "en", "vi;q=0, en": "en", "vi;q=oops": "en", ";;;": "en", "tlh": "en",
		"vie-":                             "en",
		"vi," + strings.Repeat("en-", 200): "en", "vi" + strings.Repeat(",fr;q=0.1", 50): "en",
	} {
		if got := NegotiateLanguage(header); got != want {
			t.Errorf("Language(%q) = %s, want %s", header, got, want)
		}
	}
}

func TestNegotiateLanguage_AnyHeader(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		if got := NegotiateLanguage(rapid.String().Draw(t, "header")); got != Vietnamese && got != English {
			t.Fatalf("it is %q", got)
		}
	})
}
