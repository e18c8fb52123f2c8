package store_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/store"
	"thidua/internal/storetest"
	"thidua/internal/storetest/cluster"
)

func TestWritable_ChangesNothing(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		before, err := s.MigrationStatus(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for range 3 {
			if err := s.CheckWritable(t.Context()); err != nil {
				t.Error(err)
			}
		}
		after, err := s.MigrationStatus(t.Context())
		if err != nil || fmt.Sprint(after) != fmt.Sprint(before) {
			t.Errorf("migrations were %v and are %v; %v", before, after, err)
		}
		if err := s.CheckReady(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

// A full database can still be read.
func TestWritable_Full(t *testing.T) {
	url := storetest.NewURL(t, store.SQLite)
	db, err := sql.Open("sqlite", strings.TrimPrefix(url, "sqlite:"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var pages int
	if err := db.QueryRowContext(t.Context(), "PRAGMA page_count").Scan(&pages); err != nil {
		t.Fatal(err)
	}
	s := storetest.OpenURL(t, url, store.WithMaxPages(pages+2))
	if err := s.CheckWritable(t.Context()); !errors.Is(err, fault.DatabaseFull) {
		t.Errorf("it is %v", err)
	}
	if err := s.CheckReady(t.Context()); err != nil {
		t.Errorf("reading is %v", err)
	}
}

// A standby refuses changes, and can still be read.
func TestWritable_Standby(t *testing.T) {
	server, err := cluster.StartServer(t.Context(), "wal_level=replica", "synchronous_commit=on")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Stop() })
	name, err := server.Create(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	s := storetest.OpenURL(t, server.URL(name))
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := s.CheckWritable(t.Context()); err != nil {
		t.Errorf("as a primary it is %v", err)
	}
	if err := server.Standby(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := s.CheckWritable(t.Context()); !errors.Is(err, fault.DatabaseReadOnly) {
		t.Errorf("as a standby it is %v", err)
	}
	if err := s.CheckReady(t.Context()); err != nil {
		t.Errorf("reading is %v", err)
	}
}

// A change that failed because the disk is full counts, even if the probe succeeds, until another one
// succeeds.
func TestWritable_RecentWriteFailures(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		full := func(context.Context, *store.Tx) error { return fault.DatabaseFull.With() }
		if err := s.Tx(t.Context(), full); !errors.Is(err, fault.DatabaseFull) {
			t.Fatal(err)
		}
		if err := s.CheckWritable(t.Context()); !errors.Is(err, fault.DatabaseFull) {
			t.Errorf("after a change that failed it is %v", err)
		}
		refused := func(context.Context, *store.Tx) error { return fault.Forbidden.With() }
		if err := s.Tx(t.Context(), refused); !errors.Is(err, fault.Forbidden) {
			t.Fatal(err)
		}
		if err := s.CheckWritable(t.Context()); !errors.Is(err, fault.DatabaseFull) {
			t.Errorf("after a change that was refused it is %v", err)
		}
		made := func(ctx context.Context, tx *store.Tx) error {
			return tx.Account.Create().SetID(gid.Derive(gid.Account,
				"x")).SetSubject("x").SetName("x").SetKind("SERVICE").Exec(ctx)
		}
		if err := s.Tx(t.Context(), made); err != nil {
			t.Fatal(err)
		}
		if err := s.CheckWritable(t.Context()); err != nil {
			t.Errorf("after a change that succeeded it is %v", err)
		}
	})
}

// Only the server's user can access a database file and its journal, whatever the umask.
func TestOpen_FileMode(t *testing.T) {
	old := syscall.Umask(0)
	defer syscall.Umask(old)
	path := filepath.Join(t.TempDir(), "thidua.db")
	s, err := store.Open(t.Context(), "sqlite:"+path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{path, path + "-wal", path + "-shm"} {
		if info, err := os.Stat(name); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", name, info, err)
		}
	}
}

// PostgreSQL has connections for the network latency; SQLite has one per core, and one writer.
func TestOpen_PoolSizes(t *testing.T) {
	for name, c := range map[string]struct {
		dialect     string
		options     []store.Option
		read, write int
	}{
		"PostgreSQL":         {store.Postgres, nil, 16, 8},
		"PostgreSQL by flag": {store.Postgres, []store.Option{store.WithPool(3, 2)}, 3, 2},
		"PostgreSQL by half": {store.Postgres, []store.Option{store.WithPool(0, 2)}, 16, 2},
		"SQLite by flag":     {store.SQLite, []store.Option{store.WithPool(3, 2)}, 3, 1},
	} {
		read, write := storetest.Open(t, c.dialect, c.options...).Pools()
		if read.Stats().MaxOpenConnections != c.read || write.Stats().MaxOpenConnections != c.write {
			t.Errorf("%s: %+v, %+v", name, read.Stats(), write.Stats())
		}
	}
}
