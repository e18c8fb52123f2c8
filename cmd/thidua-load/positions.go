package main

import (
	"context"

	"thidua/internal/access"
	"thidua/internal/journal"
	"thidua/internal/store"
)

// positions decrypts the positions of a server with the key in its database.
type positions struct{ key *journal.Key }

func positionsOf(ctx context.Context, database string) (positions, error) {
	s, err := store.Open(ctx, database, store.WithReadRules(access.Install), store.WithExisting())
	if err != nil {
		return positions{}, err
	}
	defer func() { _ = s.Close() }()
	heads, err := journal.HeadsOf(ctx, s.Reader(), journal.Access)
	return positions{heads.Key}, err
}

func (p positions) number(text string) (int64, error) {
	at, err := journal.ParsePosition(text)
	return p.key.Open(at).Seq, err
}
