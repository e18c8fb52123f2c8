package vi

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold returns the search key of s: lower case, without diacritics, đ as d, and every run of other characters
// than letters and digits as one space, trimmed. "Sở GD&ĐT" gives "so gd dt"; "Hoà" and "Hòa" give the same.
// It is stored, because SQLite's LOWER handles only ASCII. Fold is idempotent.
func Fold(s string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFD.String(s) {
		switch {
		case unicode.In(r, unicode.Mn, unicode.Cf):
			// Drop accents, soft hyphens and zero-width characters, which readers do not see and cannot type.
			continue
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			gap = true
			continue
		}
		if gap && b.Len() > 0 {
			b.WriteByte(' ')
		}
		gap = false
		if r = unicode.ToLower(r); r == 'đ' {
			r = 'd' // the stroke is part of the letter in every normal form
		}
		b.WriteRune(r)
	}
	return b.String()
}

// Slug returns a natural key for a name: the words of Fold, ASCII letters and digits only, joined by hyphens.
// "Vĩnh Phúc" gives "vinh-phuc". It is empty if the name has no such character.
func Slug(s string) string {
	words := strings.FieldsFunc(Fold(s), func(r rune) bool { return r == ' ' })
	kept := words[:0]
	for _, w := range words {
		if w = strings.Map(slugRune, w); w != "" {
			kept = append(kept, w)
		}
	}
	return strings.Join(kept, "-")
}

func slugRune(r rune) rune {
	if 'a' <= r && r <= 'z' || '0' <= r && r <= '9' {
		return r
	}
	return -1
}
