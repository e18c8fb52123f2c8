package fault

import "strings"

// maxWordLen is above the length of every code and name, in bytes.
const maxWordLen = 64

// SanitizeWord returns client input if it is safe to repeat in a message: at most 64 letters, digits and
// -_.@. Otherwise it returns "…", so that a message cannot carry injected content.
func SanitizeWord(sent string) string {
	if len(sent) > maxWordLen || strings.IndexFunc(sent, func(r rune) bool {
		return !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' ||
			strings.ContainsRune("-_.@", r))
	}) >= 0 {
		return "…"
	}
	return sent
}
