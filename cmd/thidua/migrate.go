package main

import (
	"context"
	"fmt"
	"text/tabwriter"

	"thidua/internal/store"
)

// migrateCommand manages the database schema.
type migrateCommand struct {
	Database string `env:"THIDUA_DATABASE" default:"sqlite:thidua.db" placeholder:"URL" help:"Database: sqlite:FILE or postgres://USER@HOST/NAME."`

	Status migrateStatusCommand `cmd:"" help:"List migrations and when they were applied. Changes nothing."`
	Up     migrateUpCommand     `cmd:"" help:"Apply pending migrations."`
}

type migrateStatusCommand struct{}

func (migrateStatusCommand) Run(ctx context.Context, c *cli, out outputs) error {
	return c.Migrate.withStore(ctx, []store.Option{store.WithMustExist()}, func(s *store.Store) error {
		list, err := s.MigrationStatus(ctx)
		if err != nil {
			return err
		}
		w := tabwriter.NewWriter(out.out, 0, 0, 2, ' ', 0)
		fmt.Fprintln(w, "VERSION\tNAME\tAPPLIED")
		for _, m := range list {
			applied := "not yet"
			if !m.Applied.IsZero() {
				applied = m.Applied.UTC().Format("2006-01-02 15:04:05 UTC")
			}
			fmt.Fprintf(w, "%d\t%s\t%s\n", m.Version, m.Name, applied)
		}
		return w.Flush()
	})
}

type migrateUpCommand struct{}

func (migrateUpCommand) Run(ctx context.Context, c *cli, out outputs) error {
	return c.Migrate.withStore(ctx, nil, func(s *store.Store) error {
		if err := s.Migrate(ctx); err != nil {
			return err
		}
		_, err := fmt.Fprintln(out.out, "the schema is up to date")
		return err
	})
}

func (m migrateCommand) withStore(
	ctx context.Context, options []store.Option, do func(*store.Store) error,
) error {
	s, err := store.Open(ctx, m.Database, options...)
	if err != nil {
		return err
	}
	defer s.Close()
	return do(s)
}
