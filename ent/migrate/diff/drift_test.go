package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	atlas "ariga.io/atlas/sql/migrate"
	atlaspg "ariga.io/atlas/sql/postgres"
	atlasschema "ariga.io/atlas/sql/schema"
	atlaslite "ariga.io/atlas/sql/sqlite"
	"ariga.io/atlas/sql/sqltool"
	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
	"entgo.io/ent/dialect/sql/schema"

	"thidua/ent/migrate"
	"thidua/internal/storetest"
)

// both runs a test for both databases.
func both(t *testing.T, body func(t *testing.T, d string)) {
	for d := range folders {
		t.Run(d, func(t *testing.T) { body(t, d) })
	}
}

// replica is a copy of a database's migrations that a test may change.
func replica(t *testing.T, d string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("../../..", folders[d]))); err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestNothingToWrite fails when the ent schema has changed and `go run ./ent/migrate/diff NAME` has not been
// run.
func TestNothingToWrite(t *testing.T) {
	both(t, func(t *testing.T, d string) {
		dir := replica(t, d)
		if err := diff(t.Context(), d, dir, 99, "drift"); !errors.Is(err, atlas.ErrNoPlan) {
			text, _ := os.ReadFile(filepath.Join(dir, "00099_drift.sql"))
			t.Errorf("%v\n%s", err, text)
		}
	})
}

// TestChangedCheckIsWritten: a value added to an enum is a new CHECK under an old name.
func TestChangedCheckIsWritten(t *testing.T) {
	both(t, func(t *testing.T, d string) {
		dir := replica(t, d)
		file := filepath.Join(dir, "00001_initial.sql")
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		older := strings.Replace(
			string(text), "CHECK (kind IN ('PERSON', 'SERVICE'))", "CHECK (kind IN ('PERSON'))", 1,
		)
		if older == string(text) {
			t.Fatal("accounts has another CHECK than this test thinks")
		}
		if err := os.WriteFile(file, []byte(older), 0o600); err != nil {
			t.Fatal(err)
		}
		goose, err := sqltool.NewGooseDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		sum, err := goose.Checksum()
		if err != nil {
			t.Fatal(err)
		}
		if err := atlas.WriteSumFile(goose, sum); err != nil {
			t.Fatal(err)
		}
		if err := diff(t.Context(), d, dir, 99, "enum"); err != nil {
			t.Fatal(err)
		}
		wrote, err := os.ReadFile(filepath.Join(dir, "00099_enum.sql"))
		if err != nil || !strings.Contains(string(wrote), "CHECK (kind IN ('PERSON', 'SERVICE'))") {
			t.Errorf("%v\n%s", err, wrote)
		}
	})
}

// TestMigratedDatabaseIsWhatEntWants compares what goose has made of an empty database with the ent schema:
// tables, columns, indexes, references and CHECKs, and nothing beside them.
func TestMigratedDatabaseIsWhatEntWants(t *testing.T) {
	both(t, func(t *testing.T, d string) {
		for _, c := range drift(t, d, storetest.NewURL(t, d)) {
			t.Error(c)
		}
	})
}

func TestDriftIsSeen(t *testing.T) {
	for text, want := range map[string]string{
		"CREATE TABLE extra (id bigint)":                                        "DropTable extra",
		"ALTER TABLE accounts ADD COLUMN extra bigint":                          "DropColumn extra",
		"DROP INDEX accounts_subject_key":                                       "AddIndex accounts_subject_key",
		"CREATE INDEX extra ON accounts (name)":                                 "DropIndex extra",
		"postgres: ALTER TABLE accounts DROP CONSTRAINT accounts_kind_known":    "AddCheck accounts_kind_known",
		"postgres: ALTER TABLE accounts ALTER COLUMN name DROP NOT NULL":        "ModifyColumn name",
		"postgres: ALTER TABLE accounts ALTER COLUMN disabled SET DEFAULT true": "ModifyColumn disabled",
		"postgres: ALTER TABLE accounts DROP CONSTRAINT accounts_kind_known, " +
			"ADD CONSTRAINT accounts_kind_known CHECK (kind IN ('PERSON'))": "ModifyCheck accounts_kind_known",
	} {
		both(t, func(t *testing.T, d string) {
			text, only := strings.CutPrefix(text, "postgres: ")
			if only && d == dialect.SQLite { // it cannot do that
				return
			}
			url := storetest.NewURL(t, d)
			db, err := sql.Open(driverOf(d, url))
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			if _, err := db.ExecContext(t.Context(), text); err != nil {
				t.Fatal(err)
			}
			if got := drift(t, d, url); !slices.Equal(got, []string{want}) {
				t.Errorf("%s: %q, want %q", text, got, want)
			}
		})
	}
}

