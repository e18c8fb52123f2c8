package main

import (
	"context"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"thidua/ent"
	entaccount "thidua/ent/account"
	enttoken "thidua/ent/token"
	"thidua/internal/store"
)

type tokenListCommand struct {
	Account string `placeholder:"SUBJECT" help:"Account whose tokens are listed; all if not specified."`
}

func (c tokenListCommand) Run(ctx context.Context, all *cli, out outputs) error {
	return all.Token.withStore(ctx, func(ctx context.Context, s *store.Store) error {
		q := s.Reader().Token.Query().Order(enttoken.ByCreatedAt(), enttoken.ByID())
		q.WithAccount(func(q *ent.AccountQuery) {
			q.WithGrants(func(q *ent.GrantQuery) { q.WithCluster().WithUnit().WithConference() })
		})
		if c.Account != "" {
			q.Where(enttoken.HasAccountWith(entaccount.Subject(c.Account)))
		}
		tokens, err := q.All(ctx)
		if err != nil {
			return err
		}
		w := tabwriter.NewWriter(out.out, 0, 0, 2, ' ', 0)
		fmt.Fprintln(w, "ID\tACCOUNT\tROLES\tLABEL\tEXPIRES\tLAST USED\tREVOKED")
		for _, t := range tokens {
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", t.ID, t.Edges.Account.Subject,
				describeGrants(t.Edges.Account, time.Now()),
				t.Label, formatTime(t.ExpiresAt), formatTime(t.LastUsedAt), formatTime(t.RevokedAt))
		}
		return w.Flush()
	})
}

// describeGrants returns the current and future grants of an account in short form.
func describeGrants(a *ent.Account, now time.Time) string {
	if a.Disabled {
		return "disabled"
	}
	var all []string
	for _, g := range a.Edges.Grants {
		if g.ValidTo != nil && !now.Before(*g.ValidTo) {
			continue
		}
		words := []string{string(g.Role)}
		if c := g.Edges.Cluster; c != nil {
			words = append(words, fmt.Sprint("cluster ", c.Number))
		}
		if u := g.Edges.Unit; u != nil {
			words = append(words, u.Code)
		}
		if c := g.Edges.Conference; c != nil {
			words = append(words, c.Code)
		}
		if g.SchoolYear != nil {
			words = append(words, g.SchoolYear.String())
		}
		all = append(all, strings.Join(words, " "))
	}
	return strings.Join(all, ", ")
}

func formatTime(t *time.Time) string {
	if t == nil {
		return "-"
	}
	return t.UTC().Format("2006-01-02 15:04")
}
