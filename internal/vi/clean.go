package vi

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Clean normalises text of a document for storage: NFC, every run of white space (including NBSP and line
// breaks) one space, trimmed.
func Clean(s string) string {
	return strings.Join(strings.Fields(norm.NFC.String(s)), " ")
}

// IsNFC reports whether s is in Unicode's composed normal form, in which equal Vietnamese texts are equal
// bytes.
func IsNFC(s string) bool { return norm.NFC.IsNormalString(s) }
