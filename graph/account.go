package graph

import (
	"context"

	"thidua/ent"
	entaccount "thidua/ent/account"
	entgrant "thidua/ent/grant"
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

func (r *Resolver) reloadAccount(ctx context.Context, id gid.ID, err error) (*ent.Account, error) {
	return reload(asOperatorForMinistry(ctx), r.Reader.Account.Query().Where(entaccount.ID(id)), err)
}

func (r *Resolver) reloadGrant(ctx context.Context, id gid.ID, err error) (*ent.Grant, error) {
	return reload(asOperatorForMinistry(ctx), r.Reader.Grant.Query().Where(entgrant.ID(id)), err)
}

func (r *Resolver) reloadToken(ctx context.Context, id gid.ID, err error) (*ent.Token, error) {
	return reload(asOperatorForMinistry(ctx), r.Reader.Token.Query().Where(enttoken.ID(id)), err)
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
	return getOne(ctx, r.Reader.Account.Query().Where(entaccount.ID(id)))
}
