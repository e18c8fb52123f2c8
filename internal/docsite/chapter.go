package docsite

import (
	"maps"
	"slices"
	"strings"
)

// Chapter is a group of pages with a title.
type Chapter struct {
	Title string
	Pages []*Page
}

// chapters list the names of the pages in reading order. The records of adr/ follow their index, and pages
// that are not listed come last, both by their names.
var chapters = []struct {
	title map[string]string
	pages []string
}{
	{map[string]string{English: "API", Vietnamese: "API"},
		[]string{"api", "subscriptions", "authentication", "limits", "errors"}},
	{map[string]string{English: "Operation", Vietnamese: "Vận hành"},
		[]string{"hall-screens", "operations", "configuration", "observability"}},
	{map[string]string{English: "Design", Vietnamese: "Thiết kế"},
		[]string{"architecture", "performance", "adr"}},
	{map[string]string{English: "Other pages", Vietnamese: "Trang khác"}, nil},
}

// arrange returns the chapters of the pages that exist; a chapter without pages is left out.
func arrange(pages map[string]*Page, language string) []Chapter {
	rest := slices.Sorted(maps.Keys(pages))
	take := func(c *Chapter, belongs func(name string) bool) {
		rest = slices.DeleteFunc(rest, func(name string) bool {
			if belongs(name) {
				c.Pages = append(c.Pages, pages[name])
				return true
			}
			return false
		})
	}
	var list []Chapter
	for i, listed := range chapters {
		c := Chapter{Title: listed.title[language]}
		for _, name := range listed.pages {
			take(&c, func(other string) bool { return other == name })
			if name == "adr" {
				take(&c, func(other string) bool { return strings.HasPrefix(other, "adr/") })
			}
		}
		if i == len(chapters)-1 {
			take(&c, func(string) bool { return true })
		}
		if len(c.Pages) > 0 {
			list = append(list, c)
		}
	}
	return list
}
