// Command diff writes a new migration for both databases: the difference between the migrations that are
// there, played on an empty database, and the ent schema.
//
//	go run ./ent/migrate/diff NAME      from the root of the repository, after ent was generated
//	go run ./ent/migrate/diff -rehash   after a migration that is not released yet was edited by hand
//
// A number means the same step on both databases; where only one of them changes, the other gets an empty
// file. There is no way down, on purpose: undoing a migration loses what was written since, and a backup does
// that better. ent never drops a table: write that by hand.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"text/template"

	atlas "ariga.io/atlas/sql/migrate"
	atlasschema "ariga.io/atlas/sql/schema"
	"ariga.io/atlas/sql/sqltool"
	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql/schema"

	"thidua/ent/migrate"
)

// root is where the store keeps its migrations.
const root = "internal/store/migrations"

// folders are those of the two databases.
var folders = map[string]string{dialect.SQLite: root + "/sqlite", dialect.Postgres: root + "/postgres"}

func main() {
	rehash := flag.Bool("rehash", false, "only compute atlas.sum again")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	var err error
	switch {
	case *rehash && flag.NArg() == 0:
		err = sum()
	case !*rehash && flag.NArg() == 1 && regexp.MustCompile(`^[a-z][a-z0-9_]*$`).MatchString(flag.Arg(0)):
		err = write(ctx, flag.Arg(0))
	default:
		err = errors.New("give one name, in lower case with underscores, or -rehash")
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "diff:", err)
		os.Exit(1)
	}
}

// write makes the next migration of both databases.
func write(ctx context.Context, name string) error {
	next, err := nextVersion()
	if err != nil {
		return err
	}
	wrote := map[string]bool{}
	for d, folder := range folders {
		switch err := diff(ctx, d, folder, next, name); {
		case errors.Is(err, atlas.ErrNoPlan):
		case err != nil:
			return fmt.Errorf("%s: %w", d, err)
		default:
			wrote[d] = true
		}
	}
	if len(wrote) == 0 {
		fmt.Println("nothing has changed")
		return nil
	}
	for d, folder := range folders {
		file := fmt.Sprintf("%05d_%s.sql", next, name)
		if !wrote[d] {
			if err := os.WriteFile(filepath.Join(folder, file), []byte("-- +goose Up\n-- Nothing changes on this "+
				"database.\n"), 0o644); err != nil {
				return err
			}
		}
		fmt.Println(filepath.Join(folder, file))
	}
	return sum()
}

// diff writes the migration of one database.
func diff(ctx context.Context, d, folder string, version int, name string) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	dir, err := sqltool.NewGooseDir(folder)
	if err != nil {
		return err
	}
	drv, done, err := scratch(ctx, d)
	if err != nil {
		return err
	}
	defer done()
	opts := []schema.MigrateOption{
		schema.WithDir(dir), schema.WithMigrationMode(schema.ModeReplay), schema.WithFormatter(format(version)),
		schema.WithDropColumn(
			true,
		), schema.WithDropIndex(true), schema.WithErrNoPlan(true), schema.WithIndent("  "),
		// Otherwise a CHECK is compared by its name alone, and a new value of an enum would change nothing.
		schema.WithDiffOptions(atlasschema.DiffNormalized()),
		schema.WithDiffHook(hooks[d]),
	}
	m, err := schema.NewMigrate(drv, opts...)
	if err != nil {
		return err
	}
	return m.NamedDiff(ctx, name, migrate.Tables...)
}

// format is goose's, with the number given and no way down.
func format(version int) atlas.Formatter {
	f, err := atlas.NewTemplateFormatter(
		template.Must(template.New("name").Parse(fmt.Sprintf("%05d_{{ .Name }}.sql", version))),
		template.Must(template.New("text").Parse(
			"-- +goose Up\n{{ range .Changes }}{{ with .Comment }}-- {{ println . }}{{ end }}{{ printf \"%s;\\n\" "+
				".Cmd }}{{ end }}",
		)),
	)
	if err != nil {
		panic(err) // two templates are a pair
	}
	return f
}

// nextVersion is one more than the newest migration of either database.
func nextVersion() (int, error) {
	if _, err := os.Stat("go.mod"); err != nil {
		return 0, errors.New("run it from the root of the repository")
	}
	files, err := filepath.Glob(root + "/*/*.sql")
	if err != nil {
		return 0, err
	}
	newest := 0
	for _, f := range files {
		number, _, _ := strings.Cut(filepath.Base(f), "_")
		v, err := strconv.Atoi(number)
		if err != nil {
			return 0, fmt.Errorf("%s: %w", f, err)
		}
		newest = max(newest, v)
	}
	return newest + 1, nil
}

// sum writes atlas.sum, by which atlas notices two branches that added a migration each. goose does not look
// at it.
func sum() error {
	for _, folder := range folders {
		dir, err := sqltool.NewGooseDir(folder)
		if err != nil {
			return err
		}
		hash, err := dir.Checksum()
		if err != nil {
			return err
		}
		if err := atlas.WriteSumFile(dir, hash); err != nil {
			return err
		}
	}
	return nil
}
