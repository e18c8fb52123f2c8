package vi

import (
	"encoding/hex"
	"sync"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"
)

// sorter is one goroutine's collator: a Collator keeps state between calls, so
// it must never be shared, and is too dear to build for every name. It is given
// NFC only: a few composed letters weigh otherwise than their parts do.
type sorter struct {
	collator *collate.Collator
	buffer   collate.Buffer
}

var sorters = sync.Pool{New: func() any {
	return &sorter{collator: collate.New(language.Vietnamese)}
}}

// SortKey is the stored key by which names sort as a Vietnamese dictionary
// has them (a à ả ã á ạ ă … d đ e). It is lower-case hex, about ten characters
// for each letter, so SQLite and PostgreSQL order it alike whatever their
// collation. strings.Compare of two keys is CompareNames of the names.
func SortKey(s string) string {
	st := sorters.Get().(*sorter)
	defer sorters.Put(st)
	st.buffer.Reset()
	return hex.EncodeToString(st.collator.KeyFromString(&st.buffer, norm.NFC.String(s)))
}

// CompareNames orders two names as a Vietnamese dictionary does: negative,
// zero or positive. Names that differ only in how Unicode writes them are equal.
func CompareNames(a, b string) int {
	st := sorters.Get().(*sorter)
	defer sorters.Put(st)
	return st.collator.CompareString(norm.NFC.String(a), norm.NFC.String(b))
}
