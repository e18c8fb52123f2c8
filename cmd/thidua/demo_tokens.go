package main

import (
	"context"
	"strings"

	"thidua/ent/grant"
	"thidua/internal/account"
	"thidua/internal/store"
	"thidua/internal/vi"
	"thidua/internal/viewer"
	"thidua/internal/web"
)

// demoLabel marks the tokens that a demo issued, so that the next one revokes them.
const demoLabel = "demo"

// demoTokens creates an account for each role, for cluster 2 in 2023-2024 and the demo conference, and issues
// it a token unless stored, by role, has a valid secret of the last demo.
func demoTokens(ctx context.Context, s *store.Store, stored map[string]string) ([]web.Token, error) {
	var (
		year             = new(vi.SchoolYear(2023))
		cluster, unit    = new(2), new("bac-ninh")
		conference       = new("c2-2023-2024-final")
		tokens           []web.Token
		hall             = new(demoPlan().Code)
		atTheConference  = account.NewGrant{Conference: conference}
		atTheHall        = account.NewGrant{Conference: hall}
		headingTheOthers = account.NewGrant{Cluster: cluster, SchoolYear: year}
	)
	// One commit instead of 36.
	err := s.Tx(viewer.NewContext(ctx, viewer.Operator()), func(ctx context.Context, _ *store.Tx) error {
		tokens = nil
		for _, role := range []struct {
			role   grant.Role
			scopes []account.NewGrant
		}{
			{grant.RoleMinistry, []account.NewGrant{{}}}, {grant.RoleAuditor, []account.NewGrant{{}}},
			{grant.RoleClusterHead, []account.NewGrant{headingTheOthers}},
			{grant.RoleClusterDeputy, []account.NewGrant{headingTheOthers}},
			{grant.RoleUnitEditor, []account.NewGrant{{Unit: unit, SchoolYear: year}}},
			{grant.RoleDelegate, []account.NewGrant{
				{Conference: conference, Unit: unit}, {Conference: hall, Unit: unit},
			}},
			{grant.RoleSecretary, []account.NewGrant{atTheConference, atTheHall}},
			{grant.RoleTeller, []account.NewGrant{atTheConference}},
			{grant.RoleScreen, []account.NewGrant{atTheConference, {Conference: hall, Unit: unit}}},
		} {
			secret, err := demoToken(ctx, s, role.role, role.scopes, stored[string(role.role)])
			if err != nil {
				return err
			}
			tokens = append(tokens, web.Token{Role: string(role.role), Secret: secret})
		}
		return nil
	})
	return tokens, err
}

// demoSubject returns the subject of the account of a role.
func demoSubject(role string) string {
	return "demo-" + strings.ToLower(strings.ReplaceAll(role, "_", "-"))
}

// demoToken creates the account of a role and returns the stored secret, or that of a new token if there is
// none.
func demoToken(
	ctx context.Context, s *store.Store, role grant.Role, scopes []account.NewGrant, stored string,
) (secret string, err error) {
	subject := demoSubject(string(role))
	in := account.NewAccount{Subject: subject, Name: "Demo: " + string(role), Kind: "SERVICE"}
	if _, err := account.Create(ctx, s, in); err != nil {
		return "", err
	}
	for _, scope := range scopes {
		scope.Account, scope.Role = subject, role
		if _, err := account.GrantRole(ctx, s, scope); err != nil {
			return "", err
		}
	}
	if stored != "" {
		return stored, nil
	}
	if err := account.RevokeTokensByLabel(ctx, s, subject, demoLabel); err != nil {
		return "", err
	}
	issued, err := account.IssueToken(ctx, s, account.NewToken{Account: subject, Label: demoLabel})
	return issued.Secret, err
}
