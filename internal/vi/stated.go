package vi

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Approximation is how a stated figure relates to the true one.
type Approximation string

// The approximations a document may state.
const (
	Exact   Approximation = "EXACT"    // no word before it
	About   Approximation = "ABOUT"    // khoảng, chừng, xấp xỉ, ước
	AtMost  Approximation = "AT_MOST"  // gần, dưới, không quá
	AtLeast Approximation = "AT_LEAST" // hơn, trên, ít nhất
)

// Values lists every approximation. ent asks for it.
func (Approximation) Values() []string {
	return []string{string(Exact), string(About), string(AtMost), string(AtLeast)}
}

// Stated is a figure as a document states it. Either Number is set, or
// Numerator and Denominator are; never both.
type Stated struct {
	Text          string // what the document says, untouched
	Approximation Approximation
	Number        *Decimal // a plain number or a percentage
	Percent       bool     // Number is per hundred: 75.6 for "75,6%"
	Numerator     *int64   // of a fraction, "3.085/4.081", as stated: never reduced
	Denominator   *int64   // above zero
}

// ReadStated reads a text that starts with its one figure: "gần 2 triệu",
// "75,6%", "3.085/4.081", "99.494 cán bộ". It gives false where it finds no
// figure there or is not sure: a second number, other words before the figure
// ("giảm 5%"), a number spelled out, a half ("2 triệu rưỡi"), more than
// Decimal holds. A caller that gets false keeps the text and has no number.
func ReadStated(text string) (Stated, bool) {
	stated := Stated{Text: text}
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
	words := strings.FieldsFunc(rest, notLetter)
	if !ok || !apart(rest) || changesSize(words) || !stated.bound(words) {
		return Stated{}, false
	}
	return stated, true
}

func (s *Stated) setFraction(numerator, denominator string) bool {
	n, errN := ParseCount(numerator)
	d, errD := ParseCount(denominator)
	s.Numerator, s.Denominator = &n, &d
	return errN == nil && errD == nil && d > 0
}

// setNumber reads the number and the magnitude or per cent that follows it.
func (s *Stated) setNumber(figure, rest string) (string, bool) {
	d, err := ReadDecimal(figure)
	if err != nil {
		return "", false
	}
	var zeros uint8
	zeros, rest = cutMagnitudes(rest)
	if zeros == 0 {
		rest, s.Percent = cutPercent(rest)
	}
	d, ok := shift(d, zeros)
	s.Number = &d
	return rest, ok
}

// bound takes "trở lên" and "trở xuống" after the figure into account; it is
// false where they contradict the word before it.
func (s *Stated) bound(words []string) bool {
	for i, w := range words {
		means := Exact
		if next := i + 1; w == "trở" && next < len(words) {
			switch words[next] {
			case "lên":
				means = AtLeast
			case "xuống":
				means = AtMost
			}
		}
		if means == Exact {
			continue
		}
		if s.Approximation != Exact && s.Approximation != means {
			return false
		}
		s.Approximation = means
	}
	return true
}

// cutFigure cuts the digits, dots and commas that text starts with, and a
// minus before them. A dot or comma at their end belongs to the sentence.
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

// apart tells whether what follows the figure is apart from it, and has no
// number or per cent of its own.
func apart(rest string) bool {
	first, _ := utf8.DecodeRuneInString(rest)
	if rest != "" && !strings.ContainsRune(" .,;:!?)…", first) {
		return false
	}
	return !strings.ContainsFunc(rest, unicode.IsNumber) && !strings.ContainsAny(rest, "%‰")
}

func notLetter(r rune) bool { return !unicode.IsLetter(r) }
