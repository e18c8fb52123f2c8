package vi

import (
	"encoding/hex"
	"sync"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"
)

// collatorState is the collator of one goroutine: a Collator keeps state between calls, so it must not be
// shared, and is too expensive to build for every name. Its input must be NFC: a few composed letters have
// other weights than their parts.
type collatorState struct {
	collator *collate.Collator
	buffer   collate.Buffer
}

var collatorPool = sync.Pool{New: func() any {
	return &collatorState{collator: collate.New(language.Vietnamese)}
}}

// SortKey returns the stored key that sorts names in Vietnamese dictionary order (a à ả ã á ạ ă … d đ e). It
// is lower-case hexadecimal, about ten characters for each letter, so SQLite and PostgreSQL order it alike in
// any collation. Comparing two keys with strings.Compare equals CompareNames of the names.
func SortKey(s string) string {
	st := collatorPool.Get().(*collatorState)
	defer collatorPool.Put(st)
	st.buffer.Reset()
	key := st.collator.KeyFromString(&st.buffer, norm.NFC.String(s))
	return hex.EncodeToString(key[:min(len(key), MaxSortKey/2)])
}

// MaxSortKey is the maximum length of a sort key in bytes, at which longer keys are cut off. PostgreSQL
// refuses rows with more than 2704 bytes in an index; a proposal of 4000 bytes would have a key of 32 000.
const MaxSortKey = 2000

// CompareNames compares two names in Vietnamese dictionary order: negative, zero or positive. Names that
// differ only in Unicode normalisation are equal.
func CompareNames(a, b string) int {
	st := collatorPool.Get().(*collatorState)
	defer collatorPool.Put(st)
	return st.collator.CompareString(norm.NFC.String(a), norm.NFC.String(b))
}
