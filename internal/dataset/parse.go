package dataset

import (
	"bytes"
	"errors"
	"unicode"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"thidua/internal/vi"
)

// reader reads one file into the dataset.
type reader struct {
	*dataset
	file string
}

// parse returns the entries of a file's list, and false if the file as a whole is invalid.
func (r *reader) parse(text []byte) ([]ast.Node, bool) {
	if !r.checkText(text) {
		return nil, false
	}
	file, err := parser.ParseBytes(text, 0)
	if err != nil {
		r.addSyntaxError(err)
		return nil, false
	}
	if len(file.Docs) != 1 || file.Docs[0].Body == nil {
		r.add(position{r.file, 1}, "a file must be one list of rows")
		return nil, false
	}
	list, ok := file.Docs[0].Body.(*ast.SequenceNode)
	if !ok {
		r.rejectNode(file.Docs[0].Body, "a file must be one list of rows")
		return nil, false
	}
	return list.Values, true
}

func (r *reader) addSyntaxError(err error) {
	var where yaml.Error
	if errors.As(err, &where) && where.GetToken() != nil {
		r.add(position{r.file, where.GetToken().Position.Line}, "not well formed: %s", where.GetMessage())
		return
	}
	r.add(position{r.file, 1}, "not well formed: %v", err)
}

// checkText validates the raw text, including comments: what looks the same must be the same bytes.
func (r *reader) checkText(text []byte) bool {
	before := len(r.problems)
	for i, line := range bytes.Split(text, []byte("\n")) {
		at := position{r.file, i + 1}
		if !utf8.Valid(line) {
			r.add(at, "not UTF-8")
			continue
		}
		if !vi.IsNFC(string(line)) {
			r.add(at, "not in Unicode normal form NFC")
		}
		if i := bytes.IndexFunc(line, isInvisible); i >= 0 {
			c, _ := utf8.DecodeRune(line[i:])
			r.add(at, "contains the character %U, which is invisible or looks like a space", c)
		}
	}
	return len(r.problems) == before
}

// isInvisible reports whether a character is invisible or looks like a space: a no-break space, a tab, a byte
// order mark.
func isInvisible(c rune) bool {
	return c != ' ' && (unicode.IsSpace(c) || unicode.IsControl(c) || unicode.Is(unicode.Cf, c))
}

func (r *reader) nodePosition(n ast.Node) position {
	return position{r.file, n.GetToken().Position.Line}
}

// rejectNode records a problem of a node.
func (r *reader) rejectNode(n ast.Node, format string, args ...any) {
	r.add(r.nodePosition(n), format, args...)
}
