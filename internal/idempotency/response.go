package idempotency

import (
	"bytes"
	"context"
	"time"

	"thidua/ent"
	"thidua/ent/idempotencykey"
	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/store"
	"thidua/internal/viewer"
)

// Retention is how long a key is kept at least.
const Retention = 24 * time.Hour

// responseNotStored stands for a response that was sent but is not stored.
const responseNotStored = "null"

// maxResponseBytes is the size of the largest response that is stored.
const maxResponseBytes = 256 << 10

// PriorRequest is an earlier request with the same key whose change is committed.
type PriorRequest struct {
	// Response is the response that was sent; nil if it is not stored, because the node stopped before or is
	// still rendering it.
	Response []byte
	// ResultIDs are the outcome of the command: the ids of what it changed, from which a response that is not
	// stored can be rendered.
	ResultIDs []gid.ID
}

// Lookup returns the earlier request with the key of a request, or nil if there is none. It fails with
// IDEMPOTENCY_KEY_REUSED, or with ALREADY_DONE if the response can be neither replayed nor rendered, or was
// for another visibility class.
func Lookup(ctx context.Context, reader *ent.Client, r Request) (*PriorRequest, error) {
	row, err := reader.IdempotencyKey.Get(viewer.NewContext(ctx, viewer.Operator()), r.id)
	switch {
	case ent.IsNotFound(err):
		return nil, nil
	case err != nil:
		return nil, err
	case !bytes.Equal(row.Request, r.sum):
		return nil, fault.IdempotencyKeyReused.With()
	case len(row.Answer) == 0, string(row.Answer) == responseNotStored, row.Class != r.class:
		return nil, fault.AlreadyDone.With()
	case isOutcome(row.Answer):
		ids, err := decodeOutcome(row.Answer)
		return &PriorRequest{ResultIDs: ids}, err
	}
	return &PriorRequest{Response: row.Answer}, nil
}

// StoreResponse stores the response to a request whose key is committed. If it is nil or too large, only that
// fact is stored, and a repeated request fails with ALREADY_DONE.
func StoreResponse(ctx context.Context, s *store.Store, r Request, response []byte) error {
	if response == nil || len(response) > maxResponseBytes {
		response = []byte(responseNotStored)
	}
	return s.Tx(ctx, func(ctx context.Context, tx *store.Tx) error {
		return tx.IdempotencyKey.Update().Where(idempotencykey.ID(r.id), withoutResponse()).
			SetAnswer(response).Exec(ctx)
	})
}

// Trim deletes the keys from before a time and returns their number. The server calls it when it trims the
// journal.
func Trim(ctx context.Context, s *store.Store, before time.Time) (deleted int, err error) {
	err = s.Tx(ctx, func(ctx context.Context, tx *store.Tx) (err error) {
		deleted, err = tx.IdempotencyKey.Delete().Where(idempotencykey.AtLT(before)).Exec(ctx)
		return err
	})
	return deleted, err
}
