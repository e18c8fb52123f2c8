package dataset

import (
	"io/fs"
	"strings"
	"testing"
)

// The library's line numbers must be right after long texts, comments and multi-line brackets.
func TestReader_PositionsAreExact(t *testing.T) {
	b, err := readAndCheck(Data())
	if err != nil {
		t.Fatal(err)
	}
	lines := map[string][]string{}
	line := func(at position) string {
		if lines[at.file] == nil {
			text, err := fs.ReadFile(Data(), at.file)
			if err != nil {
				t.Fatal(err)
			}
			lines[at.file] = strings.Split(string(text), "\n")
		}
		return lines[at.file][at.line-1]
	}
	for _, u := range b.references {
		if !strings.Contains(line(u.position), u.text) {
			t.Errorf("%s:%d: %q is not in %q", u.file, u.line, u.text, line(u.position))
		}
	}
	keys := 0
	for _, at := range b.positions {
		for key, where := range at {
			keys++
			if !strings.Contains(line(where), key) {
				t.Errorf("%s:%d: the key %q is not in %q", where.file, where.line, key, line(where))
			}
		}
	}
	if len(b.references) < 1000 || keys < 3000 {
		t.Errorf("only %d references and %d keys were looked at", len(b.references), keys)
	}
}
