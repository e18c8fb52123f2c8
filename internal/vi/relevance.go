package vi

import "strings"

// Relevance ranks how well a folded search key matches a folded search text, 0 being the best: equal, prefix,
// whole words, start of a word, substring, and last (5) a key that merely has all the words. Package ent has
// the same as an SQL expression.
func Relevance(searchKey, text string) int {
	padded := " " + searchKey + " "
	for rank, fits := range []bool{
		searchKey == text,
		strings.HasPrefix(searchKey, text),
		strings.Contains(padded, " "+text+" "),
		strings.Contains(padded, " "+text),
		strings.Contains(searchKey, text),
	} {
		if fits {
			return rank
		}
	}
	return 5
}
