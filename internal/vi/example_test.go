package vi_test

import (
	"errors"
	"fmt"
	"slices"

	"thidua/internal/vi"
)

// Search ignores case and diacritics, wherever the tone mark is written; sorting follows the Vietnamese
// alphabet, in which đ comes after d.
func ExampleFold() {
	fmt.Println(vi.Fold("Sở GD&ĐT Hoà Bình"))
	fmt.Println(vi.Fold("Hoà") == vi.Fold("Hòa"))
	// Output:
	// so gd dt hoa binh
	// true
}

func ExampleCompareNames() {
	names := []string{"Đà Nẵng", "Hà Nội", "Dak Pơ", "An Giang", "Ân Thi"}
	slices.SortFunc(names, vi.CompareNames)
	fmt.Println(names)
	// Output: [An Giang Ân Thi Dak Pơ Đà Nẵng Hà Nội]
}

// A strict parser accepts one spelling; a lenient one accepts what documents write.
func ExampleParseSchoolYear() {
	_, err := vi.ParseSchoolYear("2023 - 2024")
	var rejected *vi.Error
	fmt.Println(errors.As(err, &rejected), rejected.Reason)

	year, err := vi.ReadSchoolYear("2023 - 2024")
	fmt.Println(year, year.Next(), err)
	// Output:
	// true FORMAT
	// 2023-2024 2024-2025 <nil>
}

// Dates keep the precision of their source.
func ExampleParseDate() {
	for _, text := range []string{"2024-08-19", "2024-08", "XXXX-08-17", "2024-02-30"} {
		date, err := vi.ParseDate(text)
		if err != nil {
			fmt.Println(text, err)
			continue
		}
		fmt.Println(date, date.Precision())
	}
	// Output:
	// 2024-08-19 DAY
	// 2024-08 MONTH
	// XXXX-08-17 DAY_WITHOUT_YEAR
	// 2024-02-30 not a valid Date: there is no such day
}

// A figure keeps the words of the document beside the number.
func ExampleReadStatedFigure() {
	figure, ok := vi.ReadStatedFigure("gần 2 triệu học sinh")
	fmt.Println(figure.Approximation, figure.Number, ok)

	share, ok := vi.ReadStatedFigure("3.085/4.081")
	fmt.Println(*share.Numerator, *share.Denominator, ok)
	percent, err := vi.Percent(*share.Numerator, *share.Denominator, 1)
	fmt.Println(percent, err)

	_, ok = vi.ReadStatedFigure("giảm 5%") // a change, not a figure
	fmt.Println(ok)
	// Output:
	// AT_MOST 2000000 true
	// 3085 4081 true
	// 75.6 <nil>
	// false
}

func ExampleFormatDecimal() {
	price, _ := vi.ParseDecimal("1234.50")
	fmt.Println(vi.FormatDecimal(price), vi.FormatCount(3085))
	// Output: 1.234,50 3.085
}
