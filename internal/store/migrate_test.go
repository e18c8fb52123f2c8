package store_test

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"thidua/internal/fault"
	"thidua/internal/store"
	"thidua/internal/storetest"
)

// migrationsUpTo returns the first n migrations of this binary.
func migrationsUpTo(t testing.TB, n int) fstest.MapFS {
	t.Helper()
	some := fstest.MapFS{"sqlite": {Mode: fs.ModeDir}, "postgres": {Mode: fs.ModeDir}}
	for _, folder := range []string{"sqlite", "postgres"} {
		files, err := fs.Glob(store.Migrations(), folder+"/*.sql")
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files[:n] {
			text, err := fs.ReadFile(store.Migrations(), f)
			if err != nil {
				t.Fatal(err)
			}
			some[f] = &fstest.MapFile{Data: text}
		}
	}
	return some
}

// migrationFS returns migrations with the same texts for both databases, numbered from 1.
func migrationFS(texts ...string) fstest.MapFS {
	files := fstest.MapFS{}
	for i, text := range texts {
		for _, folder := range []string{"sqlite", "postgres"} {
			files[fmt.Sprintf("%s/%05d_step.sql", folder, i+1)] = &fstest.MapFile{Data: []byte("-- +goose Up\n" +
				text)}
		}
	}
	return files
}

