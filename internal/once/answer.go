package once

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

// Kept is how long a key is kept, at the least.
const Kept = 24 * time.Hour

// notKept stands for an answer that was given and is not to be given again.
const notKept = "null"

// longestAnswer is what is kept of an answer, in bytes: a change is answered by what it changed, not by the record.
const longestAnswer = 256 << 10

// PriorRequest is a request that was sent before, and whose change is committed.
type PriorRequest struct {
	// Answer is the answer as it was sent; nil if it is not stored, because the node stopped before or is
	// still rendering it.
	Answer []byte
	// Changed is the outcome of the command, from which the answer can be rendered if it is not stored.
	Changed []gid.ID
}

// Look returns the prior request with the key of a request, or nil if there is none. It refuses with
// IDEMPOTENCY_KEY_REUSED, and with ALREADY_DONE if the answer can neither be sent again nor be rendered
// again, or was for another visibility class.
func Look(ctx context.Context, reader *ent.Client, r Request) (*PriorRequest, error) {
	row, err := reader.IdempotencyKey.Get(viewer.With(ctx, viewer.Operator()), r.id)
	switch {
	case ent.IsNotFound(err):
		return nil, nil
	case err != nil:
		return nil, err
	case !bytes.Equal(row.Request, r.sum):
		return nil, fault.IdempotencyKeyReused.With()
	case len(row.Answer) == 0, string(row.Answer) == notKept, row.Class != r.class:
		return nil, fault.AlreadyDone.With()
	case isOutcome(row.Answer):
		ids, err := decodeOutcome(row.Answer)
		return &PriorRequest{Changed: ids}, err
	}
	return &PriorRequest{Answer: row.Answer}, nil
}

// Keep keeps the answer to a request whose key is held. Of one that is nil, or too large, no more is kept than that it was
// given: the request is ALREADY_DONE.
func Keep(ctx context.Context, s *store.Store, r Request, answer []byte) error {
	if answer == nil || len(answer) > longestAnswer {
		answer = []byte(notKept)
	}
	return s.Tx(ctx, func(ctx context.Context, tx *ent.Tx) error {
		return tx.IdempotencyKey.Update().Where(idempotencykey.ID(r.id), unanswered()).SetAnswer(answer).Exec(ctx)
	})
}

// Trim removes the keys from before a time, and gives their number. The server calls it where it trims the journal.
func Trim(ctx context.Context, s *store.Store, before time.Time) (gone int, err error) {
	err = s.Tx(ctx, func(ctx context.Context, tx *ent.Tx) (err error) {
		gone, err = tx.IdempotencyKey.Delete().Where(idempotencykey.AtLT(before)).Exec(ctx)
		return err
	})
	return gone, err
}
