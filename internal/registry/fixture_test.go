package registry_test

import (
	"testing"

	"thidua/internal/vi"
)

const year = vi.SchoolYear(2023)

func day(t *testing.T, s string) vi.Date {
	t.Helper()
	d, err := vi.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func text[T ~string](p *T) string {
	if p == nil {
		return ""
	}
	return string(*p)
}

func eq[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}
