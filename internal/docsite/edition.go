package docsite

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Edition is the documentation in one language. It is not changed after it was loaded.
type Edition struct {
	Language string
	Chapters []Chapter
	Pages    []*Page // in reading order, that of the chapters
	texts    []searchText
}

// Page returns the page of a name, or nil.
func (e *Edition) Page(name string) *Page {
	if i := e.index(name); i >= 0 {
		return e.Pages[i]
	}
	return nil
}

// Neighbours returns the pages before and after the page of a name, nil if there is none.
func (e *Edition) Neighbours(name string) (previous, next *Page) {
	i := e.index(name)
	if i > 0 {
		previous = e.Pages[i-1]
	}
	if i >= 0 && i+1 < len(e.Pages) {
		next = e.Pages[i+1]
	}
	return previous, next
}

func (e *Edition) index(name string) int {
	return slices.IndexFunc(e.Pages, func(p *Page) bool { return p.Name == name })
}

// load renders all pages in a language.
func (s *Site) load(language string) (*Edition, error) {
	pages := map[string]*Page{}
	add := func(p *Page, err error) error {
		if err == nil {
			pages[p.Name] = p
		}
		return err
	}
	for _, pattern := range []string{"*.md", "adr/*.md"} {
		files, err := fs.Glob(s.files, pattern)
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			if err := add(s.read(file, language)); err != nil {
				return nil, fmt.Errorf("documentation page %s: %w", file, err)
			}
		}
	}
	for _, generate := range s.generated {
		if err := add(generate(language)); err != nil {
			return nil, fmt.Errorf("generated documentation page: %w", err)
		}
	}
	e := &Edition{Language: language, Chapters: arrange(pages, language)}
	for _, c := range e.Chapters {
		e.Pages = append(e.Pages, c.Pages...)
	}
	e.texts = searchTexts(e.Pages)
	return e, nil
}

// read renders the page of an English file, or its Vietnamese version if that is wanted and exists.
func (s *Site) read(file, language string) (*Page, error) {
	if language == Vietnamese {
		translated := path.Join(Vietnamese, file)
		if source, err := fs.ReadFile(s.files, translated); err == nil {
			return renderMarkdown(translated, source, Vietnamese, language)
		}
	}
	source, err := fs.ReadFile(s.files, file)
	if err != nil {
		return nil, err
	}
	return renderMarkdown(file, source, English, language)
}

// pageName returns the name of the page of a file: "api" for api.md and for vi/api.md, "adr" for
// adr/README.md.
func pageName(file string) string {
	name := strings.TrimSuffix(strings.TrimPrefix(file, Vietnamese+"/"), ".md")
	return strings.TrimSuffix(name, "/README")
}
