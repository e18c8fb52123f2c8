package gid

import (
	"encoding/base32"
	"encoding/binary"
	"io"
)

// spelling is Crockford's base 32, in lower case: no letter is taken for a digit when an id is read aloud.
var spelling = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// textLen characters spell 8 bytes.
const textLen = 13

// The reasons of an Error: machine words.
const (
	ReasonFormat     = "FORMAT"       // not 13 characters of the alphabet, or not the canonical ones
	ReasonKind       = "KIND"         // well spelled, but no kind has this tag
	ReasonNotAString = "NOT_A_STRING" // not given as a string
)

// Error is the refusal of an id. It says why, and never what was given.
type Error struct {
	Reason string // one of the Reason constants
}

// ErrMalformed matches every Error by errors.Is, whatever its reason.
var ErrMalformed = &Error{Reason: "MALFORMED"}

// Error is the English sentence, for logs.
func (e *Error) Error() string { return "gid: not an id: " + e.Reason }

// Is makes every Error match ErrMalformed.
func (e *Error) Is(target error) bool { return target == error(ErrMalformed) }

// String is the ID as clients see it: 13 characters that sort as the numbers do.
func (id ID) String() string {
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], uint64(id))
	return spelling.EncodeToString(b[:])
}

// Parse reads what String writes for an ID of a known kind, and no other spelling of it. Its refusals are *Error.
func Parse(s string) (ID, error) {
	if len(s) != textLen {
		return 0, &Error{ReasonFormat}
	}
	raw, err := spelling.DecodeString(s)
	if err != nil || len(raw) != 8 {
		return 0, &Error{ReasonFormat}
	}
	id := ID(binary.BigEndian.Uint64(raw))
	// The last character has one bit to spare, and the decoder skips line breaks: both would make second spellings.
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

// UnmarshalGQL takes a string that Parse reads, or an ID that was read before: entgql passes those on.
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
