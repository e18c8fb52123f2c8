package vi

import (
	"fmt"
	"io"
	"regexp"
	"strconv"
)

// SchoolYear is a Vietnamese school year by the calendar year it starts in:
// 2023 is "2023-2024". It is an int, and is stored as one.
//
// It has no MarshalText on purpose: page cursors are encoded with msgpack,
// which would then write the text, and compare it with the int in the database.
type SchoolYear int

// The first and last school years kept, by their starting year.
const (
	FirstSchoolYear SchoolYear = 1945 // the first one of independent Vietnam
	LastSchoolYear  SchoolYear = 2199
)

var (
	strictYears = regexp.MustCompile(`^([0-9]{4})-([0-9]{4})$`)
	// Documents put spaces, no-break spaces and any of the dashes between the years.
	looseYears = regexp.MustCompile(`^([0-9]{4}) ?[-\x{2010}-\x{2015}\x{2212}] ?([0-9]{4})$`)
)

// ParseSchoolYear reads exactly "YYYY-YYYY". Refusals: FORMAT,
// NOT_CONSECUTIVE, OUT_OF_RANGE.
func ParseSchoolYear(s string) (SchoolYear, error) {
	return schoolYear(strictYears.FindStringSubmatch(s))
}

// ReadSchoolYear reads a school year as documents write it: "2023 - 2024",
// "2023 -2024", an en dash, no-break spaces. The text has to be the school
// year and nothing else. Refusals are those of ParseSchoolYear.
func ReadSchoolYear(s string) (SchoolYear, error) {
	return schoolYear(looseYears.FindStringSubmatch(Clean(s)))
}

func schoolYear(match []string) (SchoolYear, error) {
	if match == nil {
		return 0, refuse("SchoolYear", ReasonFormat)
	}
	// Four ASCII digits each: Atoi cannot fail.
	first, _ := strconv.Atoi(match[1])
	second, _ := strconv.Atoi(match[2])
	if second != first+1 {
		return 0, refuse("SchoolYear", ReasonNotConsecutive)
	}
	y := SchoolYear(first)
	return y, y.Validate()
}

// Validate refuses (OUT_OF_RANGE) a year that ParseSchoolYear could not have
// read. ent calls it before it stores one.
func (y SchoolYear) Validate() error {
	if y < FirstSchoolYear || y > LastSchoolYear {
		return refuse("SchoolYear", ReasonOutOfRange)
	}
	return nil
}

// String is "YYYY-YYYY".
func (y SchoolYear) String() string { return fmt.Sprintf("%04d-%04d", int(y), int(y)+1) }

// Start is the calendar year in which the school year starts.
func (y SchoolYear) Start() int { return int(y) }

// Next is the school year after; after the last one it is not valid.
func (y SchoolYear) Next() SchoolYear { return y + 1 }

// Prev is the school year before; before the first one it is not valid.
func (y SchoolYear) Prev() SchoolYear { return y - 1 }

// MarshalGQL writes the JSON string "YYYY-YYYY".
func (y SchoolYear) MarshalGQL(w io.Writer) { writeQuoted(w, y.String()) }

// UnmarshalGQL takes a string that ParseSchoolYear reads, and nothing else:
// a bare 2023 could as well mean the year that ends in it. Null, where it may be given, is none.
func (y *SchoolYear) UnmarshalGQL(v any) error {
	if v == nil {
		*y = 0
		return nil
	}
	s, ok := v.(string)
	if !ok {
		return refuse("SchoolYear", ReasonNotAString)
	}
	parsed, err := ParseSchoolYear(s)
	if err == nil {
		*y = parsed
	}
	return err
}

// writeQuoted writes text that needs no JSON escapes: all our scalars are
// plain ASCII. MarshalGQL has nowhere to return a write error to.
func writeQuoted(w io.Writer, text string) { _, _ = io.WriteString(w, `"`+text+`"`) }
