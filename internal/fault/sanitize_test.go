package fault

import (
	"strings"
	"testing"
)

func TestSanitizeWord(t *testing.T) {
	for sent, want := range map[string]string{
		"vinh-phuc": "vinh-phuc", "2": "2", "clerk_1@so.vn": "clerk_1@so.vn", "": "",
		"<script>": "…", "a b": "…", "Đà-nẵng": "…", "a\x00": "…",
		strings.Repeat("a", 64): strings.Repeat("a", 64), strings.Repeat("a", 65): "…",
	} {
		if got := SanitizeWord(sent); got != want {
			t.Errorf("%q is sanitized to %q", sent, got)
		}
	}
}
