package vi

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// approximationWords precede a figure. A phrase is listed before any shorter one that it starts with.
var approximationWords = []struct {
	words string
	means Approximation
}{
	{"khoảng chừng", ApproximationAbout}, {"khoảng", ApproximationAbout}, {"chừng", ApproximationAbout},
	{"xấp xỉ", ApproximationAbout},
	{"ước tính khoảng", ApproximationAbout}, {"ước tính", ApproximationAbout},
	{"ước khoảng", ApproximationAbout}, {"ước đạt", ApproximationAbout},
	{"ước", ApproximationAbout},
	{"gần", ApproximationAtMost}, {"ngót", ApproximationAtMost}, {"dưới", ApproximationAtMost},
	{"không quá", ApproximationAtMost}, {"không hơn", ApproximationAtMost},
	{"tối đa", ApproximationAtMost}, {"nhiều nhất", ApproximationAtMost}, {"chưa đến", ApproximationAtMost},
	{"chưa tới", ApproximationAtMost},
	{"hơn", ApproximationAtLeast}, {"trên", ApproximationAtLeast}, {"không dưới", ApproximationAtLeast},
	{"ít nhất", ApproximationAtLeast},
	{"tối thiểu", ApproximationAtLeast},
}

// magnitudes are the words after a figure, with the zeros they add. They chain: "nghìn tỷ" adds twelve.
var magnitudes = []struct {
	word  string
	zeros uint8
}{
	{"chục", 1}, {"trăm", 2}, {"nghìn", 3}, {"ngàn", 3}, {"vạn", 4}, {"triệu", 6}, {"tỷ", 9}, {"tỉ", 9},
}

// resizingWords after a figure change it in a way that is not parsed: a half or some more, an abbreviated
// magnitude.
var resizingWords = []string{"rưỡi", "rưởi", "rười", "lẻ", "dư", "hơn", "tr", "k"}

func cutApproximation(text string) (Approximation, string) {
	for _, a := range approximationWords {
		if rest, found := strings.CutPrefix(text, a.words+" "); found {
			return a.means, rest
		}
	}
	return ApproximationExact, text
}

// cutMagnitudes cuts the magnitudes at the start of text and adds up their zeros, up to more than a Decimal
// can hold.
func cutMagnitudes(text string) (zeros uint8, rest string) {
	for found := true; found && zeros <= 12; {
		found = false
		for _, m := range magnitudes {
			if after, ok := cutWord(text, m.word); ok {
				zeros, text, found = zeros+m.zeros, after, true
				break
			}
		}
	}
	return zeros, text
}

func cutPercent(text string) (rest string, percent bool) {
	if rest, found := strings.CutPrefix(strings.TrimLeft(text, " "), "%"); found {
		return rest, true
	}
	return cutWord(text, "phần trăm")
}

// cutWord cuts a whole word: "tỉ" does not match the start of "tỉnh".
func cutWord(text, word string) (rest string, found bool) {
	rest, found = strings.CutPrefix(strings.TrimLeft(text, " "), word)
	if next, _ := utf8.DecodeRuneInString(rest); !found || unicode.IsLetter(next) {
		return text, false
	}
	return rest, true
}

// changesSize reports whether words after a figure change it: "2 triệu năm trăm nghìn" is not two million.
func changesSize(words []string) bool {
	if len(words) > 0 && slices.Contains(resizingWords, words[0]) {
		return true
	}
	for i, w := range words {
		rate := (w == "tỷ" || w == "tỉ") && i+1 < len(words) && words[i+1] == "lệ" // tỷ lệ: a rate
		for _, m := range magnitudes {
			if w == m.word && !rate {
				return true
			}
		}
	}
	return false
}

// scaleByPowerOf10 multiplies by a power of ten; decimals that become integer digits no longer count as
// stated decimals. It returns false on overflow.
func scaleByPowerOf10(d Decimal, zeros uint8) (Decimal, bool) {
	for range zeros {
		if d.micros > math.MaxInt64/10 || d.micros < math.MinInt64/10 {
			return Decimal{}, false
		}
		d.micros *= 10
		if d.scale > 0 {
			d.scale--
		}
	}
	return d, -limitMicros < d.micros && d.micros < limitMicros
}
