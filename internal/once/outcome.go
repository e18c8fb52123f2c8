package once

import (
	"bytes"
	"encoding/json"

	"thidua/ent/idempotencykey"
	"thidua/ent/predicate"
	"thidua/internal/gid"
)

// The column answer of a key has one of four values:
//   - NULL, where the command stated no outcome, because its answer is shown once;
//   - the outcome, written with the change: {"changed":[7,8]};
//   - the answer that was sent, which replaces either: {"errors":…,"data":…};
//   - the word null, where the answer was sent and is not kept.

// outcomePrefix distinguishes an outcome from an answer; afterOutcomes is the least text that sorts after all
// outcomes.
var outcomePrefix, afterOutcomes = []byte(`{"changed":`), []byte(`{"changed";`)

// outcomeForm is an outcome as it is stored.
type outcomeForm struct {
	Changed []int64 `json:"changed"`
}

func encodeOutcome(ids []gid.ID) []byte {
	form := outcomeForm{Changed: make([]int64, len(ids))}
	for i, id := range ids {
		form.Changed[i] = int64(id)
	}
	text, _ := json.Marshal(form) // integers can always be encoded
	return text
}

func isOutcome(stored []byte) bool { return bytes.HasPrefix(stored, outcomePrefix) }

func decodeOutcome(stored []byte) ([]gid.ID, error) {
	var form outcomeForm
	if err := json.Unmarshal(stored, &form); err != nil {
		return nil, err
	}
	ids := make([]gid.ID, len(form.Changed))
	for i, id := range form.Changed {
		ids[i] = gid.ID(id)
	}
	return ids, nil
}

// unanswered matches keys whose answer has not been stored.
func unanswered() predicate.IdempotencyKey {
	return idempotencykey.Or(idempotencykey.AnswerIsNil(),
		idempotencykey.And(idempotencykey.AnswerGTE(outcomePrefix), idempotencykey.AnswerLT(afterOutcomes)))
}
