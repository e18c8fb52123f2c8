package main

import (
	"context"
	"fmt"

	"thidua/internal/access"
	"thidua/internal/journal"
)

// epochCommand manages the epoch, in which positions are valid.
type epochCommand struct {
	Database string `env:"THIDUA_DATABASE" default:"sqlite:thidua.db" placeholder:"URL" help:"Database: sqlite:FILE or postgres://USER@HOST/NAME."`

	Renew epochRenewCommand `cmd:"" help:"Start a new epoch after a backup was restored: clients with earlier positions receive POSITION_LOST."`
}

type epochRenewCommand struct{}

// Run may be called while servers are running: they detect the new epoch within half a second.
func (epochRenewCommand) Run(ctx context.Context, c *cli, out outputs) error {
	s, err := openDatabase(ctx, c.Epoch.Database, false, access.InstallReadRules)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := journal.RenewEpoch(ctx, s); err != nil {
		return err
	}
	_, err = fmt.Fprintln(out.out,
		"new epoch started: earlier positions are invalid, clients receive POSITION_LOST")
	return err
}
