// Package viewer owns the answer to who is asking: the identity and the grants
// that a context carries, the class of viewers who see the same, and the words
// by which verbs say who may call them (require.go).
//
// It never decides which row a viewer may see (internal/access does), and
// never reads a token or a request: who builds a context says who is in it.
//
// Invariants:
//   - a context without a viewer has the anonymous one, and so has the zero
//     Viewer: what was forgotten is denied;
//   - nobody becomes the operator by what they send: only the command line and
//     the record loader put the operator into a context;
//   - viewers of one class see exactly the same of the record, so they may
//     share an answer about it; accounts are no part of the record;
//   - a viewer never changes: when grants do, there is another viewer.
package viewer

import (
	"context"
	"time"

	"thidua/internal/gid"
)

// Kind is what sort of viewer is asking.
type Kind string

// The kinds of viewers.
const (
	KindAnonymous Kind = "ANONYMOUS" // nobody signed in: sees what is public
	KindAccount   Kind = "ACCOUNT"   // an account: sees also what its grants allow
	KindOperator  Kind = "OPERATOR"  // the local operator: sees and may do everything
)

// Viewer is who is asking. It is a value, and the zero Viewer is anonymous.
type Viewer struct {
	kind     Kind // "" is anonymous; read it through Kind
	identity *identity
}

// identity is what an account brings along. It is never written to once it is made.
type identity struct {
	account gid.ID
	grants  []Grant
	class   string
	until   time.Time
}

// Anonymous is the viewer who has not signed in.
func Anonymous() Viewer { return Viewer{} }

// Operator is the local operator: the command line and the record loader. No
// request from the network may ever have it.
func Operator() Viewer { return Viewer{kind: KindOperator} }

// Account is the viewer who signed in to an account, with the grants that are in force now. Until says when one of these
// begins or ends, or what they signed in with does; the zero time means never.
func Account(account gid.ID, until time.Time, grants ...Grant) Viewer {
	grants = canonical(grants)
	return Viewer{KindAccount, &identity{account, grants, classOf(grants), until}}
}

// Kind is what sort of viewer this is.
func (v Viewer) Kind() Kind {
	if v.kind == "" {
		return KindAnonymous
	}
	return v.kind
}

// IsOperator tells whether this is the local operator.
func (v Viewer) IsOperator() bool { return v.kind == KindOperator }

// Account is the account that signed in; 0 for none, and for the principal of a class.
func (v Viewer) Account() gid.ID {
	if v.identity == nil {
		return 0
	}
	return v.identity.account
}

// Grants are the grants in force. They are not the caller's to change.
func (v Viewer) Grants() []Grant {
	if v.identity == nil {
		return nil
	}
	return v.identity.grants
}

// Until is when this viewer is no longer what it is and has to be asked for anew; the zero time for never. What lasts
// longer than a request has to heed it.
func (v Viewer) Until() time.Time {
	if v.identity == nil {
		return time.Time{}
	}
	return v.identity.until
}

type key struct{}

// With is ctx with v as the one who is asking, whoever was before.
func With(ctx context.Context, v Viewer) context.Context {
	return context.WithValue(ctx, key{}, v)
}

// From is who is asking; Anonymous where ctx does not say.
func From(ctx context.Context) Viewer {
	v, _ := ctx.Value(key{}).(Viewer)
	return v
}
