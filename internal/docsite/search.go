package docsite

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"thidua/internal/vi"
)

// The limits of a query. More than that is ignored: no section has so many words in common.
const (
	maxQueryBytes = 200
	maxQueryWords = 8
)

// Result is a section that contains all words of a query.
type Result struct {
	Page    *Page
	Section Section
	Title   []Fragment // of the section
	Excerpt []Fragment // of its text, around the words
}

// searchText is a section with the folded title and text. Each has as many characters as the original, so
// that positions are the same.
type searchText struct {
	page        *Page
	section     Section
	title, text string
}

func searchTexts(pages []*Page) []searchText {
	var list []searchText
	for _, p := range pages {
		for _, s := range p.Sections {
			list = append(list, searchText{p, s, foldRunes(s.Title), foldRunes(s.Text)})
		}
	}
	return list
}

// foldRunes folds character by character, keeping other characters than letters and digits. A character that
// folds to none or to several is kept.
func foldRunes(s string) string {
	return strings.Map(func(r rune) rune {
		if r < utf8.RuneSelf {
			return unicode.ToLower(r)
		}
		if folded := []rune(vi.Fold(string(r))); len(folded) == 1 {
			return folded[0]
		}
		return r
	}, s)
}

// Search returns the sections that contain all words of a query, the best ones first, and equally good ones
// in reading order: at most limit of them, and the number of all.
func (e *Edition) Search(query string, limit int) (list []Result, total int) {
	words := queryWords(query)
	if len(words) == 0 {
		return nil, 0
	}
	type scored struct {
		text  searchText
		score int
	}
	var found []scored
	for _, t := range e.texts {
		if score := t.score(words); score > 0 {
			found = append(found, scored{t, score})
		}
	}
	slices.SortStableFunc(found, func(a, b scored) int { return cmp.Compare(b.score, a.score) })
	for _, f := range found[:min(limit, len(found))] {
		list = append(list, Result{f.text.page, f.text.section,
			mark(f.text.section.Title, f.text.title, words),
			excerpt(f.text.section.Text, f.text.text, words)})
	}
	return list, len(found)
}

// queryWords returns the distinct folded words of a query. An underscore is part of a word, as in error
// codes.
func queryWords(query string) []string {
	query = strings.ToValidUTF8(query[:min(len(query), maxQueryBytes)], "")
	words := strings.FieldsFunc(vi.Clean(query), func(r rune) bool { return !isWordRune(r) && r != '_' })
	var list []string
	for _, w := range words {
		if w = foldRunes(w); !slices.Contains(list, w) && len(list) < maxQueryWords {
			list = append(list, w)
		}
	}
	return list
}

// score is 0 unless the section contains all words. The title counts more than the text, and words beside
// each other in the order of the query count more than single ones.
func (t searchText) score(words []string) int {
	total := 0
	for _, w := range words {
		n := 20*min(1, len(matches(t.title, w))) + min(5, len(matches(t.text, w)))
		if n == 0 {
			return 0
		}
		total += n
	}
	if phrase := strings.Join(words, " "); len(words) > 1 {
		total += 30*min(1, len(matches(t.title, phrase))) + 15*min(1, len(matches(t.text, phrase)))
	}
	if t.section.Level == 1 {
		total += 5 // the summary of a page rather than one of its details
	}
	return total
}

// matches returns the byte positions of a word in a folded text. A word of up to three letters, such as a
// Vietnamese syllable, matches whole words only; a longer one also matches inside of others, as "events"
// in "conferenceevents".
func matches(text, word string) []int {
	var list []int
	whole := utf8.RuneCountInString(word) <= 3
	for at := 0; ; {
		i := strings.Index(text[at:], word)
		if i < 0 {
			return list
		}
		start, end := at+i, at+i+len(word)
		before, _ := utf8.DecodeLastRuneInString(text[:start])
		after, _ := utf8.DecodeRuneInString(text[end:])
		if !whole || !isWordRune(before) && !isWordRune(after) {
			list = append(list, start)
		}
		at = end
	}
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
