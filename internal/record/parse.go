package record

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

// reader reads one file into the book.
type reader struct {
	*book
	file string
}

// parse gives the entries of the list that the file is. It is false where there is something wrong with the file as a
// whole.
func (r *reader) parse(text []byte) ([]ast.Node, bool) {
	if !r.clean(text) {
		return nil, false
	}
	file, err := parser.ParseBytes(text, 0)
	if err != nil {
		r.syntax(err)
		return nil, false
	}
	if len(file.Docs) != 1 || file.Docs[0].Body == nil {
		r.add(place{r.file, 1}, "a file is one list of rows")
		return nil, false
	}
	list, ok := file.Docs[0].Body.(*ast.SequenceNode)
	if !ok {
		r.wrong(file.Docs[0].Body, "a file is one list of rows")
		return nil, false
	}
	return list.Values, true
}

func (r *reader) syntax(err error) {
	var where yaml.Error
	if errors.As(err, &where) && where.GetToken() != nil {
		r.add(place{r.file, where.GetToken().Position.Line}, "not well formed: %s", where.GetMessage())
		return
	}
	r.add(place{r.file, 1}, "not well formed: %v", err)
}

// clean looks at the text itself, comments too: what looks the same has to be the same bytes.
func (r *reader) clean(text []byte) bool {
	before := len(r.problems)
	for i, line := range bytes.Split(text, []byte("\n")) {
		at := place{r.file, i + 1}
		if !utf8.Valid(line) {
			r.add(at, "not UTF-8")
			continue
		}
		if !vi.IsNFC(string(line)) {
			r.add(at, "not in Unicode's composed form (NFC)")
		}
		if i := bytes.IndexFunc(line, unseen); i >= 0 {
			c, _ := utf8.DecodeRune(line[i:])
			r.add(at, "has the character %U, which looks like a space or like nothing", c)
		}
	}
	return len(r.problems) == before
}

// unseen is a character that nobody sees or that is mistaken for a space: a no-break space, a tab, a byte order mark.
func unseen(c rune) bool {
	return c != ' ' && (unicode.IsSpace(c) || unicode.IsControl(c) || unicode.Is(unicode.Cf, c))
}

func (r *reader) place(n ast.Node) place { return place{r.file, n.GetToken().Position.Line} }

// wrong keeps what is wrong with a node.
func (r *reader) wrong(n ast.Node, format string, args ...any) { r.add(r.place(n), format, args...) }
