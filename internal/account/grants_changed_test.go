package account_test

import (
	"context"
	"testing"

	"thidua/internal/account"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/store"
	"thidua/internal/storetest"
	"thidua/internal/viewer"
)

// Every change of an account's rights or tokens is published once on the access stream; a no-op is not.
func TestCommands_PublishGrantsChanged(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		ctx := viewer.NewContext(t.Context(), viewer.Operator())
		n := 0
		publishes := func(what string, want int, call func(context.Context) (gid.ID, error)) gid.ID {
			t.Helper()
			id, err := call(ctx)
			if err != nil {
				t.Fatal(err)
			}
			entries, err := journal.ReadSince(ctx, s.Reader(), 100,
				journal.StreamSeq{Stream: journal.AccessChanges, Seq: int64(n)})
			if err != nil {
				t.Fatal(err)
			}
			n += len(entries)
			if len(entries) != want || want == 1 &&
				entries[0].Change != (journal.GrantsChanged{Account: account.ID("an")}) {
				t.Errorf("%s published %+v", what, entries)
			}
			return id
		}
		publishes("creating", 0, func(ctx context.Context) (gid.ID, error) {
			return account.Create(ctx, s, account.NewAccount{Subject: "an", Name: "An", Kind: "PERSON"})
		})
		var g gid.ID
		for _, want := range []int{1, 0} {
			g = publishes("granting", want, func(ctx context.Context) (gid.ID, error) {
				return account.GrantRole(ctx, s, account.NewGrant{Account: "an", Role: "AUDITOR"})
			})
		}
		for _, want := range []int{1, 0} {
			publishes("revoking", want, func(ctx context.Context) (gid.ID,
				error) {
				return account.RevokeGrant(ctx, s, g)
			})
		}
		issue := func() (id gid.ID) {
			return publishes("issuing", 0, func(ctx context.Context) (gid.ID, error) {
				issued, err := account.IssueToken(ctx, s, account.NewToken{Account: "an", Label: "x"})
				return issued.Token, err
			})
		}
		token := issue()
		for _, want := range []int{1, 0} {
			publishes("revoking the token", want,
				func(ctx context.Context) (gid.ID, error) { return account.RevokeToken(ctx, s, token) })
		}
		issue()
		for _, want := range []int{1, 0} {
			publishes("revoking by label", want, func(ctx context.Context) (gid.ID, error) {
				return 0, account.RevokeTokensByLabel(ctx, s, "an", "x")
			})
		}
		for _, want := range []int{1, 0} {
			publishes("disabling", want, func(ctx context.Context) (gid.ID,
				error) {
				return account.Disable(ctx, s, "an")
			})
		}
	})
}
