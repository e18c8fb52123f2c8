package transport

import (
	"bytes"
	"encoding/json"
)

// forEachMember calls visit with the name and the raw value of each member of a JSON object, in order, until
// it fails. The object must be valid JSON without surrounding space. Nothing is copied: most of a body is one
// long string.
func forEachMember(object []byte, visit func(name string, value []byte) error) error {
	for i := skipSpace(object, 1); object[i] == '"'; {
		end := skipValue(object, i)
		name := unquote(object[i:end])
		i = skipSpace(object, skipSpace(object, end)+1) // over the colon
		end = skipValue(object, i)
		if err := visit(name, object[i:end]); err != nil {
			return err
		}
		i = skipSpace(object, end)
		if object[i] == ',' {
			i = skipSpace(object, i+1)
		}
	}
	return nil
}

// unquote decodes a valid JSON string. Without escapes it is the text between the quotes.
func unquote(quoted []byte) (s string) {
	if bytes.IndexByte(quoted, '\\') < 0 {
		return string(quoted[1 : len(quoted)-1])
	}
	_ = json.Unmarshal(quoted, &s) // it is valid
	return s
}

func skipSpace(s []byte, i int) int {
	for s[i] == ' ' || s[i] == '\t' || s[i] == '\r' || s[i] == '\n' {
		i++
	}
	return i
}

// skipValue returns the end of the value that begins at i. A value within an object is always followed by
// something.
func skipValue(s []byte, i int) int {
	for depth := 0; ; i++ {
		switch s[i] {
		case '"':
			i = skipString(s, i)
		case '{', '[':
			depth++
			continue
		case '}', ']':
			depth--
		case ',', ':', ' ', '\t', '\r', '\n':
			continue
		default: // a number, true, false or null
			for i++; !endsLiteral(s[i]); i++ {
			}
			i--
		}
		if depth == 0 {
			return i + 1
		}
	}
}

// skipString returns the index of the string's closing quote.
func skipString(s []byte, i int) int {
	for i++; s[i] != '"'; i++ {
		if s[i] == '\\' {
			i++
		}
	}
	return i
}

func endsLiteral(c byte) bool {
	switch c {
	case ',', ']', '}', ' ', '\t', '\r', '\n':
		return true
	}
	return false
}

// countValues counts the values within a JSON value, at every depth, until there are more than limit. For
// invalid JSON the result is undefined.
func countValues(s []byte, limit int) (n int) {
	for i := 0; i < len(s) && n <= limit; i++ {
		switch s[i] {
		case '"':
			i = closingQuote(s, i)
		case ',':
			n++
		case '{', '[':
			if next := bytes.TrimLeft(s[i+1:], " \t\r\n"); len(next) > 0 && next[0] != '}' && next[0] != ']' {
				n++ // the first; each comma precedes another
			}
		}
	}
	return n
}

// closingQuote is skipString for JSON that may be invalid: the index can be beyond its end.
func closingQuote(s []byte, i int) int {
	for i++; i < len(s) && s[i] != '"'; i++ {
		if s[i] == '\\' {
			i++
		}
	}
	return i
}

// depthOf returns how deeply arrays and objects are nested in a JSON value. For invalid JSON the result is
// undefined.
func depthOf(s []byte) (deepest int) {
	depth := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '"':
			i = closingQuote(s, i)
		case '{', '[':
			depth++
			deepest = max(deepest, depth)
		case '}', ']':
			depth--
		}
	}
	return deepest
}
