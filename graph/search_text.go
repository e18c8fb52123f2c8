package graph

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"

	"thidua/internal/fault"
	"thidua/internal/vi"
)

// Limits of a search text: its characters and its different words. Databases search every row for each word.
const minSearchLength, maxSearchLength, maxSearchWords = 2, 100, 12

// searchText is a folded search text with the words that a row must contain.
type searchText struct {
	folded string
	words  []string
}

// parseSearchText folds a text. It rejects texts longer than maxSearchLength, before folding, which takes
// longer than counting, and texts with more than maxSearchWords different words. ctx is that of the argument.
func parseSearchText(ctx context.Context, text string) (searchText, error) {
	if n := utf8.RuneCountInString(text); n > maxSearchLength {
		return searchText{}, graphql.ErrorOnPath(ctx,
			fault.BadInput.With("reason", "TEXT_LENGTH", "max", maxSearchLength, "value", n))
	}
	folded := vi.Fold(text)
	words := minimalWords(folded)
	if n := len(words); n > maxSearchWords {
		return searchText{}, graphql.ErrorOnPath(ctx, fault.TooManyWords.With("max", maxSearchWords, "value", n))
	}
	return searchText{folded, words}, nil
}

// minimalWords returns the words of a folded text without those that are contained in another word: a row
// that contains the longer word contains them, too.
func minimalWords(folded string) []string {
	words := slices.Compact(slices.Sorted(strings.FieldsSeq(folded)))
	return slices.DeleteFunc(slices.Clone(words), func(word string) bool {
		return slices.ContainsFunc(words, func(other string) bool {
			return other != word && strings.Contains(other, word)
		})
	})
}

// wordConditions returns a condition for each word.
func wordConditions[P any](words []string, contains func(string) P) []P {
	all := make([]P, len(words))
	for i, word := range words {
		all[i] = contains(word)
	}
	return all
}

// textFilter is a where-input with a text filter.
type textFilter[P any] interface {
	AddPredicates(predicates ...P)
	OrderByRelevance(text string)
}

// filterByText selects the rows whose search key contains every word of the text, best matches first unless
// an order is given.
func filterByText[P any](
	ctx context.Context, where textFilter[P], contains func(string) P, text *string,
) error {
	if text == nil {
		return nil
	}
	parsed, err := parseSearchText(ctx, *text)
	if err != nil {
		return err
	}
	if parsed.folded == "" {
		return graphql.ErrorOnPath(ctx, fault.BadInput.With("reason", "EMPTY_TEXT"))
	}
	where.AddPredicates(wordConditions(parsed.words, contains)...)
	where.OrderByRelevance(parsed.folded)
	return nil
}
