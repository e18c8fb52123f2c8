package docsite_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"thidua/internal/docsite"
)

var manual = fstest.MapFS{
	"api.md": {Data: []byte("# Using the API\n\nHow to *use* it.\n\n" +
		"## Positions {#position}\n\nA `position` is opaque. Events follow it.\n\n" +
		"## Lists\n\nA list has pages. " +
		"`POSITION_LOST` is an error of event streams; the view is not one.\n\n" +
		"```sh\ncurl --rate-burst 5\n```\n")},
	"limits.md": {Data: []byte("# Limits\n\nAll limits of positions.\n\n## Long\n\n" +
		strings.Repeat("filler words ", 60) +
		"the needle is here, " + strings.Repeat("more filler ", 60) + "\n")},
	"vi/api.md": {Data: []byte("# Sử dụng API\n\nCách dùng.\n\n## Vị trí {#position}\n\n" +
		"Vị trí là một chuỗi. Đặt lại vị trí.\n\n## View\n\nMột view khác.\n")},
}

// found returns the results of a search as "page#anchor".
func found(t *testing.T, language, query string) string {
	t.Helper()
	var list []string
	results, total := edition(t, language).Search(query, 100)
	if total != len(results) {
		t.Errorf("%q: %d of %d results", query, len(results), total)
	}
	for _, r := range results {
		list = append(list, r.Page.Name+"#"+r.Section.Anchor)
	}
	return strings.Join(list, " ")
}

func edition(t *testing.T, language string) *docsite.Edition {
	t.Helper()
	e, err := docsite.New(manual).Edition(language)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestSearch_Ranking(t *testing.T) {
	for _, c := range []struct{ language, query, want string }{
		{"en", "position", "api#position limits#limits api#lists"},
		{"en", "POSITION_LOST", "api#lists"},
		{"en", "event stream", "api#lists"},
		{"en", "--rate-burst", "api#lists"},
		{"en", "pages opaque", ""},
		{"en", "", ""},
		{"en", "?!", ""},
		{"en", strings.Repeat("needle ", 100), "limits#long"},
		{"en", "\xff\xfe", ""},
		{"vi", "vi tri", "api#position"},
		{"vi", "VỊ TRÍ", "api#position"},
		{"vi", "dat lai", "api#position"},
		{"vi", "vi", "api#position"},    // not "view"
		{"vi", "needle", "limits#long"}, // not translated
	} {
		if got := found(t, c.language, c.query); got != c.want {
			t.Errorf("%s %q: %s, want %s", c.language, c.query, got, c.want)
		}
	}
}

// Matches are marked in the original text, and a long text is cut around the first one, between words.
func TestSearch_Fragments(t *testing.T) {
	show := func(list []docsite.Fragment) string {
		var b strings.Builder
		for _, f := range list {
			if f.Match {
				b.WriteString("[" + f.Text + "]")
			} else {
				b.WriteString(f.Text)
			}
		}
		return b.String()
	}
	results, _ := edition(t, "vi").Search("vi tri", 1)
	first := results[0]
	if got, want := show(first.Title)+"|"+show(first.Excerpt),
		"[Vị] [trí]|[Vị] [trí] là một chuỗi. Đặt lại [vị] [trí]."; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	needles, total := edition(t, "en").Search("needle", 1)
	if len(needles) > 1 || total < len(needles) {
		t.Errorf("%d of %d results", len(needles), total)
	}
	got := show(needles[0].Excerpt)
	if !strings.HasPrefix(got, "… ") || !strings.HasSuffix(got, " …") ||
		!strings.Contains(got, "the [needle] is") || len(got) > 240 {
		t.Errorf("the excerpt is %q", got)
	}
	for _, word := range strings.Fields(got) {
		if !strings.Contains("… filler words the [needle] is here, more", word) {
			t.Errorf("a word was cut: %q in %q", word, got)
		}
	}
}
