package journal

import (
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"io"
	"strings"

	"thidua/internal/fault"
)

// Position is a place in a stream: behind the entry of a number, 0 for the beginning. It is opaque to clients.
type Position struct {
	Epoch  int64
	stream uint32
	Seq    int64
}

// At is the position behind an entry.
func At(epoch int64, s Stream, seq int64) Position { return Position{epoch, s.tag(), seq} }

// In tells whether it is a position in a stream.
func (p Position) In(s Stream) bool { return p.stream == s.tag() }

// IsZero tells whether it is none.
func (p Position) IsZero() bool { return p == Position{} }

// A position's bytes: epoch, stream, number, and a sum over them, so that what was mistyped is told from what is lost.
const positionBytes = 8 + 4 + 8 + 4

// String is the position as clients see it.
func (p Position) String() string {
	b := make([]byte, 0, positionBytes)
	b = binary.BigEndian.AppendUint64(b, uint64(p.Epoch))
	b = binary.BigEndian.AppendUint32(b, p.stream)
	b = binary.BigEndian.AppendUint64(b, uint64(p.Seq))
	b = binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b))
	return base64.RawURLEncoding.EncodeToString(b)
}

var canonical = base64.RawURLEncoding.Strict()

// ParsePosition reads what String wrote: BAD_POSITION for anything else.
func ParsePosition(text string) (Position, error) {
	if len(text) != canonical.EncodedLen(positionBytes) || strings.ContainsAny(text, "\r\n") {
		return Position{}, fault.BadPosition.With("reason", "MALFORMED")
	}
	b, err := canonical.DecodeString(text)
	if err != nil || crc32.ChecksumIEEE(b[:positionBytes-4]) != binary.BigEndian.Uint32(b[positionBytes-4:]) {
		return Position{}, fault.BadPosition.With("reason", "MALFORMED")
	}
	p := Position{int64(binary.BigEndian.Uint64(b)), binary.BigEndian.Uint32(b[8:]), int64(binary.BigEndian.Uint64(b[12:]))}
	if p.Seq < 0 {
		return Position{}, fault.BadPosition.With("reason", "MALFORMED")
	}
	return p, nil
}

// MarshalGQL writes it as a JSON string.
func (p Position) MarshalGQL(w io.Writer) { _, _ = io.WriteString(w, `"`+p.String()+`"`) }

// UnmarshalGQL takes a string that ParsePosition reads.
func (p *Position) UnmarshalGQL(v any) error {
	text, ok := v.(string)
	if !ok {
		return fault.BadPosition.With("reason", "MALFORMED")
	}
	var err error
	*p, err = ParsePosition(text)
	return err
}
