package graph_test

import (
	"os"
	"strings"
	"testing"
)

// accessRule is one line of a table of docs/authentication.md: for what, and which columns have a mark.
type accessRule struct {
	subjects []string // types, or a mutation
	rows     string
	allowed  map[string]bool
}

// accessTable reads a table of the documentation by its heading's anchor, with the names of its columns.
func accessTable(t *testing.T, anchor string) (columns []string, marks []accessRule) {
	t.Helper()
	text, err := os.ReadFile("../docs/authentication.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, found := strings.Cut(string(text), "{#"+anchor+"}")
	if !found {
		t.Fatalf("docs/authentication.md has no %s", anchor)
	}
	rest, _, _ = strings.Cut(rest, "\n## ")
	for line := range strings.Lines(rest) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		switch {
		case len(cells) < 3 || cells[0] == "---":
		case columns == nil:
			columns = cells[2:]
		default:
			m := accessRule{strings.Split(cells[0], ", "), cells[1], map[string]bool{}}
			for i, cell := range cells[2:] {
				if cell != "✓" && cell != "–" {
					t.Fatalf("docs/authentication.md: %q is no mark", cell)
				}
				m.allowed[columns[i]] = cell == "✓"
			}
			marks = append(marks, m)
		}
	}
	if len(marks) == 0 {
		t.Fatalf("docs/authentication.md has no table under %s", anchor)
	}
	return columns, marks
}
