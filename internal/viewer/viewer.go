// Package viewer owns the answer to who is asking: the identity that a context
// carries, and the class of viewers who see the same.
//
// It never decides which row a viewer may see (internal/access does), and
// never reads a token or a request: who builds a context says who is in it.
//
// Invariants:
//   - a context without a viewer has the anonymous one, and so has the zero
//     Viewer: what was forgotten is denied;
//   - nobody becomes the operator by what they send: only the command line and
//     the record loader put the operator into a context;
//   - viewers of one class see exactly the same, so they may share an answer.
package viewer

import (
	"context"

	"thidua/internal/fault"
)

// Kind is what sort of viewer is asking.
type Kind string

// The kinds of viewers.
const (
	KindAnonymous Kind = "ANONYMOUS" // nobody signed in: sees what is public
	KindOperator  Kind = "OPERATOR"  // the local operator: sees and may do everything
)

// Viewer is who is asking. It is a value, and the zero Viewer is anonymous.
type Viewer struct {
	kind Kind // "" is anonymous; read it through Kind
}

// Anonymous is the viewer who has not signed in.
func Anonymous() Viewer { return Viewer{} }

// Operator is the local operator: the command line and the record loader. No
// request from the network may ever have it.
func Operator() Viewer { return Viewer{kind: KindOperator} }

// Kind is what sort of viewer this is.
func (v Viewer) Kind() Kind {
	if v.kind == "" {
		return KindAnonymous
	}
	return v.kind
}

// IsOperator tells whether this is the local operator.
func (v Viewer) IsOperator() bool { return v.kind == KindOperator }

// Class is the visibility class: "public" or "operator". What was rendered for
// one viewer of a class may be shown to every other, and to nobody else.
func (v Viewer) Class() string {
	if v.IsOperator() {
		return "operator"
	}
	return "public"
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

// RequireOperator is nil for the operator, and fault.Forbidden for all others.
func RequireOperator(ctx context.Context) error {
	if From(ctx).IsOperator() {
		return nil
	}
	return fault.Forbidden.With()
}
