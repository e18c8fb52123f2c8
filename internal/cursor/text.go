package cursor

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"hash/fnv"
	"reflect"
	"strings"
	"time"
	"unicode/utf8"

	"thidua/internal/gid"
)

// version is the first byte of every cursor. A change of the encoding gets another one, so that older cursors
// are refused.
const version = 1

// headLen is the length of the version, the list and the id.
const headLen = 1 + 4 + 8

// maxTextLen is the maximum length of a text in its packed form; of a longer one, the prefix is held.
const maxTextLen = 96

// ErrInvalid is the error of Parse for every text that Format does not return.
var ErrInvalid = errors.New("cursor: not a cursor")

// Format returns the text of a cursor whose value is a Position. It panics for values of other types.
func Format(c Cursor) string {
	position := c.Value.(Position)
	b := make([]byte, 0, MaxLength)
	b = append(b, version)
	b = binary.BigEndian.AppendUint32(b, uint32(position.List))
	b = binary.BigEndian.AppendUint64(b, uint64(c.ID))
	for _, v := range position.Values {
		b = appendValue(b, v)
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

// Parse returns the cursor of a text that Format returned, or ErrInvalid.
func Parse(s string) (Cursor, error) {
	if len(s) > MaxLength {
		return Cursor{}, ErrInvalid
	}
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil || len(b) < headLen || b[0] != version {
		return Cursor{}, ErrInvalid
	}
	position := Position{List: List(binary.BigEndian.Uint32(b[1:]))}
	c := Cursor{ID: gid.ID(binary.BigEndian.Uint64(b[5:]))}
	if _, known := c.ID.Kind(); !known {
		return Cursor{}, ErrInvalid
	}
	r := reader{rest: b[headLen:]}
	for len(r.rest) > 0 && !r.failed {
		position.Values = append(position.Values, r.value())
	}
	c.Value = position
	// The decoder skips line breaks, and integers and texts could be written in several ways.
	if r.failed || Format(c) != s {
		return Cursor{}, ErrInvalid
	}
	return c, nil
}

func appendValue(b []byte, v any) []byte {
	k := kindOf(v)
	switch k {
	case kindInteger:
		return binary.AppendVarint(append(b, byte(k)), reflect.ValueOf(v).Int())
	case kindTime:
		return binary.AppendVarint(append(b, byte(k)), v.(time.Time).UnixMicro())
	case kindPrefix:
		p := v.(Prefix)
		return binary.BigEndian.AppendUint32(appendText(append(b, byte(k)), p.Text), p.Checksum)
	case kindText:
		text := reflect.ValueOf(v).String()
		if p, isLong := shorten(text); isLong {
			return appendValue(b, p)
		}
		return appendText(append(b, byte(k)), text)
	}
	panic("cursor: a value of an unknown type")
}

// appendText appends a text, its hexadecimal digits in half of their length: sort keys begin with many.
func appendText(b []byte, text string) []byte {
	digits := hexLen(text)
	packed, _ := hex.DecodeString(text[:digits])
	b = append(binary.AppendUvarint(b, uint64(len(packed))), packed...)
	rest := text[digits:]
	return append(binary.AppendUvarint(b, uint64(len(rest))), rest...)
}

// hexLen returns the length of the hexadecimal digits at the beginning of a text, which is even.
func hexLen(text string) int {
	n := 0
	for n < len(text) && strings.IndexByte("0123456789abcdef", text[n]) >= 0 {
		n++
	}
	return n &^ 1
}

// shorten returns the prefix of a text that is too long for a cursor, and whether it is.
func shorten(text string) (p Prefix, isLong bool) {
	digits := hexLen(text)
	if digits/2+len(text)-digits <= maxTextLen {
		return Prefix{}, false
	}
	end := min(digits, 2*maxTextLen)
	for end += maxTextLen - end/2; end > digits && !utf8.RuneStart(text[end]); {
		end--
	}
	h := fnv.New32a()
	_, _ = h.Write([]byte(text)) // it never fails
	return Prefix{Text: text[:end], Checksum: h.Sum32()}, true
}

// reader reads the values of a cursor. After a failure it returns zero values.
type reader struct {
	rest   []byte
	failed bool
}

func (r *reader) value() any {
	k := r.next(1)
	if r.failed {
		return nil
	}
	switch kind(k[0]) {
	case kindInteger:
		return r.varint()
	case kindTime:
		t := time.UnixMicro(r.varint()).UTC()
		r.failed = r.failed || t.Year() < 1 || t.Year() > 9999 // PostgreSQL would reject it
		return t
	case kindText:
		return r.text()
	case kindPrefix:
		text, sum := r.text(), r.next(4)
		if !r.failed {
			return Prefix{Text: text, Checksum: binary.BigEndian.Uint32(sum)}
		}
	}
	r.failed = true
	return nil
}

func (r *reader) next(n uint64) []byte {
	if n > uint64(len(r.rest)) {
		r.failed, n = true, 0
	}
	b := r.rest[:n]
	r.rest = r.rest[n:]
	return b
}

func (r *reader) varint() int64 {
	v, n := binary.Varint(r.rest)
	r.next(uint64(max(n, 0)))
	r.failed = r.failed || n <= 0
	return v
}

func (r *reader) text() string {
	digits := hex.EncodeToString(r.nextCounted())
	rest := r.nextCounted()
	r.failed = r.failed || !utf8.Valid(rest) || bytes.IndexByte(rest, 0) >= 0
	return digits + string(rest)
}

func (r *reader) nextCounted() []byte {
	length, n := binary.Uvarint(r.rest)
	r.next(uint64(max(n, 0)))
	r.failed = r.failed || n <= 0
	return r.next(length)
}
