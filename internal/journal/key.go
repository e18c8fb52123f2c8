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

// Key encrypts positions, so that clients can neither read, change nor forge them. All nodes on one database
// share its key, which survives restarts. A nil Key is a random one of this process, for readers without a
// database.
type Key struct{ block cipher.Block }

// NewKey derives a key from a secret.
func NewKey(secret []byte) *Key {
	sum := sha256.Sum256(append([]byte("thidua position key 1\x00"), secret...))
	block, err := aes.NewCipher(sum[:16])
	if err != nil {
		panic(err) // the length is valid
	}
	return &Key{block}
}

// processKey is used in place of a nil Key.
var processKey = NewKey([]byte(rand.Text()))

func (k *Key) cipher() cipher.Block {
	if k == nil {
		return processKey.block
	}
	return k.block
}

// keyParts are heads whose numbers, of 63 random bits each, form the secret of the key; they are not streams.
var keyParts = []Stream{"@key/1", "@key/2"}

// ensureKey stores a new secret unless the database has one.
func ensureKey(ctx context.Context, tx *store.Tx) error {
	parts := make([]*ent.JournalHeadCreate, len(keyParts))
	for i, part := range keyParts {
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
	key    *Key
}

// newestKey caches the key, so that it is not derived for each reading of heads: a process usually has one
// database.
var newestKey atomic.Pointer[derivedKey]

// deriveKey returns the key whose secret is in the numbers of heads, or nil if a part is missing.
func deriveKey(last map[Stream]int64) *Key {
	secret := []byte{}
	for _, part := range keyParts {
		number, ok := last[part]
		if !ok {
			return nil
		}
		secret = fmt.Appendf(secret, "%d ", number)
	}
	if cached := newestKey.Load(); cached != nil && cached.secret == string(secret) {
		return cached.key
	}
	derived := &derivedKey{string(secret), NewKey(secret)}
	newestKey.Store(derived)
	return derived.key
}
