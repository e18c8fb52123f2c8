package fault

import "context"

type languageKey struct{}

// WithLanguage says in which language whoever is behind ctx is told what went wrong.
func WithLanguage(ctx context.Context, language string) context.Context {
	return context.WithValue(ctx, languageKey{}, language)
}

// LanguageOf is the language that WithLanguage put there, or English.
func LanguageOf(ctx context.Context) string {
	if language, ok := ctx.Value(languageKey{}).(string); ok {
		return language
	}
	return English
}
