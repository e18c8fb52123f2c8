package graph

import (
	"context"

	"thidua/ent"
	entaccount "thidua/ent/account"
	enttoken "thidua/ent/token"
	"thidua/internal/account"
	"thidua/internal/gid"
	"thidua/internal/viewer"
)

// asOperatorForMinistry returns the context in which a mutation's result about accounts is read. The Ministry
// manages accounts of others and receives what it changed in full; no edge leads from one account to another.
// All other viewers read with their own access.
func asOperatorForMinistry(ctx context.Context) context.Context {
	if viewer.Require(ctx, viewer.AllowMinistry()) == nil {
		return viewer.NewContext(ctx, viewer.Operator())
	}
	return ctx
}

// issuedToken returns the token that was issued.
func (r *Resolver) issuedToken(ctx context.Context, issued *account.Issued) (*ent.Token, error) {
	return collectOne(asOperatorForMinistry(ctx), r.Reader.Token.Query().Where(enttoken.ID(issued.Token)))
}

func issuedOrNil(issued account.Issued, err error) (*account.Issued, error) {
	if err != nil {
		return nil, err
	}
	return &issued, nil
}

// viewerAccount returns the authenticated account, or nil for an anonymous viewer or the operator.
func (r *Resolver) viewerAccount(ctx context.Context, id gid.ID) (*ent.Account, error) {
	if id == 0 {
		return nil, nil
	}
	return collectOne(ctx, r.Reader.Account.Query().Where(entaccount.ID(id)))
}
