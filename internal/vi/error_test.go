package vi

import (
	"errors"
	"strings"
	"testing"
)

// reasonOf returns the Reason of an error, "" for nil.
func reasonOf(t testing.TB, err error) string {
	t.Helper()
	if err == nil {
		return ""
	}
	var refusal *Error
	if !errors.As(err, &refusal) {
		t.Fatalf("error is %T, want *vi.Error", err)
	}
	return refusal.Reason
}

func TestError_EveryReasonHasSentence(t *testing.T) {
	for reason, sentence := range reasonSentences {
		got := newError("Date", reason).Error()
		if !strings.HasSuffix(got, sentence) || !strings.HasPrefix(got, "not a valid Date: ") {
			t.Errorf("%s: Error() = %q", reason, got)
		}
	}
	if got := newError("Date", "NEW_REASON").Error(); got != "not a valid Date: NEW_REASON" {
		t.Errorf("an unknown reason: %q", got)
	}
}

func TestError_OmitsInput(t *testing.T) {
	const secret = "mat-khau-9999"
	var refusals []error
	add := func(err error) { refusals = append(refusals, err) }
	_, err := ParseSchoolYear(secret)
	add(err)
	_, err = ReadSchoolYear(secret)
	add(err)
	_, err = ParseDate(secret)
	add(err)
	_, err = ParseDecimal(secret)
	add(err)
	_, err = ReadDecimal(secret)
	add(err)
	_, err = ParseCount(secret)
	add(err)
	add(new(Date).Scan(secret))
	add(new(Date).UnmarshalGQL(secret))
	add(new(Decimal).UnmarshalGQL(secret))
	add(new(SchoolYear).UnmarshalGQL(secret))
	for i, err := range refusals {
		if err == nil || strings.Contains(err.Error(), "9999") || strings.Contains(err.Error(), "mat") {
			t.Errorf("error %d: %v", i, err)
		}
	}
}