func migrate(t testing.TB, url string, opts ...store.Option) *store.Store {
	t.Helper()
	s := storetest.OpenURL(t, url, opts...)
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestMigrate_FromEveryVersion(t *testing.T) {
	forEachDialect(t, func(t *testing.T, dialect string) {
		files, _ := fs.Glob(store.Migrations(), "sqlite/*.sql")
		for before := range len(files) + 1 {
			url := storetest.NewUnmigratedURL(t, dialect)
			if before > 0 {
				migrate(t, url, store.WithMigrations(migrationsUpTo(t, before)))
			}
			s := storetest.OpenURL(t, url)
			if before < len(files) {
				wantFault(t, s.CheckReady(t.Context()), fault.DatabaseUnmigrated)
			}
			for range 2 { // the second time has no effect
				if err := s.Migrate(t.Context()); err != nil {
					t.Fatalf("from version %d: %v", before, err)
				}
			}
			if err := s.CheckReady(t.Context()); err != nil {
				t.Error(err)
			}
			createAccounts(t, s, "an")
			list, err := s.MigrationStatus(t.Context())
			if err != nil || len(list) != len(files) {
				t.Fatalf("%v, %v", list, err)
			}
			for i, m := range list {
				if m.Version != int64(i+1) || m.Name == "" || m.Applied.IsZero() {
					t.Errorf("%+v", m)
				}
			}
		}
	})
}

func TestMigrationStatus_Unmigrated(t *testing.T) {
	forEachDialect(t, func(t *testing.T, dialect string) {
		s := storetest.OpenURL(t, storetest.NewUnmigratedURL(t, dialect))
		list, err := s.MigrationStatus(t.Context())
		if err != nil || len(list) == 0 || !list[0].Applied.IsZero() || list[0].Name != "initial" {
			t.Errorf("%v, %v", list, err)
		}
		err = s.CheckReady(t.Context())
		if f, ok := fault.FromError(err); !ok || f.Params()["schema"] != int64(0) ||
			f.Params()["binary"] != s.Latest() {
			t.Errorf("got %v", err)
		}
	})
}

// Servers that start concurrently do not interfere.
func TestMigrate_Concurrent(t *testing.T) {
	files := migrationFS(
		"CREATE TABLE a (id bigint);", "CREATE TABLE b (id bigint);", "CREATE TABLE c (id bigint);",
		"CREATE TABLE d (id bigint);",
	)
	forEachDialect(t, func(t *testing.T, dialect string) {
		url := storetest.NewUnmigratedURL(t, dialect)
		var wg sync.WaitGroup
		for range 4 {
			s := storetest.OpenURL(t, url, store.WithMigrations(files))
			wg.Go(func() {
				if err := s.Migrate(t.Context()); err != nil {
					t.Error(err)
				}
				if err := s.CheckReady(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
	})
}

func TestMigrate_FailureRollsBack(t *testing.T) {
	files := migrationFS("CREATE TABLE a (id bigint);",
		"CREATE TABLE b (id bigint);\nINSERT INTO a VALUES (1);\nINSERT INTO nowhere VALUES (1);")
	forEachDialect(t, func(t *testing.T, dialect string) {
		s := storetest.OpenURL(t, storetest.NewUnmigratedURL(t, dialect), store.WithMigrations(files))
		for range 2 {
			if err := s.Migrate(t.Context()); err == nil || !strings.Contains(err.Error(), "nowhere") {
				t.Errorf("got %v", err)
			}
		}
		list, err := s.MigrationStatus(t.Context())
		if err != nil || len(list) != 2 || list[0].Applied.IsZero() || !list[1].Applied.IsZero() {
			t.Errorf("%v, %v", list, err)
		}
		read, _ := s.Pools()
		if n := queryInt(t.Context(), t, read, "SELECT count(*) FROM a"); n != 0 {
			t.Error("half a migration is there")
		}
		if _, err := read.ExecContext(t.Context(), "SELECT * FROM b"); err == nil {
			t.Error("half a migration is there")
		}
	})
}

// newerDatabase returns a database that a newer binary has migrated.
func newerDatabase(t testing.TB, dialect string) string {
	t.Helper()
	url := storetest.NewURL(t, dialect)
	files, _ := fs.Glob(store.Migrations(), "sqlite/*.sql")
	later := migrationsUpTo(t, len(files))
	for _, folder := range []string{"sqlite", "postgres"} {
		later[fmt.Sprintf("%s/%05d_later.sql", folder,
			len(files)+1)] = &fstest.MapFile{Data: []byte("-- +goose Up\nCREATE TABLE later (id bigint);")}
	}
	if err := migrate(t, url, store.WithMigrations(later)).Close(); err != nil {
		t.Fatal(err)
	}
	return url
}

func TestOpen_NewerSchema(t *testing.T) {
	forEachDialect(t, func(t *testing.T, dialect string) {
		url := newerDatabase(t, dialect)
		before := readFiles(t, url)
		_, err := store.Open(t.Context(), url)
		wantFault(t, err, fault.DatabaseTooNew)
		if f, _ := fault.FromError(err); f != nil && (f.Params()["schema"] == nil || f.Params()["binary"] == nil) {
			t.Errorf("which versions? %v", err)
		}
		if after := readFiles(t, url); !maps.EqualFunc(before, after, bytes.Equal) {
			t.Errorf("the files changed: %v, then %v", slices.Collect(maps.Keys(before)),
				slices.Collect(maps.Keys(after)))
		}
	})
}

// A server that is running while a newer one migrates becomes unready.
func TestReady_SchemaBecomesNewer(t *testing.T) {
	forEachDialect(t, func(t *testing.T, dialect string) {
		url := storetest.NewUnmigratedURL(t, dialect)
		old := migrate(t, url, store.WithMigrations(migrationFS("CREATE TABLE a (id bigint);")))
		migrate(
			t, url, store.WithMigrations(migrationFS("CREATE TABLE a (id bigint);", "CREATE TABLE b (id bigint);")),
		)
		wantFault(t, old.CheckReady(t.Context()), fault.DatabaseTooNew)
		wantFault(t, old.Migrate(t.Context()), fault.DatabaseTooNew)
		if list, err := old.MigrationStatus(t.Context()); err != nil || len(list) != 2 || list[1].Name != "" {
			t.Errorf("%v, %v", list, err)
		}
	})
}

// readFiles returns the files of a SQLite database; nothing for PostgreSQL.
func readFiles(t testing.TB, url string) map[string][]byte {
	t.Helper()
	found := map[string][]byte{}
	file, ok := strings.CutPrefix(url, "sqlite:")
	if !ok {
		return found
	}
	paths, err := filepath.Glob(filepath.Join(filepath.Dir(file), "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range paths {
		if found[p], err = os.ReadFile(p); err != nil {
			t.Fatal(err)
		}
	}
	return found
}

const parentAndChild = `CREATE TABLE parent (id integer PRIMARY KEY);
CREATE TABLE child (id integer PRIMARY KEY,
	parent_id integer NOT NULL REFERENCES parent (id) ON DELETE CASCADE);
INSERT INTO parent VALUES (1);
INSERT INTO child VALUES (1, 1);`

// SQLite changes a table by rebuilding it. Rows that refer to it must not be deleted with the old one.
func TestMigrate_RebuiltTableKeepsReferences(t *testing.T) {
	s := migrate(
		t,
		storetest.NewUnmigratedURL(t, store.SQLite),
		store.WithMigrations(migrationFS(parentAndChild, `PRAGMA foreign_keys = off;
CREATE TABLE new_parent (id integer PRIMARY KEY, name text);
INSERT INTO new_parent (id) SELECT id FROM parent;
DROP TABLE parent;
ALTER TABLE new_parent RENAME TO parent;
PRAGMA foreign_keys = on;`)),
	)
	read, write := s.Pools()
	if n := queryInt(t.Context(), t, read, "SELECT count(*) FROM child"); n != 1 {
		t.Errorf("%d children are left", n)
	}
	if _, err := write.ExecContext(t.Context(),
		"INSERT INTO child VALUES (2, 7)"); store.Classify(err) != store.KindForeignKey {
		t.Errorf("references are not enforced: %v", err)
	}
}

func TestMigrate_BrokenReferences(t *testing.T) {
	s := storetest.OpenURL(t, storetest.NewUnmigratedURL(t, store.SQLite),
		store.WithMigrations(migrationFS(parentAndChild, "DELETE FROM parent;")))
	err := s.Migrate(t.Context())
	if wantFault(t, err, fault.Internal); err == nil || !strings.Contains(err.Error(), "row 1 of child") {
		t.Errorf("got %v", err)
	}
}

// A number is the same step on both databases, each step is one transaction, and there are no down
// migrations.
func TestMigrationFiles(t *testing.T) {
	names := map[string][]string{}
	for _, folder := range []string{"sqlite", "postgres"} {
		files, err := fs.Glob(store.Migrations(), folder+"/*.sql")
		if err != nil || len(files) == 0 {
			t.Fatal(files, err)
		}
		for i, f := range files {
			name := strings.TrimPrefix(f, folder+"/")
			names[folder] = append(names[folder], name)
			if !strings.HasPrefix(name, fmt.Sprintf("%05d_", i+1)) {
				t.Errorf("%s is not number %d", f, i+1)
			}
			text, err := fs.ReadFile(store.Migrations(), f)
			if err != nil {
				t.Fatal(err)
			}
			for _, never := range []string{"+goose NO TRANSACTION", "+goose Down"} {
				if bytes.Contains(text, []byte(never)) {
					t.Errorf("%s has %q", f, never)
				}
			}
		}
	}
	if !slices.Equal(names["sqlite"], names["postgres"]) {
		t.Errorf("%v", names)
	}
}

// All text columns of PostgreSQL compare bytewise; Atlas writes the collation but does not check it.
func TestMigrations_TextCollation(t *testing.T) {
	s := storetest.Open(t, store.Postgres)
	read, _ := s.Pools()
	rows, err := read.QueryContext(t.Context(), `
		SELECT table_name || '.' || column_name FROM information_schema.columns
		WHERE table_schema = 'public' AND data_type IN ('character varying', 'text', 'character')
			AND collation_name IS DISTINCT FROM 'C'`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var column string
		if err := rows.Scan(&column); err != nil {
			t.Fatal(err)
		}
		t.Errorf("%s is not COLLATE \"C\"", column)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
}

// A Tx retries a statement that a migration made stale.
func TestTx_AfterMigration(t *testing.T) {
	url := storetest.NewURL(t, store.Postgres)
	s := storetest.OpenURL(t, url, store.WithPool(1, 1))
	ask := func() (runs int, err error) {
		return runs, s.Tx(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			runs++
			_, err := tx.Account.Query().All(ctx)
			return err
		})
	}
	if _, err := ask(); err != nil {
		t.Fatal(err)
	}
	_, write := storetest.OpenURL(t, url).Pools()
	if _, err := write.ExecContext(t.Context(), "ALTER TABLE accounts ALTER COLUMN name TYPE text"); err != nil {
		t.Fatal(err)
	}
	if runs, err := ask(); err != nil {
		t.Errorf("after %d runs: %v", runs, err)
	}
}
