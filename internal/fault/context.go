package fault

import "context"

type languageKey struct{}

// WithLanguage returns a context whose fault texts are presented in the given language.
func WithLanguage(ctx context.Context, language string) context.Context {
	return context.WithValue(ctx, languageKey{}, language)
}

// LanguageFromContext returns the language set by [WithLanguage], or English.
func LanguageFromContext(ctx context.Context) string {
	if language, ok := ctx.Value(languageKey{}).(string); ok {
		return language
	}
	return English
}
