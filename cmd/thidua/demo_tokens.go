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

// demoTokens makes an account for each role, about cluster 2 in 2023-2024 and the hall to try things at, and issues it a token,
// unless the secret of one that works is kept from the last demo, by role.
func demoTokens(ctx context.Context, s *store.Store, kept map[string]string) ([]web.Token, error) {
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
			secret, err := demoToken(ctx, s, role.role, role.scopes, kept[string(role.role)])
			if err != nil {
				return err
			}
			tokens = append(tokens, web.Token{Role: string(role.role), Secret: secret})
		}
		return nil
	})
	return tokens, err
}

// demoSubject is the account of a role.
func demoSubject(role string) string {
	return "demo-" + strings.ToLower(strings.ReplaceAll(role, "_", "-"))
}

// demoToken makes the account of a role, and issues it a token unless one is kept.
func demoToken(ctx context.Context, s *store.Store, role grant.Role, scopes []account.NewGrant, kept string) (secret string, err error) {
	subject := demoSubject(string(role))
	if _, err := account.Create(ctx, s, account.NewAccount{Subject: subject, Name: "Demo: " + string(role), Kind: "SERVICE"}); err != nil {
		return "", err
	}
	for _, scope := range scopes {
		scope.Account, scope.Role = subject, role
		if _, err := account.GrantRole(ctx, s, scope); err != nil {
			return "", err
		}
	}
	if kept != "" {
		return kept, nil
	}
	if err := account.RevokeLabelled(ctx, s, subject, demoLabel); err != nil {
		return "", err
	}
	issued, err := account.Issue(ctx, s, account.NewToken{Account: subject, Label: demoLabel})
	return issued.Secret, err
}
