package guard

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/99designs/gqlgen/graphql"

	"thidua/internal/fault"
)

// resolve puts the text of a hash into a request that has none. It gives the hash of a text that came with one, to be
// remembered once the text is let through.
func (e *Extension) resolve(raw *graphql.RawParams) (remember string, err error) {
	hash, err := hashOf(raw.Extensions)
	if err != nil {
		return "", err
	}
	if raw.Query == "" && hash != "" {
		text, known := e.Trusted[hash]
		if !known && e.TrustedOnly {
			return "", fault.OperationNotTrusted.With()
		}
		if !known {
			if text, known = e.sent.get(hash); !known {
				return "", fault.PersistedQueryNotFound.With()
			}
		}
		raw.Query = text
		return "", nil
	}
	if len(raw.Query) > e.Limits.Bytes || !e.TrustedOnly && hash == "" { // Check refuses the first, for less than a hash
		return "", nil
	}
	own := sum(raw.Query)
	_, trusted := e.Trusted[own]
	switch {
	case hash != "" && hash != own:
		return "", fault.BadPersistedQuery.With("reason", "HASH")
	case trusted:
		return "", nil
	case e.TrustedOnly:
		return "", fault.OperationNotTrusted.With()
	}
	return hash, nil
}

// hashOf reads the hash that a request names: as automatic persisted queries do, in extensions.persistedQuery, or as
// clients of persisted documents do, in documentId, which transports put beside it.
func hashOf(extensions map[string]any) (string, error) {
	if id, named := extensions["documentId"]; named {
		hash, ok := id.(string)
		if !ok || !isHash(hash) {
			return "", fault.BadPersistedQuery.With("reason", "MALFORMED")
		}
		return hash, nil
	}
	given, named := extensions["persistedQuery"]
	if !named || given == nil {
		return "", nil
	}
	fields, _ := given.(map[string]any)
	hash, _ := fields["sha256Hash"].(string)
	switch {
	case !isHash(hash):
		return "", fault.BadPersistedQuery.With("reason", "MALFORMED")
	case !isOne(fields["version"]):
		return "", fault.BadPersistedQuery.With("reason", "VERSION")
	}
	return hash, nil
}

// isOne reads a number that JSON may have given in any form.
func isOne(v any) bool {
	switch v.(type) {
	case nil, string, map[string]any, []any:
		return false
	}
	return fmt.Sprint(v) == "1"
}

func isHash(s string) bool {
	if len(s) != hex.EncodedLen(sha256.Size) {
		return false
	}
	for _, c := range s {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

func sum(text string) string {
	h := sha256.Sum256([]byte(text))
	return hex.EncodeToString(h[:])
}
