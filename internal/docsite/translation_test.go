package docsite_test

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"

	"thidua/docs"
	"thidua/internal/docsite"
)

// A Vietnamese page has the sections, samples and marks in tables of the English one, so that it is not
// forgotten when that changes.
func TestTranslations_MatchEnglish(t *testing.T) {
	names, err := fs.Glob(docs.Files, "vi/*.md")
	if err != nil || len(names) == 0 {
		t.Fatal("no Vietnamese pages: ", err)
	}
	for _, name := range names {
		translated, original := outline(t, name), outline(t, strings.TrimPrefix(name, "vi/"))
		if !slices.Equal(translated, original) {
			for i := range max(len(translated), len(original)) {
				if i >= len(translated) || i >= len(original) || translated[i] != original[i] {
					t.Errorf("%s has\n%q where the English page has\n%q", name,
						translated[i:min(i+1, len(translated))], original[i:min(i+1, len(original))])
					break
				}
			}
		}
	}
}

var (
	languageNeutral = regexp.MustCompile("(?m)^#+ .*{#[^}]+}$|^```.*$|^\\| .*[✓–] \\|$")
	heading         = regexp.MustCompile(`^(#+) .*({#.*})$`)
)

// outline returns the lines of a file that are the same in all languages: headings by their anchors, fences,
// and rows of marks without the cell that describes them.
func outline(t *testing.T, name string) []string {
	t.Helper()
	text, err := fs.ReadFile(docs.Files, name)
	if err != nil {
		t.Fatal(err)
	}
	lines := languageNeutral.FindAllString(string(text), -1)
	for i, line := range lines {
		lines[i] = heading.ReplaceAllString(line, "$1 $2")
		if cells := strings.Split(line, " | "); len(cells) > 2 {
			lines[i] = strings.Join(slices.Delete(cells, 1, 2), " | ")
		}
	}
	return lines
}

// Every page of the documentation has its place, a title and a summary.
func TestPages_Complete(t *testing.T) {
	for _, language := range []string{docsite.English, docsite.Vietnamese} {
		e, err := docsite.New(docs.Files).Edition(language)
		if err != nil {
			t.Fatal(err)
		}
		if last := e.Chapters[len(e.Chapters)-1]; len(e.Chapters) != 3 {
			t.Errorf("%s: pages without a place: %s with %d pages", language, last.Title, len(last.Pages))
		}
		for _, p := range e.Pages {
			if p.Title == p.Name || p.Summary == "" || p.Sections[0].Level != 1 {
				t.Errorf("%s %s: title %q, summary %q", language, p.Name, p.Title, p.Summary)
			}
		}
	}
}