// driverOf gives what sql.Open wants for a URL of storetest.
func driverOf(d, url string) (driver, dsn string) {
	if d == dialect.SQLite {
		return "sqlite", strings.TrimPrefix(url, "sqlite:")
	}
	return "postgres", url
}

// drift lists what would have to change for a database to be what ent wants.
func drift(t *testing.T, d, url string) []string {
	t.Helper()
	ctx := t.Context()
	db, err := sql.Open(driverOf(d, url))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	drv := atlasOf(t, d, entsql.OpenDB(d, db))
	current, err := drv.InspectSchema(ctx, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	current.Tables = slices.DeleteFunc(current.Tables, func(t *atlasschema.Table) bool {
		return t.Name == "goose_db_version" || t.Name == "sqlite_sequence" // goose's, and SQLite's for it
	})
	changes, err := drv.SchemaDiff(current, desired(ctx, t, d, current), atlasschema.DiffNormalized())
	if err != nil {
		t.Fatal(err)
	}
	return tell(changes)
}

// desired is the ent schema as the database itself would tell it: PostgreSQL writes an expression in its own
// way.
func desired(ctx context.Context, t *testing.T, d string, current *atlasschema.Schema) *atlasschema.Schema {
	t.Helper()
	scratch, done, err := scratch(ctx, d)
	if err != nil {
		t.Fatal(err)
	}
	defer done()
	m, err := schema.NewMigrate(scratch)
	if err != nil {
		t.Fatal(err)
	}
	realm, err := m.StateReader(migrate.Tables...).ReadState(ctx)
	if err != nil {
		t.Fatal(err)
	}
	want := atlasschema.New(current.Name).AddTables(realm.Schemas[0].Tables...)
	if n, ok := atlasOf(t, d, scratch).(atlasschema.Normalizer); ok {
		if want, err = n.NormalizeSchema(ctx, want); err != nil {
			t.Fatal(err)
		}
	}
	for _, table := range want.Tables {
		if d == dialect.SQLite {
			enclose(table)
		}
	}
	want.Attrs = current.Attrs
	return want
}

func atlasOf(t *testing.T, d string, drv dialect.Driver) atlas.Driver {
	t.Helper()
	open := atlaspg.Open
	if d == dialect.SQLite {
		open = atlaslite.Open
	}
	a, err := open(drv.(*entsql.Driver).DB())
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// tell names changes.
func tell(changes []atlasschema.Change) (texts []string) {
	for _, change := range changes {
		switch c := change.(type) {
		case *atlasschema.ModifyTable:
			texts = append(texts, tell(c.Changes)...)
		case *atlasschema.AddTable:
			texts = append(texts, "AddTable "+c.T.Name)
		case *atlasschema.DropTable:
			texts = append(texts, "DropTable "+c.T.Name)
		case *atlasschema.AddColumn:
			texts = append(texts, "AddColumn "+c.C.Name)
		case *atlasschema.DropColumn:
			texts = append(texts, "DropColumn "+c.C.Name)
		case *atlasschema.ModifyColumn:
			texts = append(texts, "ModifyColumn "+c.To.Name)
		case *atlasschema.AddIndex:
			texts = append(texts, "AddIndex "+c.I.Name)
		case *atlasschema.DropIndex:
			texts = append(texts, "DropIndex "+c.I.Name)
		case *atlasschema.ModifyIndex:
			texts = append(texts, "ModifyIndex "+c.To.Name)
		case *atlasschema.AddForeignKey:
			texts = append(texts, "AddForeignKey "+c.F.Symbol)
		case *atlasschema.DropForeignKey:
			texts = append(texts, "DropForeignKey "+c.F.Symbol)
		case *atlasschema.ModifyForeignKey:
			texts = append(texts, "ModifyForeignKey "+c.To.Symbol)
		case *atlasschema.AddCheck:
			texts = append(texts, "AddCheck "+c.C.Name)
		case *atlasschema.DropCheck:
			texts = append(texts, "DropCheck "+c.C.Name)
		case *atlasschema.ModifyCheck:
			texts = append(texts, "ModifyCheck "+c.To.Name)
		default:
			texts = append(texts, fmt.Sprintf("%T", c))
		}
	}
	return texts
}
