package fault

import (
	"context"
	"errors"
	"time"
)

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

// WithTimeout is context.WithTimeout whose end [TimeoutOf] attributes to a limit, named by its flag.
func WithTimeout(
	ctx context.Context, flag string, limit time.Duration,
) (context.Context, context.CancelFunc) {
	return context.WithTimeoutCause(ctx, limit, Timeout.With("limit", flag, "max", limit, "value", limit))
}

// TimeoutOf returns the TIMEOUT of an operation that err ended: with the limit and its maximum if the timeout
// of [WithTimeout] has passed, and without params otherwise.
func TimeoutOf(ctx context.Context, err error) *Error {
	var ended *Error
	if errors.As(context.Cause(ctx), &ended) && ended.sentinel == Timeout {
		return ended.Wrap(err)
	}
	return Timeout.Wrap(err)
}
