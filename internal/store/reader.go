package store

import (
	"context"
	"fmt"

	"thidua/ent"
	"thidua/internal/fault"
)

// Reader returns the client for reading. It applies the rules of [WithReadRules] and refuses mutations. A
// transaction begun on it reads a consistent snapshot of the database, and cannot write either.
//
// Within [Store.Tx] it does not see uncommitted changes; read through the tx there.
func (s *Store) Reader() *ent.Client { return s.reader }

// ReadConnections returns the maximum number of connections of the Reader.
func (s *Store) ReadConnections() int { return s.read.Stats().MaxOpenConnections }

// refuseMutations makes a client refuse mutations, which are programming errors. Its connections are
// read-only as well, in case a statement bypasses the hooks.
func refuseMutations(c *ent.Client) {
	c.Use(func(ent.Mutator) ent.Mutator {
		return ent.MutateFunc(func(_ context.Context, m ent.Mutation) (ent.Value, error) {
			return nil, fault.Internal.Wrap(
				fmt.Errorf("store: %v of %s through the Reader: write inside Store.Tx", m.Op(), m.Type()))
		})
	})
}
