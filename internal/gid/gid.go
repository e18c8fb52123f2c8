// Package gid owns the identifiers of rows: opaque to clients, the same on every database that holds the same record,
// and telling of what kind the row is, so that node(id:) needs no look-up to know its table.
//
// It never says who may see a row, nor whether there is one, and it never touches a database.
//
// Invariants:
//   - an ID is a positive 64-bit integer: the kind in the upper 7 bits after the sign, and 56 bits of body;
//   - a kind's number never changes, so an ID means the same for ever;
//   - Of gives a fact with a natural key the same ID everywhere; New gives a random one (the primary key catches what
//     chance does not);
//   - an ID has one spelling, of 13 characters: Parse(s) succeeds only if String gives s back.
package gid

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
)

// ID identifies a row. The zero ID identifies none.
type ID int64

const bodyBits = 56

// Of is the ID of the fact with this natural key, for example Of(Membership, "2", "bac-ninh", "2023"). It depends on
// the kind and on the parts of the key, their number and their order. It panics for an unknown kind.
func Of(kind Kind, key ...string) ID {
	kind.mustBeKnown()
	h := sha256.New()
	// Each part follows its length: ("ab", "c") and ("a", "bc") are two keys.
	for _, part := range append([]string{kind.Type()}, key...) {
		var size [8]byte
		binary.BigEndian.PutUint64(size[:], uint64(len(part)))
		h.Write(size[:])
		h.Write([]byte(part))
	}
	return compose(kind, h.Sum(nil))
}

// New is a random ID for a fact without a natural key. It panics for an unknown kind.
func New(kind Kind) ID {
	kind.mustBeKnown()
	var body [8]byte
	_, _ = rand.Read(body[:]) // never fails: crypto/rand crashes the program first
	return compose(kind, body[:])
}

func compose(kind Kind, random []byte) ID {
	body := binary.BigEndian.Uint64(random) >> (64 - bodyBits)
	return ID(uint64(kind)<<bodyBits | body)
}

// Kind is the kind of the row; false for an ID that no kind gave, as 0 and all negative ones.
func (id ID) Kind() (Kind, bool) {
	k := Kind(uint64(id) >> bodyBits) // of a negative ID 128 or more, which no kind is
	return k, k.known()
}
