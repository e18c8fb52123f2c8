package guard

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/99designs/gqlgen/graphql"

	"thidua/internal/fault"
)

// resolvePersisted sets the text of a request that has only a hash. It returns the hash of a text that came
// with one, to be cached once the text has passed the checks.
func (e *Extension) resolvePersisted(raw *graphql.RawParams) (hashToCache string, err error) {
	hash, err := requestedHash(raw.Extensions)
	if err != nil {
		return "", err
	}
	if raw.Query == "" && hash != "" {
		text, known := e.TrustedDocuments[hash]
		if !known && e.TrustedOnly {
			return "", fault.OperationNotTrusted.With()
		}
		if !known {
			if text, known = e.persisted.get(hash); !known {
				return "", fault.PersistedQueryNotFound.With()
			}
		}
		raw.Query = text
		return "", nil
	}
	// Check rejects the first more cheaply
	if len(raw.Query) > e.Limits.Bytes || !e.TrustedOnly && hash == "" {
		return "", nil
	}
	own := hashText(raw.Query)
	_, trusted := e.TrustedDocuments[own]
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

// requestedHash returns the hash in a request: of automatic persisted queries, in extensions.persistedQuery,
// or of persisted documents, in documentId, which transports add to the extensions.
func requestedHash(extensions map[string]any) (string, error) {
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
	case !isVersionOne(fields["version"]):
		return "", fault.BadPersistedQuery.With("reason", "VERSION")
	}
	return hash, nil
}

// isVersionOne reports whether a JSON number of any type is 1.
func isVersionOne(v any) bool {
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

func hashText(text string) string {
	h := sha256.Sum256([]byte(text))
	return hex.EncodeToString(h[:])
}
