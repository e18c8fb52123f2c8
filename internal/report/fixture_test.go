package report_test

import (
	"testing"

	"thidua/internal/registry/registrytest"
	"thidua/internal/report"
	"thidua/internal/store"
	"thidua/internal/vi"
)

const year = vi.SchoolYear(2023)

// eq compares what was read with what was written.
func eq[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

// text is the text behind a pointer, "" for nil.
func text[T ~string](p *T) string {
	if p == nil {
		return ""
	}
	return string(*p)
}

func num(n int) *int { return &n }

// dec is a decimal as documents give it.
func dec(s string) *vi.Decimal {
	d, err := vi.ParseDecimal(s)
	if err != nil {
		panic(err)
	}
	return &d
}

// show is a decimal, "-" for none.
func show(d *vi.Decimal) string {
	if d == nil {
		return "-"
	}
	return d.String()
}

// catalogue writes a few indicators.
func catalogue(t *testing.T, s *store.Store) {
	t.Helper()
	for i, in := range []report.Indicator{
		{Code: "standard-schools", Name: "Trường đạt chuẩn quốc gia", NameEn: "Schools that meet the national standard", Level: "ALL", Kind: "RATIO", UnitOfMeasure: "%", Aggregation: "RATIO_OF_SUMS"},
		{Code: "standard-preschools", Name: "Trường mầm non đạt chuẩn", NameEn: "Preschools that meet it", Level: "PRESCHOOL", Kind: "RATIO", UnitOfMeasure: "%", Aggregation: "RATIO_OF_SUMS", Whole: "standard-schools"},
		{Code: "exam-average", Name: "Điểm trung bình thi", NameEn: "Average score", Level: "UPPER_SECONDARY", Kind: "SCORE", UnitOfMeasure: "điểm", Aggregation: "NONE"},
	} {
		in.Ordinal = i + 1
		if err := report.PutIndicator(registrytest.Operator(t), s, in); err != nil {
			t.Fatal(err)
		}
	}
}
