package journal

import (
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"io"
	"strings"

	"thidua/internal/fault"
)

// Position is a place in a stream: after the entry with sequence number Seq, or at the beginning if Seq is 0.
// It is opaque to clients: the fields of one that a client sent are valid only after [PositionKey.Open].
type Position struct {
	Epoch  int64 // only its low 48 bits after [PositionKey.Open]
	Seq    int64
	stream uint32
	sealed bool // sent by a client and still encrypted: only block is valid
	key    *PositionKey
	block  [blockBytes]byte
}

// PositionAt returns the position after an entry, encrypted with a key that only this process has.
func PositionAt(epoch int64, s Stream, seq int64) Position {
	return (*PositionKey)(nil).PositionAt(epoch, s, seq)
}

// PositionAt returns the position after an entry.
func (k *PositionKey) PositionAt(epoch int64, s Stream, seq int64) Position {
	return Position{Epoch: epoch, Seq: seq, stream: s.tag(), key: k}
}

// Key returns the key with which the position is encrypted.
func (p Position) Key() *PositionKey { return p.key }

// InStream reports whether the position is in a stream.
func (p Position) InStream(s Stream) bool { return p.stream == s.tag() }

// InEpoch reports whether the position is in an epoch.
func (p Position) InEpoch(epoch int64) bool { return p.Epoch&low48 == epoch&low48 }

// IsZero reports whether there is no position.
func (p Position) IsZero() bool { return p == Position{} }

// An encoded position is one block of AES and a checksum. The block contains 48 bits of the epoch, 32 of the
// stream and 48 of the sequence number. A block cipher is a permutation, so without the key none of it can be
// read, and a forged position has a valid epoch and stream with a probability of 2^-80. The checksum only
// distinguishes typing errors from lost positions.
const (
	blockBytes    = 16
	positionBytes = blockBytes + 4
	low48         = 1<<48 - 1
)

// String returns the encoded position.
func (p Position) String() string {
	block := p.block
	if !p.sealed {
		binary.BigEndian.PutUint64(block[:], uint64(p.Epoch)<<16|uint64(p.Seq)>>32&0xffff)
		binary.BigEndian.PutUint32(block[8:], uint32(p.Seq))
		binary.BigEndian.PutUint32(block[12:], p.stream)
		p.key.cipher().Encrypt(block[:], block[:])
	}
	var b [positionBytes]byte
	copy(b[:], block[:])
	binary.BigEndian.PutUint32(b[blockBytes:], crc32.ChecksumIEEE(block[:]))
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// Open decrypts a position that a client sent, and returns any other unchanged. A position of another key has
// a random epoch, so callers check the epoch first.
func (k *PositionKey) Open(p Position) Position {
	if !p.sealed {
		return p
	}
	b := p.block
	k.cipher().Decrypt(b[:], b[:])
	high := binary.BigEndian.Uint64(b[:])
	seq := int64(high&0xffff)<<32 | int64(binary.BigEndian.Uint32(b[8:]))
	return Position{Epoch: int64(high >> 16), Seq: seq, stream: binary.BigEndian.Uint32(b[12:]), key: k}
}

var positionEncoding = base64.RawURLEncoding.Strict()

// ParsePosition reads what String wrote, and leaves it sealed. It fails with POSITION_LOST for the
// unencrypted positions of earlier releases, so that clients fetch the snapshot, and with BAD_POSITION for
// anything else.
func ParsePosition(text string) (Position, error) {
	malformed := fault.BadPosition.With("reason", "MALFORMED")
	if len(text) > positionEncoding.EncodedLen(outdatedBytes) || strings.ContainsAny(text, "\r\n") {
		return Position{}, malformed
	}
	b, err := positionEncoding.DecodeString(text)
	if err != nil || len(b) != positionBytes && len(b) != outdatedBytes {
		return Position{}, malformed
	}
	end := len(b) - 4
	if crc32.ChecksumIEEE(b[:end]) != binary.BigEndian.Uint32(b[end:]) {
		return Position{}, malformed
	}
	if len(b) == outdatedBytes {
		return Position{}, fault.PositionLost.With("reason", "OUTDATED")
	}
	return Position{sealed: true, block: [blockBytes]byte(b)}, nil
}

// outdatedBytes is the length of the unencrypted positions of earlier releases: epoch, stream,
// sequence number and checksum.
const outdatedBytes = 8 + 4 + 8 + 4

// MarshalGQL writes the position as a JSON string.
func (p Position) MarshalGQL(w io.Writer) { _, _ = io.WriteString(w, `"`+p.String()+`"`) }

// UnmarshalGQL parses a string with ParsePosition.
func (p *Position) UnmarshalGQL(v any) error {
	text, ok := v.(string)
	if !ok {
		return fault.BadPosition.With("reason", "MALFORMED")
	}
	var err error
	*p, err = ParsePosition(text)
	return err
}
