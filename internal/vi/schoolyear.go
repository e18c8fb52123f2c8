package vi

import (
	"fmt"
	"io"
	"regexp"
	"strconv"
)

// SchoolYear is a Vietnamese school year, as the calendar year in which it starts: 2023 is "2023-2024". It is
// stored as an int.
//
// It deliberately has no MarshalText: page cursors are encoded with msgpack, which would then write the text
// and compare it with the int in the database.
type SchoolYear int

// The first and the last supported school year, by starting year.
const (
	FirstSchoolYear SchoolYear = 1945 // the first of independent Vietnam
	LastSchoolYear  SchoolYear = 2199
)

var (
	strictYearsPattern = regexp.MustCompile(`^([0-9]{4})-([0-9]{4})$`)
	// Documents write spaces, no-break spaces and various dashes between the years.
	lenientYearsPattern = regexp.MustCompile(`^([0-9]{4}) ?[-\x{2010}-\x{2015}\x{2212}] ?([0-9]{4})$`)
)

// ParseSchoolYear parses exactly "YYYY-YYYY". Errors: FORMAT, NOT_CONSECUTIVE, OUT_OF_RANGE.
func ParseSchoolYear(s string) (SchoolYear, error) {
	return schoolYearFromMatch(strictYearsPattern.FindStringSubmatch(s))
}

// ReadSchoolYear parses a school year as written in documents: "2023 - 2024", "2023 -2024", an en dash,
// no-break spaces. The text must be the school year and nothing else. Errors: those of ParseSchoolYear.
func ReadSchoolYear(s string) (SchoolYear, error) {
	return schoolYearFromMatch(lenientYearsPattern.FindStringSubmatch(Clean(s)))
}

func schoolYearFromMatch(match []string) (SchoolYear, error) {
	if match == nil {
		return 0, newError("SchoolYear", ReasonFormat)
	}
	// Four ASCII digits each: Atoi cannot fail.
	first, _ := strconv.Atoi(match[1])
	second, _ := strconv.Atoi(match[2])
	if second != first+1 {
		return 0, newError("SchoolYear", ReasonNotConsecutive)
	}
	y := SchoolYear(first)
	return y, y.Validate()
}

// Validate returns OUT_OF_RANGE for a year that ParseSchoolYear cannot return. ent calls it before storing
// one.
func (y SchoolYear) Validate() error {
	if y < FirstSchoolYear || y > LastSchoolYear {
		return newError("SchoolYear", ReasonOutOfRange)
	}
	return nil
}

// String returns "YYYY-YYYY".
func (y SchoolYear) String() string { return fmt.Sprintf("%04d-%04d", int(y), int(y)+1) }

// Start returns the calendar year in which the school year starts.
func (y SchoolYear) Start() int { return int(y) }

// Next returns the following school year; after the last one it is not valid.
func (y SchoolYear) Next() SchoolYear { return y + 1 }

// Prev returns the preceding school year; before the first one it is not valid.
func (y SchoolYear) Prev() SchoolYear { return y - 1 }

// MarshalGQL writes the JSON string "YYYY-YYYY".
func (y SchoolYear) MarshalGQL(w io.Writer) { writeQuoted(w, y.String()) }

// UnmarshalGQL accepts only a string that ParseSchoolYear accepts, because 2023 could also mean the year that
// ends in it; null, where allowed, is 0.
func (y *SchoolYear) UnmarshalGQL(v any) error {
	if v == nil {
		*y = 0
		return nil
	}
	s, ok := v.(string)
	if !ok {
		return newError("SchoolYear", ReasonNotAString)
	}
	parsed, err := ParseSchoolYear(s)
	if err == nil {
		*y = parsed
	}
	return err
}

// writeQuoted writes text without JSON escapes: all our scalars are plain ASCII. MarshalGQL cannot return a
// write error.
func writeQuoted(w io.Writer, text string) { _, _ = io.WriteString(w, `"`+text+`"`) }
