package store

import (
	"context"
	"fmt"

	"thidua/ent"
	"thidua/internal/fault"
)

// Reader is the client for everything that is read. The rules of [WithReadRules] decide what it shows, and it refuses
// every mutation. A transaction begun on it sees one state of the database throughout, and cannot write either.
//
// Inside [Store.Tx] it does not see what the transaction has written; read through the tx there.
func (s *Store) Reader() *ent.Client { return s.reader }

// ReadConnections returns how many connections the Reader has at most.
func (s *Store) ReadConnections() int { return s.read.Stats().MaxOpenConnections }

// readOnly makes a client refuse mutations. That it was asked is a mistake in the program, and the message is for its
// author. The connections behind it refuse too, so that a way around the hooks finds the door shut.
func readOnly(c *ent.Client) {
	c.Use(func(ent.Mutator) ent.Mutator {
		return ent.MutateFunc(func(_ context.Context, m ent.Mutation) (ent.Value, error) {
			return nil, fault.Internal.Because(fmt.Errorf("store: %v of %s through the Reader: write inside Store.Tx", m.Op(), m.Type()))
		})
	})
}
