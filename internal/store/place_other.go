//go:build !unix

package store

import "context"

// place cannot be told here: after a backup is restored, call thidua epoch.
func (*sqliteFile) place(context.Context, *Store) (int64, error) { return 0, nil }
