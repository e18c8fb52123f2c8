package idempotency

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"

	"thidua/internal/viewer"
)

// Request identifies a mutation: its account, key and content.
type Request struct {
	id    string
	sum   []byte
	class string
}

// NewRequest returns the request of an authenticated viewer. Two requests are equal if they have the same
// document, byte for byte, the same operation and the same variables, in any order and with defaults applied.
func NewRequest(v viewer.Viewer, key, document, operation string, variables map[string]any) (Request, error) {
	canonical, err := json.Marshal(variables) // Marshal sorts the members
	if err != nil {
		return Request{}, err
	}
	h := sha256.New()
	for _, part := range []string{document, operation, string(canonical)} {
		_ = binary.Write(h, binary.BigEndian, int64(len(part))) // a hash never returns an error
		h.Write([]byte(part))
	}
	id := fmt.Sprintf("%d/%s", int64(v.Account()), key)
	return Request{id: id, sum: h.Sum(nil), class: v.VisibilityClass()}, nil
}
