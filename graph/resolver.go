// Package graph implements the GraphQL API: graph/schema defines it, each resolver is a single expression,
// and Handler assembles the server. Longer code stands beside the resolvers, in files named after its
// subject.
//
// It reads only through Reader, which enforces access and rejects writes, and writes by calling one command
// of a domain package. It never opens a transaction and contains no business rules, which are pure functions
// of those packages.
package graph

import (
	"thidua/ent"
	"thidua/internal/store"
)

// Resolver is the root of all resolvers.
type Resolver struct {
	// Reader reads what the viewer in the context may see.
	Reader *ent.Client
	// Store is passed to commands, which write to it, and to nothing else.
	Store *store.Store
}
