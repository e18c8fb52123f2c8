package gid

import (
	"encoding/base32"
	"encoding/binary"
	"io"
)

// base32Encoding is Crockford's base 32 in lower case: its letters cannot be confused with digits when read
// aloud.
var base32Encoding = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// textLen is the number of characters that encode 8 bytes.
const textLen = 13

// The reasons of an Error are stable identifiers.
const (
	ReasonFormat     = "FORMAT"       // not 13 characters of the alphabet, or not canonical
	ReasonKind       = "KIND"         // well formed, but of no known kind
	ReasonOtherType  = "OTHER_TYPE"   // an id of another kind than the one that is expected
	ReasonNotAString = "NOT_A_STRING" // not a string
)

// Error is a rejected id. It contains the reason, never the input.
type Error struct {
	Reason string // one of the Reason constants
}

// ErrMalformed matches every Error with errors.Is, whatever its reason.
var ErrMalformed = &Error{Reason: "MALFORMED"}

// Error returns an English sentence, for logs.
func (e *Error) Error() string { return "gid: not an id: " + e.Reason }

// Is reports whether target is ErrMalformed.
func (e *Error) Is(target error) bool { return target == error(ErrMalformed) }

// String returns the ID as shown to clients: 13 characters that sort like the numbers.
func (id ID) String() string {
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], uint64(id))
	return base32Encoding.EncodeToString(b[:])
}

// Parse accepts only what String returns for an ID of a known kind. Its errors are *Error.
func Parse(s string) (ID, error) {
	if len(s) != textLen {
		return 0, &Error{ReasonFormat}
	}
	raw, err := base32Encoding.DecodeString(s)
	if err != nil || len(raw) != 8 {
		return 0, &Error{ReasonFormat}
	}
	id := ID(binary.BigEndian.Uint64(raw))
	// The last character has a spare bit and the decoder skips line breaks: both would allow second
	// spellings.
	if id.String() != s {
		return 0, &Error{ReasonFormat}
	}
	if _, known := id.Kind(); !known {
		return 0, &Error{ReasonKind}
	}
	return id, nil
}

// MarshalGQL writes the ID as a JSON string.
func (id ID) MarshalGQL(w io.Writer) { _, _ = io.WriteString(w, `"`+id.String()+`"`) }

// UnmarshalGQL accepts a string that Parse accepts, or an ID that was already parsed, which entgql passes on.
func (id *ID) UnmarshalGQL(v any) error {
	if read, ok := v.(ID); ok {
		*id = read
		return nil
	}
	s, ok := v.(string)
	if !ok {
		return &Error{ReasonNotAString}
	}
	parsed, err := Parse(s)
	if err == nil {
		*id = parsed
	}
	return err
}
