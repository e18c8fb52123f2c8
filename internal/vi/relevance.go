package vi

import "strings"

// Relevance is how well a folded search key fits the folded text that was searched for. 0 is the best: the
// key is the text. Then come a key that starts with the text, one that has it as whole words, one that has it
// at the start of a word, one that has it anywhere, and one that has only its words. Package ent has the same
// as an SQL expression.
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
