package vi

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// approximationWords precede a figure. A phrase is listed before any shorter one that it starts with.
var approximators = []struct {
	words string
	means Approximation
}{
	{"khoảng chừng", About}, {"khoảng", About}, {"chừng", About}, {"xấp xỉ", About},
	{"ước tính khoảng", About}, {"ước tính", About}, {"ước khoảng", About}, {"ước đạt", About},
	{"ước", About},
	{"gần", AtMost}, {"ngót", AtMost}, {"dưới", AtMost}, {"không quá", AtMost}, {"không hơn", AtMost},
	{"tối đa", AtMost}, {"nhiều nhất", AtMost}, {"chưa đến", AtMost}, {"chưa tới", AtMost},
	{"hơn", AtLeast}, {"trên", AtLeast}, {"không dưới", AtLeast}, {"ít nhất", AtLeast},
	{"tối thiểu", AtLeast},
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
var resizers = []string{"rưỡi", "rưởi", "rười", "lẻ", "dư", "hơn", "tr", "k"}

func cutApproximation(text string) (Approximation, string) {
	for _, a := range approximators {
		if rest, found := strings.CutPrefix(text, a.words+" "); found {
			return a.means, rest
		}
	}
	return Exact, text
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
	if len(words) > 0 && slices.Contains(resizers, words[0]) {
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
func shift(d Decimal, zeros uint8) (Decimal, bool) {
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
