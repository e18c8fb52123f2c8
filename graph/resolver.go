// Package graph is the public language: graph/schema says it, the resolvers answer in one expression each, and the
// handler puts the pieces together. What takes more than an expression stands beside the resolvers, in a file of its noun.
//
// It reads through Reader alone, which knows who may see what and refuses to write, and writes by one verb of one room.
// It never opens a transaction and holds no rule: rules are pure functions of the rooms.
package graph

import (
	"thidua/ent"
	"thidua/internal/live"
	"thidua/internal/store"
)

// Resolver answers what the schema asks.
type Resolver struct {
	// Reader sees what the viewer in the context may see.
	Reader *ent.Client
	// Store is what verbs write to. It is handed to them and to nobody else.
	Store *store.Store
	// Hub carries what happens to subscriptions.
	Hub *live.Hub
}
