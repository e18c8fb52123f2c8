package fault

import "strings"

// longestWord is above every code and name of ours.
const longestWord = 64

// Word is what a client sent, as far as it may be told back: a word of letters, digits and -_.@ that is not long. Anything
// else is "…": an answer must not carry what somebody else may have put into a request.
func Word(sent string) string {
	if len(sent) > longestWord || strings.IndexFunc(sent, func(r rune) bool {
		return !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || strings.ContainsRune("-_.@", r))
	}) >= 0 {
		return "…"
	}
	return sent
}
