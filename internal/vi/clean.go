package vi

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Clean makes text from a document fit to be stored: NFC, every run of white
// space (NBSP and line breaks too) one plain space, none at either end.
func Clean(s string) string {
	return strings.Join(strings.Fields(norm.NFC.String(s)), " ")
}

// IsNFC tells whether s is in Unicode's composed normal form, the only one in
// which two equal Vietnamese texts are equal bytes.
func IsNFC(s string) bool { return norm.NFC.IsNormalString(s) }
