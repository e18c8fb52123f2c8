package docsite

import (
	"unicode/utf8"
)

// The length of an excerpt, and of the text before its first match, in characters.
const (
	excerptLength = 220
	excerptLead   = 60
)

// Fragment is a part of a text, which matches a word of the query or not.
type Fragment struct {
	Text  string
	Match bool
}

// mark divides a text into fragments. The folded text has as many characters.
func mark(original, folded string, words []string) []Fragment {
	runes := []rune(original)
	matched := make([]bool, len(runes))
	for _, w := range words {
		length := utf8.RuneCountInString(w)
		for _, at := range matches(folded, w) {
			from := utf8.RuneCountInString(folded[:at])
			for i := from; i < from+length; i++ {
				matched[i] = true
			}
		}
	}
	var list []Fragment
	for from := 0; from < len(runes); {
		to := from + 1
		for to < len(runes) && matched[to] == matched[from] {
			to++
		}
		list = append(list, Fragment{string(runes[from:to]), matched[from]})
		from = to
	}
	return list
}

// excerpt returns the part of a text with the first match, cut between words, with its matches marked.
func excerpt(original, folded string, words []string) []Fragment {
	first := len(folded)
	for _, w := range words {
		if found := matches(folded, w); len(found) > 0 {
			first = min(first, found[0])
		}
	}
	if first == len(folded) {
		first = 0 // the words are in the title
	}
	from := utf8.RuneCountInString(folded[:first])
	text, search := []rune(original), []rune(folded)
	start, before := max(0, from-excerptLead), ""
	if start > 0 {
		before = "… "
		for start < from && text[start-1] != ' ' {
			start++
		}
	}
	end, after := min(len(text), start+excerptLength), ""
	if end < len(text) {
		after = " …"
		for cut := end; cut > start+excerptLength/2; cut-- {
			if text[cut] == ' ' {
				end = cut
				break
			}
		}
	}
	list := mark(string(text[start:end]), string(search[start:end]), words)
	if before != "" {
		list = append([]Fragment{{Text: before}}, list...)
	}
	if after != "" {
		list = append(list, Fragment{Text: after})
	}
	return list
}
