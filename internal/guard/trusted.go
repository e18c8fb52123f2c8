package guard

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"thidua/internal/fault"
)

// TrustedDocuments are documents by the SHA-256 hash of their text.
type TrustedDocuments map[string]string

// ReadTrustedDocuments reads a file as Relay's compiler and GraphQL Code Generator write it: a JSON object
// that maps SHA-256 hashes to documents. It returns BAD_CONFIG for the first error: a hash that does not
// match its text, an invalid document, or one that exceeds the limits.
func ReadTrustedDocuments(
	file string, content []byte, schema *ast.Schema, limits Limits,
) (TrustedDocuments, error) {
	refuse := func(format string, args ...any) error {
		return fault.BadConfig.With("setting", "--trusted", "reason", file+": "+fmt.Sprintf(format, args...))
	}
	var documents TrustedDocuments
	if err := json.Unmarshal(content, &documents); err != nil || documents == nil {
		return nil, refuse("it is not a JSON object of texts by their SHA-256 hash (%v)", err)
	}
	for _, hash := range slices.Sorted(maps.Keys(documents)) {
		text := documents[hash]
		switch {
		case !isHash(hash):
			return nil, refuse("%q is not a SHA-256 hash in lower-case hex", hash)
		case hashText(text) != hash:
			return nil, refuse("the document %s has the hash %s", hash, hashText(text))
		}
		if _, errs := gqlparser.LoadQueryWithRules(schema, text, rules.NewDefaultRules()); len(errs) > 0 {
			return nil, refuse("the document %s is not valid: %v", hash, errs[0])
		}
		if _, err := limits.Check(text, schema); err != nil {
			known, _ := fault.FromError(err)
			return nil, refuse("the document %s: %s", hash, known.Text(fault.English))
		}
	}
	return documents, nil
}
