// Package cursor encodes the positions of rows in ordered lists: short URL-safe texts of bounded length,
// which clients take as opaque.
//
// A cursor holds the list and the order for which it is valid, the id of its row, and the values by which the
// row is ordered. Of a long text it holds a prefix and a checksum only (Prefix): whoever seeks to the
// position reads the row to get the whole text. If the row is gone, or if its text has changed, the prefix is
// still a position.
//
// The package does not authenticate cursors: a client can compose one, which then stands for a position at
// which there is no row. It never reads the database and never decides who may see a row.
//
// Invariants:
//   - Format returns at most MaxLength bytes for up to four values, of which one is a text;
//   - a position has one spelling: Parse(s) succeeds only if Format returns s;
//   - Parse never panics, and its texts are valid UTF-8 without NUL, which every database accepts.
package cursor

import (
	"reflect"
	"time"

	"entgo.io/contrib/entgql"

	"thidua/internal/gid"
)

// MaxLength is the maximum length of a cursor in bytes.
const MaxLength = 200

// Cursor is a position in the list of a connection. Its value is a Position.
type Cursor = entgql.Cursor[gid.ID]

// Position is where a row stands in an order: the values by which it is ordered, of equal length and types
// for all rows of an order. Format accepts integers, texts and times; Parse returns them as int64, string,
// Prefix and time.Time in UTC.
type Position struct {
	List   List
	Values []any
}

// List identifies a list and its order: positions in one are meaningless in another.
type List uint32

// ListOf returns the List that some texts identify: the type and the name of a connection, and its order. It
// is FNV-1a of the texts, each of which is followed by a NUL.
func ListOf(parts ...string) List {
	h := uint32(2166136261)
	for _, part := range parts {
		for i := range len(part) {
			h = (h ^ uint32(part[i])) * fnvPrime
		}
		h *= fnvPrime
	}
	return List(h)
}

// fnvPrime is the multiplier of FNV-1a.
const fnvPrime = 16777619

// Prefix is the beginning of a text that is too long for a cursor.
type Prefix struct {
	Text     string
	Checksum uint32 // of the whole text
}

// IsOf reports whether it is the prefix of this text.
func (p Prefix) IsOf(text string) bool {
	shortened, isLong := shorten(text)
	return isLong && shortened == p
}

// After returns a text after all texts with the prefix, by the bytes of their UTF-8 encoding.
func (p Prefix) After() string { return p.Text + "\U0010FFFF" }

// kind is a type of values.
type kind byte

const (
	kindNone kind = iota // no value of a cursor
	kindInteger
	kindText
	kindPrefix
	kindTime
)

// HaveSameKinds reports whether two positions have values of the same kinds, so that a database can compare
// them. A prefix is a text.
func HaveSameKinds(a, b Position) bool {
	if len(a.Values) != len(b.Values) {
		return false
	}
	for i, v := range a.Values {
		if k := comparedKind(v); k == kindNone || k != comparedKind(b.Values[i]) {
			return false
		}
	}
	return true
}

func comparedKind(v any) kind {
	if k := kindOf(v); k != kindPrefix {
		return k
	}
	return kindText
}

func kindOf(v any) kind {
	switch v.(type) {
	case time.Time:
		return kindTime
	case Prefix:
		return kindPrefix
	}
	switch value := reflect.ValueOf(v); {
	case !value.IsValid():
		return kindNone
	case value.CanInt():
		return kindInteger
	case value.Kind() == reflect.String:
		return kindText
	}
	return kindNone
}
