package report_test

import (
	"testing"

	"thidua/internal/registry/registrytest"
	"thidua/internal/report"
	"thidua/internal/store"
	"thidua/internal/vi"
)

const year = vi.SchoolYear(2023)

// eq compares a read value with the written one.
func eq[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

// text dereferences a pointer; "" for nil.
func text[T ~string](p *T) string {
	if p == nil {
		return ""
	}
	return string(*p)
}

func intPtr(n int) *int { return &n }

// decimalPtr parses a decimal.
func decimalPtr(s string) *vi.Decimal {
	d, err := vi.ParseDecimal(s)
	if err != nil {
		panic(err)
	}
	return &d
}

// show formats a decimal; "-" for nil.
func show(d *vi.Decimal) string {
	if d == nil {
		return "-"
	}
	return d.String()
}

// putIndicators writes a few indicators.
func putIndicators(t *testing.T, s *store.Store) {
	t.Helper()
	for i, in := range []report.Indicator{
		{Code: "standard-schools", Name: "Trường đạt chuẩn quốc gia",
			NameEn: "Schools that meet the national standard", Level: "ALL", Kind: "RATIO",
			UnitOfMeasure: "%", Aggregation: "RATIO_OF_SUMS"},
		{Code: "standard-preschools", Name: "Trường mầm non đạt chuẩn", NameEn: "Preschools that meet it",
			Level: "PRESCHOOL", Kind: "RATIO", UnitOfMeasure: "%", Aggregation: "RATIO_OF_SUMS",
			Whole: "standard-schools"},
		{Code: "exam-average", Name: "Điểm trung bình thi", NameEn: "Average score",
			Level: "UPPER_SECONDARY", Kind: "SCORE", UnitOfMeasure: "điểm", Aggregation: "NONE"},
	} {
		in.Ordinal = i + 1
		if err := report.PutIndicator(registrytest.OperatorContext(t), s, in); err != nil {
			t.Fatal(err)
		}
	}
}
