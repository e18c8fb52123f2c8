package idempotency

import (
	"bytes"
	"encoding/json"

	"thidua/ent/idempotencykey"
	"thidua/ent/predicate"
	"thidua/internal/gid"
)

// The column answer of a key has one of four values:
//   - NULL: the command stated no outcome, because its response is shown only once;
//   - the outcome, written with the change: {"changed":[7,8]};
//   - the response that was sent, which replaces either: {"errors":…,"data":…};
//   - null: the response was sent and is not stored.

// outcomePrefix distinguishes an outcome from a response; afterOutcomes is the least text that sorts after
// all outcomes.
var outcomePrefix, afterOutcomes = []byte(`{"changed":`), []byte(`{"changed";`)

// storedOutcome is the JSON form of an outcome.
type storedOutcome struct {
	ResultIDs []int64 `json:"changed"`
}

func encodeOutcome(ids []gid.ID) []byte {
	stored := storedOutcome{ResultIDs: make([]int64, len(ids))}
	for i, id := range ids {
		stored.ResultIDs[i] = int64(id)
	}
	text, _ := json.Marshal(stored) // integers can always be encoded
	return text
}

func isOutcome(stored []byte) bool { return bytes.HasPrefix(stored, outcomePrefix) }

func decodeOutcome(text []byte) ([]gid.ID, error) {
	var stored storedOutcome
	if err := json.Unmarshal(text, &stored); err != nil {
		return nil, err
	}
	ids := make([]gid.ID, len(stored.ResultIDs))
	for i, id := range stored.ResultIDs {
		ids[i] = gid.ID(id)
	}
	return ids, nil
}

// withoutResponse matches keys whose response has not been stored.
func withoutResponse() predicate.IdempotencyKey {
	return idempotencykey.Or(idempotencykey.AnswerIsNil(),
		idempotencykey.And(idempotencykey.AnswerGTE(outcomePrefix), idempotencykey.AnswerLT(afterOutcomes)))
}
