package vi

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Approximation is how a stated figure relates to the true one.
type Approximation string

// The approximations that a document can state.
const (
	ApproximationExact   Approximation = "EXACT"    // no qualifying word
	ApproximationAbout   Approximation = "ABOUT"    // khoảng, chừng, xấp xỉ, ước
	ApproximationAtMost  Approximation = "AT_MOST"  // gần, dưới, không quá
	ApproximationAtLeast Approximation = "AT_LEAST" // hơn, trên, ít nhất
)

// Values lists every approximation, for ent.
func (Approximation) Values() []string {
	return []string{string(ApproximationExact), string(ApproximationAbout), string(ApproximationAtMost),
		string(ApproximationAtLeast)}
}

// StatedFigure is a figure as a document states it. Either Number is set, or Numerator and Denominator are.
type StatedFigure struct {
	Text          string // the document's text, unchanged
	Approximation Approximation
	Number        *Decimal // a plain number or a percentage
	Percent       bool     // not reduced, as in "3.085/4.081"
	Numerator     *int64   // positive
	Denominator   *int64   // above zero
}

// ReadStatedFigure parses a text that starts with its only figure: "gần 2 triệu", "75,6%", "3.085/4.081",
// "99.494 cán bộ". It returns false if there is no figure or it is not sure: a second number, other words
// before the figure ("giảm 5%"), a spelled-out number, a half ("2 triệu rưỡi"), or a number too large for
// Decimal. The caller then keeps the text without a number.
func ReadStatedFigure(text string) (StatedFigure, bool) {
	stated := StatedFigure{Text: text}
	var rest string
	stated.Approximation, rest = cutApproximation(strings.ToLower(Clean(text)))
	figure, rest := cutFigure(rest)

	var ok bool
	if below, isFraction := strings.CutPrefix(strings.TrimLeft(rest, " "), "/"); isFraction {
		var denominator string
		denominator, rest = cutFigure(strings.TrimLeft(below, " "))
		ok = stated.setFraction(figure, denominator)
	} else {
		rest, ok = stated.setNumber(figure, rest)
	}
	words := strings.FieldsFunc(rest, isNotLetter)
	if !ok || !isSeparateFromFigure(rest) || changesSize(words) || !stated.applyBoundWords(words) {
		return StatedFigure{}, false
	}
	return stated, true
}

func (s *StatedFigure) setFraction(numerator, denominator string) bool {
	n, errN := ParseCount(numerator)
	d, errD := ParseCount(denominator)
	s.Numerator, s.Denominator = &n, &d
	return errN == nil && errD == nil && d > 0
}

// setNumber parses the number and a following magnitude or percent sign.
func (s *StatedFigure) setNumber(figure, rest string) (string, bool) {
	d, err := ReadDecimal(figure)
	if err != nil {
		return "", false
	}
	var zeros uint8
	zeros, rest = cutMagnitudes(rest)
	if zeros == 0 {
		rest, s.Percent = cutPercent(rest)
	}
	d, ok := scaleByPowerOf10(d, zeros)
	s.Number = &d
	return rest, ok
}

// applyBoundWords interprets "trở lên" and "trở xuống" after the figure. It returns false if they contradict
// the word before it.
func (s *StatedFigure) applyBoundWords(words []string) bool {
	for i, w := range words {
		means := ApproximationExact
		if next := i + 1; w == "trở" && next < len(words) {
			switch words[next] {
			case "lên":
				means = ApproximationAtLeast
			case "xuống":
				means = ApproximationAtMost
			}
		}
		if means == ApproximationExact {
			continue
		}
		if s.Approximation != ApproximationExact && s.Approximation != means {
			return false
		}
		s.Approximation = means
	}
	return true
}

// cutFigure cuts the digits, dots and commas at the start of text, with a preceding minus. A final dot or
// comma belongs to the sentence.
func cutFigure(text string) (figure, rest string) {
	sign := ""
	for _, minus := range []string{"-", "\u2212"} {
		if after, found := strings.CutPrefix(text, minus); found {
			sign, text = "-", after
			break
		}
	}
	end := strings.IndexFunc(text, func(r rune) bool { return !strings.ContainsRune("0123456789.,", r) })
	if end < 0 {
		end = len(text)
	}
	figure = strings.TrimRight(text[:end], ".,")
	return sign + figure, text[len(figure):]
}

// isSeparateFromFigure reports whether the text after the figure is separated from it and contains no further
// number or percent sign.
func isSeparateFromFigure(rest string) bool {
	first, _ := utf8.DecodeRuneInString(rest)
	if rest != "" && !strings.ContainsRune(" .,;:!?)…", first) {
		return false
	}
	return !strings.ContainsFunc(rest, unicode.IsNumber) && !strings.ContainsAny(rest, "%‰")
}

func isNotLetter(r rune) bool { return !unicode.IsLetter(r) }
