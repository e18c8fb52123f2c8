package main

import (
	"context"
	"strings"

	"thidua/ent"
	"thidua/ent/grant"
	"thidua/internal/account"
	"thidua/internal/store"
	"thidua/internal/vi"
	"thidua/internal/viewer"
	"thidua/internal/web"
)

// demoLabel marks the tokens that a demo issued, for the next one to revoke.
const demoLabel = "demo"

// demoTokens makes an account for each role, about cluster 2 in 2023-2024 and the hall to try things at, and issues it a token.
func demoTokens(ctx context.Context, s *store.Store) ([]web.Token, error) {
	var (
		year             = new(vi.SchoolYear(2023))
		cluster, unit    = new(2), new("bac-ninh")
		conference       = new("c2-2023-2024-final")
		tokens           []web.Token
		hall             = new(demoHall().Code)
		atTheConference  = account.NewGrant{Conference: conference}
		atTheHall        = account.NewGrant{Conference: hall}
		headingTheOthers = account.NewGrant{Cluster: cluster, SchoolYear: year}
	)
	err := s.Tx(viewer.With(ctx, viewer.Operator()), func(ctx context.Context, _ *ent.Tx) error { // one commit, not thirty-six
		tokens = nil
		for _, role := range []struct {
			role   grant.Role
			scopes []account.NewGrant
		}{
			{grant.RoleMinistry, []account.NewGrant{{}}}, {grant.RoleAuditor, []account.NewGrant{{}}},
			{grant.RoleClusterHead, []account.NewGrant{headingTheOthers}}, {grant.RoleClusterDeputy, []account.NewGrant{headingTheOthers}},
			{grant.RoleUnitEditor, []account.NewGrant{{Unit: unit, SchoolYear: year}}},
			{grant.RoleDelegate, []account.NewGrant{{Conference: conference, Unit: unit}, {Conference: hall, Unit: unit}}},
			{grant.RoleSecretary, []account.NewGrant{atTheConference, atTheHall}}, {grant.RoleTeller, []account.NewGrant{atTheConference}},
			{grant.RoleScreen, []account.NewGrant{atTheConference, {Conference: hall, Unit: unit}}},
		} {
			issued, err := demoToken(ctx, s, role.role, role.scopes)
			if err != nil {
				return err
			}
			tokens = append(tokens, web.Token{Role: string(role.role), Secret: issued.Secret})
		}
		return nil
	})
	return tokens, err
}

func demoToken(ctx context.Context, s *store.Store, role grant.Role, scopes []account.NewGrant) (account.Issued, error) {
	subject := "demo-" + strings.ToLower(strings.ReplaceAll(string(role), "_", "-"))
	if _, err := account.Create(ctx, s, account.NewAccount{Subject: subject, Name: "Demo: " + string(role), Kind: "SERVICE"}); err != nil {
		return account.Issued{}, err
	}
	for _, scope := range scopes {
		scope.Account, scope.Role = subject, role
		if _, err := account.GrantRole(ctx, s, scope); err != nil {
			return account.Issued{}, err
		}
	}
	if err := account.RevokeLabelled(ctx, s, subject, demoLabel); err != nil {
		return account.Issued{}, err
	}
	return account.Issue(ctx, s, account.NewToken{Account: subject, Label: demoLabel})
}
