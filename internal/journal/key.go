package journal

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	stdsql "database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"sync/atomic"

	"entgo.io/ent/dialect/sql"

	"thidua/ent"
	"thidua/ent/journalhead"
	"thidua/internal/store"
)

// PositionKey encrypts positions, so that clients can neither read, change nor forge them. All nodes on one
// database share its key, which survives restarts. A nil PositionKey is a random one of this process, for
// readers without a database.
type PositionKey struct{ block cipher.Block }

// NewPositionKey derives a key from a secret.
func NewPositionKey(secret []byte) *PositionKey {
	sum := sha256.Sum256(append([]byte("thidua position key 1\x00"), secret...))
	block, err := aes.NewCipher(sum[:16])
	if err != nil {
		panic(err) // the length is valid
	}
	return &PositionKey{block}
}

// processKey is used in place of a nil PositionKey.
var processKey = NewPositionKey([]byte(rand.Text()))

func (k *PositionKey) cipher() cipher.Block {
	if k == nil {
		return processKey.block
	}
	return k.block
}

// keyHeads are heads whose sequence numbers, of 63 random bits each, form the secret of the key; they are not
// streams.
var keyHeads = []Stream{"@key/1", "@key/2"}

// ensureKey stores a new secret unless the database has one.
func ensureKey(ctx context.Context, tx *store.Tx) error {
	parts := make([]*ent.JournalHeadCreate, len(keyHeads))
	for i, part := range keyHeads {
		var b [8]byte
		rand.Read(b[:]) // it never returns an error
		seq := int64(binary.BigEndian.Uint64(b[:]) >> 1)
		parts[i] = tx.JournalHead.Create().SetID(string(part)).SetLastSeq(seq)
	}
	err := tx.JournalHead.CreateBulk(parts...).
		OnConflict(sql.ConflictColumns(journalhead.FieldID), sql.DoNothing()).Exec(ctx)
	if errors.Is(err, stdsql.ErrNoRows) { // the secret exists already
		return nil
	}
	return err
}

// derivedKey is a key with the secret from which it was derived.
type derivedKey struct {
	secret string
	key    *PositionKey
}

// newestKey caches the key, so that it is not derived for each reading of heads: a process usually has one
// database.
var newestKey atomic.Pointer[derivedKey]

// deriveKey returns the key whose secret is in the sequence numbers of heads, or nil if a part is missing.
func deriveKey(last map[Stream]int64) *PositionKey {
	secret := []byte{}
	for _, part := range keyHeads {
		seq, ok := last[part]
		if !ok {
			return nil
		}
		secret = fmt.Appendf(secret, "%d ", seq)
	}
	if cached := newestKey.Load(); cached != nil && cached.secret == string(secret) {
		return cached.key
	}
	derived := &derivedKey{string(secret), NewPositionKey(secret)}
	newestKey.Store(derived)
	return derived.key
}
