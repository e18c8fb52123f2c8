// Package viewer owns the caller's identity: the account and grants in a context, the visibility class shared
// by viewers who see the same, and the rules with which commands state who may call them (require.go).
//
// It never decides which rows a viewer may see (internal/access does), and never reads a token or a request:
// the code that builds a context sets its viewer.
//
// Invariants:
//   - a context without a viewer is anonymous, and so is the zero Viewer: a forgotten viewer has no rights;
//   - no request can become the operator: only the command line and the loader set it;
//   - viewers of a class see exactly the same of the record, so they may share a response; accounts are not
//     part of the record;
//   - a viewer is immutable: changed grants make a new viewer.
package viewer

import (
	"context"
	"time"

	"thidua/internal/gid"
)

// Kind is the kind of a viewer.
type Kind string

// The kinds of viewers.
const (
	KindAnonymous Kind = "ANONYMOUS" // not signed in: sees what is public
	KindAccount   Kind = "ACCOUNT"   // an account: also sees what its grants allow
	KindOperator  Kind = "OPERATOR"  // the local operator: may see and do everything
)

// Viewer is the caller. The zero Viewer is anonymous.
type Viewer struct {
	kind     Kind // "" is anonymous; read it through Kind
	identity *identity
}

// identity is the immutable data of an account.
type identity struct {
	account    gid.ID
	grants     []Grant
	class      string
	validUntil time.Time
}

// Anonymous returns the viewer who is not signed in.
func Anonymous() Viewer { return Viewer{} }

// Operator returns the local operator, for the command line and the loader. A network request must never have
// it.
func Operator() Viewer { return Viewer{kind: KindOperator} }

// Account returns the viewer of an account with the grants now in force. At until, a grant starts or ends or
// the token expires; the zero time means never.
func Account(account gid.ID, until time.Time, grants ...Grant) Viewer {
	grants = canonicalGrants(grants)
	return Viewer{KindAccount, &identity{account, grants, classOf(grants), until}}
}

// Kind returns the kind of the viewer.
func (v Viewer) Kind() Kind {
	if v.kind == "" {
		return KindAnonymous
	}
	return v.kind
}

// IsOperator reports whether this is the local operator.
func (v Viewer) IsOperator() bool { return v.kind == KindOperator }

// Account returns the account's id; 0 without an account, as for the shared viewer of a class.
func (v Viewer) Account() gid.ID {
	if v.identity == nil {
		return 0
	}
	return v.identity.account
}

// Grants returns the grants in force. The caller must not modify them.
func (v Viewer) Grants() []Grant {
	if v.identity == nil {
		return nil
	}
	return v.identity.grants
}

// ValidUntil returns when the viewer has to be authenticated again; the zero time means never. Long-lived
// operations must observe it.
func (v Viewer) ValidUntil() time.Time {
	if v.identity == nil {
		return time.Time{}
	}
	return v.identity.validUntil
}

type contextKey struct{}

// NewContext returns a copy of ctx with the viewer v, replacing any other.
func NewContext(ctx context.Context, v Viewer) context.Context {
	return context.WithValue(ctx, contextKey{}, v)
}

// FromContext returns the viewer of ctx, by default Anonymous.
func FromContext(ctx context.Context) Viewer {
	v, _ := ctx.Value(contextKey{}).(Viewer)
	return v
}
