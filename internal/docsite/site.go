// Package docsite renders the Markdown documentation to HTML and searches it. It does not serve HTTP; the
// frame around a page is a template of internal/web.
//
// The documentation has two editions, English and Vietnamese, each with all pages. In the Vietnamese edition,
// a page without a Vietnamese version is in English, as its Language says. An edition is rendered once, when
// it is first used, because its files do not change.
//
// Invariants, each with a test:
//   - Raw HTML of a file and style attributes never reach a page, so that pages need no script and nothing
//     inline from a Content-Security-Policy.
//   - Links between files lead to pages of the same edition.
//   - Search ignores case and Vietnamese diacritics.
package docsite

import (
	"io/fs"
	"sync"
)

// The languages of the editions.
const (
	English    = "en"
	Vietnamese = "vi"
)

// Site is the documentation in both languages.
type Site struct {
	files     fs.FS
	generated []Generator
	english   func() (*Edition, error)
	vietnam   func() (*Edition, error)
}

// Generator makes a page that no file has, in the language of an edition.
type Generator func(language string) (*Page, error)

// New returns the documentation of a file system: NAME.md in English, vi/NAME.md in Vietnamese, and adr/.
func New(files fs.FS, generated ...Generator) *Site {
	s := &Site{files: files, generated: generated}
	s.english = sync.OnceValues(func() (*Edition, error) { return s.load(English) })
	s.vietnam = sync.OnceValues(func() (*Edition, error) { return s.load(Vietnamese) })
	return s
}

// Edition returns the edition in Vietnamese for "vi", and in English for any other language.
func (s *Site) Edition(language string) (*Edition, error) {
	if language == Vietnamese {
		return s.vietnam()
	}
	return s.english()
}
