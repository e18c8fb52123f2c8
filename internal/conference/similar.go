package conference

import (
	"cmp"
	"slices"
	"strings"
)

// Wording is what a proposal says, in a form that can be compared with another.
type Wording struct {
	weights map[string]int // of syllables, and of pairs that stand beside each other
	sum     int
	topics  map[string]bool
}

// What the parts of a text weigh. Vietnamese writes its words in syllables: a pair says more than both of them apart.
const (
	syllableWeight = 2
	pairWeight     = 4
	faintWeight    = 1
)

// textShare and topicShare are what words and topics count for where both proposals have topics.
const textShare, topicShare = 2, 1

// Alike is from how many percent two proposals are worth showing beside each other.
const Alike = 20

// silent are folded syllables that say nothing by themselves.
var silent = set(strings.Fields("ai bang boi ca cac can cho co con cua cung da dang de den di do duoc duoi gi hay hoac hon khi la lai len ma mot nay nen nhu nhung o phai qua ra rat se so tai tat tren theo thi tiep trong truoc tu va vao ve vi viec voi")...)

// faint are folded pairs that most proposals have.
var faint = set(
	"kien nghi", "de nghi", "de xuat", "xem xet", "nghien cuu", "quan tam", "giao duc", "dao tao", "giao vien", "hoc sinh", "nam hoc",
	"nha truong", "can bo", "quan ly", "dia phuong", "thuc hien", "chi dao", "ban hanh", "to chuc", "bo sung", "tang cuong",
)

// WordingOf reads a folded text (vi.Fold) and the codes of its topics.
func WordingOf(folded string, topics ...string) Wording {
	w := Wording{weights: map[string]int{}, topics: map[string]bool{}}
	before := ""
	for syllable := range strings.FieldsSeq(folded) {
		if silent[syllable] {
			before = ""
			continue
		}
		w.weights[syllable] = syllableWeight
		if pair := before + " " + syllable; before != "" {
			w.weights[pair] = pairWeight
			if faint[pair] {
				w.weights[pair] = faintWeight
			}
		}
		before = syllable
	}
	for _, weight := range w.weights {
		w.sum += weight
	}
	for _, t := range topics {
		w.topics[t] = true
	}
	return w
}

// Likeness is how much two proposals are alike, in percent, whichever is asked: of words in common, and of topics where
// both have any. It is 100 for the same words about the same topics, and 0 where nothing is shared.
func (w Wording) Likeness(other Wording) int {
	words := w.words(other)
	if len(w.topics) == 0 || len(other.topics) == 0 {
		return words / 100
	}
	shared := 0
	for t := range w.topics {
		if other.topics[t] {
			shared++
		}
	}
	topics := 2 * shared * 10_000 / (len(w.topics) + len(other.topics))
	return (textShare*words + topicShare*topics) / (textShare + topicShare) / 100
}

// words is the share of words in common, in hundredths of a percent: the mean of their share in both texts and of that in
// the shorter one, since a short text may say all that a long one is about.
func (w Wording) words(other Wording) int {
	least := min(w.sum, other.sum)
	if least == 0 {
		return 0
	}
	shared := 0
	for part, weight := range w.weights {
		if other.weights[part] > 0 {
			shared += weight
		}
	}
	return (2*shared*10_000/(w.sum+other.sum) + shared*10_000/least) / 2
}

// Telling are the parts of the text that say the most, n at the most: those by which texts like it are looked for.
func (w Wording) Telling(n int) []string {
	parts := make([]string, 0, len(w.weights))
	for part, weight := range w.weights {
		if weight > faintWeight {
			parts = append(parts, part)
		}
	}
	slices.SortFunc(parts, func(a, b string) int {
		return cmp.Or(cmp.Compare(w.weights[b], w.weights[a]), cmp.Compare(len(b), len(a)), cmp.Compare(a, b))
	})
	return parts[:min(n, len(parts))]
}

func set(entries ...string) map[string]bool {
	all := map[string]bool{}
	for _, entry := range entries {
		all[entry] = true
	}
	return all
}
