// Package gid owns the ids of rows: opaque to clients, equal on every database with the same record, and
// including the kind, so that node(id:) knows the table without a query.
//
// It never decides who may see a row or whether it exists, and never uses a database.
//
// Invariants:
//   - an ID is a positive 64-bit integer: the kind in the upper 7 bits after the sign, and 56 bits of body;
//   - the number of a kind never changes, so an ID keeps its meaning forever;
//   - Derive returns the same ID for a natural key everywhere; New returns a random one (the primary key
//     detects collisions);
//   - an ID has one spelling, of 13 characters: Parse(s) succeeds only if String returns s.
package gid

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
)

// ID identifies a row. The zero ID identifies none.
type ID int64

const bodyBits = 56

// Derive returns the ID of a natural key, for example Derive(Membership, "bac-ninh", "2023-2024"). It depends
// on the kind and on the number, order and content of the key's parts. It panics for an unknown kind.
func Derive(kind Kind, key ...string) ID {
	kind.mustBeKnown()
	h := sha256.New()
	// Each part is preceded by its length: ("ab", "c") and ("a", "bc") are different keys.
	for _, part := range append([]string{kind.Type()}, key...) {
		var size [8]byte
		binary.BigEndian.PutUint64(size[:], uint64(len(part)))
		h.Write(size[:])
		h.Write([]byte(part))
	}
	return compose(kind, h.Sum(nil))
}

// New returns a random ID for a row without a natural key. It panics for an unknown kind.
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

// Kind returns the kind of the row; false if the ID has no known kind, as 0 and all negative IDs.
func (id ID) Kind() (Kind, bool) {
	k := Kind(uint64(id) >> bodyBits) // at least 128 for a negative ID, which is no kind
	return k, k.isKnown()
}
