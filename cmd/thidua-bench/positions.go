package main

import (
	"context"

	"thidua/internal/access"
	"thidua/internal/journal"
	"thidua/internal/store"
)

// positionReader decrypts the positions of a server with the key in its database.
type positionReader struct{ key *journal.PositionKey }

func newPositionReader(ctx context.Context, database string) (positionReader, error) {
	s, err := store.Open(ctx, database, store.WithReadRules(access.InstallReadRules), store.WithMustExist())
	if err != nil {
		return positionReader{}, err
	}
	defer func() { _ = s.Close() }()
	heads, err := journal.ReadHeads(ctx, s.Reader(), journal.AccessChanges)
	return positionReader{heads.Key}, err
}

func (p positionReader) seq(text string) (int64, error) {
	at, err := journal.ParsePosition(text)
	return p.key.Open(at).Seq, err
}
