package once

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"

	"thidua/internal/viewer"
)

// Request is a change as it was sent, by whom, and under which key.
type Request struct {
	id    string
	sum   []byte
	class string
}

// Of is the request of somebody who has signed in to an account. Two are the same that have the same document, byte for
// byte, the same operation of it and the same values of variables, in whatever order and with defaults put in.
func Of(v viewer.Viewer, key, document, operation string, variables map[string]any) (Request, error) {
	canonical, err := json.Marshal(variables) // its members are sorted
	if err != nil {
		return Request{}, err
	}
	h := sha256.New()
	for _, part := range []string{document, operation, string(canonical)} {
		_ = binary.Write(h, binary.BigEndian, int64(len(part))) // a hash never fails
		h.Write([]byte(part))
	}
	return Request{id: fmt.Sprintf("%d/%s", int64(v.Account()), key), sum: h.Sum(nil), class: v.Class()}, nil
}
