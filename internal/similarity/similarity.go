package similarity

import (
	"cmp"
	"slices"
	"strings"
)

// Profile is the weighted terms and the topics of a proposal, to compare it with others.
type Profile struct {
	weights     map[string]int // of syllables and of adjacent pairs
	totalWeight int
	topics      map[string]bool
}

// Weights of terms. Vietnamese writes words as separate syllables, so a pair is more
// specific than its two syllables.
const (
	syllableWeight   = 2
	pairWeight       = 4
	commonPairWeight = 1
)

// textShare and topicShare weigh terms against topics if both proposals have topics.
const textShare, topicShare = 2, 1

// MinPercent is the lowest similarity, in percent, at which two proposals are shown as similar.
const MinPercent = 20

// stopSyllables are folded syllables without a meaning of their own.
var stopSyllables = newSet(
	strings.Fields("ai bang boi ca cac can cho co con cua cung da dang de den di do duoc duoi " +
		"gi hay hoac hon khi la lai len ma mot nay nen nhu nhung o phai qua ra rat se so tai tat tren theo thi " +
		"tiep trong truoc tu va vao ve vi viec voi")...)

// commonPairs are folded pairs that occur in most proposals.
var commonPairs = newSet(
	"kien nghi", "de nghi", "de xuat", "xem xet", "nghien cuu", "quan tam", "giao duc", "dao tao",
	"giao vien", "hoc sinh", "nam hoc", "nha truong", "can bo", "quan ly", "dia phuong", "thuc hien",
	"chi dao", "ban hanh", "to chuc", "bo sung", "tang cuong",
)

// NewProfile returns the profile of a folded text (vi.Fold) with the codes of its topics.
func NewProfile(folded string, topics ...string) Profile {
	w := Profile{weights: map[string]int{}, topics: map[string]bool{}}
	before := ""
	for syllable := range strings.FieldsSeq(folded) {
		if stopSyllables[syllable] {
			before = ""
			continue
		}
		w.weights[syllable] = syllableWeight
		if pair := before + " " + syllable; before != "" {
			w.weights[pair] = pairWeight
			if commonPairs[pair] {
				w.weights[pair] = commonPairWeight
			}
		}
		before = syllable
	}
	for _, weight := range w.weights {
		w.totalWeight += weight
	}
	for _, t := range topics {
		w.topics[t] = true
	}
	return w
}

// Similarity returns the similarity of two proposals in percent; it is symmetric. It is 100 for the same
// terms and topics, and 0 if they share none. Topics count if both have any.
func (p Profile) Similarity(other Profile) int {
	words := p.termSimilarity(other)
	if len(p.topics) == 0 || len(other.topics) == 0 {
		return words / 100
	}
	shared := 0
	for t := range p.topics {
		if other.topics[t] {
			shared++
		}
	}
	topics := 2 * shared * 10_000 / (len(p.topics) + len(other.topics))
	return (textShare*words + topicShare*topics) / (textShare + topicShare) / 100
}

// termSimilarity returns the share of common terms, in hundredths of a percent: the mean of their share in
// both texts and of that in the shorter one, since a short text may cover the subject of a long one.
func (p Profile) termSimilarity(other Profile) int {
	least := min(p.totalWeight, other.totalWeight)
	if least == 0 {
		return 0
	}
	shared := 0
	for part, weight := range p.weights {
		if other.weights[part] > 0 {
			shared += weight
		}
	}
	return (2*shared*10_000/(p.totalWeight+other.totalWeight) + shared*10_000/least) / 2
}

// TopTerms returns the terms with the highest weight, at most n, to search for similar texts.
func (p Profile) TopTerms(n int) []string {
	parts := make([]string, 0, len(p.weights))
	for part, weight := range p.weights {
		if weight > commonPairWeight {
			parts = append(parts, part)
		}
	}
	slices.SortFunc(parts, func(a, b string) int {
		return cmp.Or(cmp.Compare(p.weights[b], p.weights[a]), cmp.Compare(len(b), len(a)), cmp.Compare(a, b))
	})
	return parts[:min(n, len(parts))]
}

func newSet(entries ...string) map[string]bool {
	all := map[string]bool{}
	for _, entry := range entries {
		all[entry] = true
	}
	return all
}
