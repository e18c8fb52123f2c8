package main

import (
	"context"
	"fmt"

	"thidua/internal/access"
	"thidua/internal/journal"
)

// epoch is about the history in which positions are good.
type epoch struct {
	Database string `env:"THIDUA_DATABASE" default:"sqlite:thidua.db" placeholder:"URL" help:"Database: sqlite:FILE, or postgres://USER@HOST/NAME."`

	Renew epochRenew `cmd:"" help:"Say that a backup was restored: positions from before are lost from now on, and clients are told to begin anew."`
}

type epochRenew struct{}

// Run may be called while servers run: they find out within half a second.
func (epochRenew) Run(ctx context.Context, c *cli, out streams) error {
	s, err := open(ctx, c.Epoch.Database, false, access.Install)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := journal.Renew(ctx, s); err != nil {
		return err
	}
	_, err = fmt.Fprintln(out.out, "a new epoch has begun: clients with positions from before are told POSITION_LOST")
	return err
}
