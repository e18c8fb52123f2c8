package main

import (
	"context"
	"database/sql"
	"net/url"
	"os"
	"path/filepath"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
	_ "github.com/lib/pq"
	_ "modernc.org/sqlite"

	"thidua/internal/storetest/cluster"
)

// scratch opens an empty database to play migrations on. done throws it away.
func scratch(ctx context.Context, d string) (_ dialect.Driver, done func(), err error) {
	if d == dialect.SQLite {
		return scratchSQLite()
	}
	server, err := cluster.Shared()
	if err != nil {
		return nil, nil, err
	}
	name, err := server.Create(ctx, "")
	if err != nil {
		return nil, nil, err
	}
	db, err := sql.Open("postgres", server.URL(name))
	if err != nil {
		return nil, nil, err
	}
	return entsql.OpenDB(d, db), func() {
		_ = db.Close()
		_ = server.Drop(context.WithoutCancel(ctx), name)
	}, nil
}

func scratchSQLite() (dialect.Driver, func(), error) {
	dir, err := os.MkdirTemp("", "thidua-diff-")
	if err != nil {
		return nil, nil, err
	}
	dsn := url.URL{
		Scheme:   "file",
		Path:     filepath.ToSlash(filepath.Join(dir, "scratch.sqlite")),
		RawQuery: "_pragma=foreign_keys(1)",
	}
	db, err := sql.Open("sqlite", dsn.String())
	if err != nil {
		return nil, nil, err
	}
	db.SetMaxOpenConns(1) // a migration may turn foreign keys off for itself
	return entsql.OpenDB(dialect.SQLite, db), func() {
		_ = db.Close()
		_ = os.RemoveAll(dir)
	}, nil
}
