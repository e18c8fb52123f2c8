package fault

// Kind is what a fault means to whoever gets it: what to do next. It is an
// error only to be the target of errors.Is, which finds every fault of a kind.
type Kind string

// The kinds. There are no others.
const (
	KindInvalid         Kind = "INVALID"         // what was asked is wrong: change it
	KindNotFound        Kind = "NOT_FOUND"       // it is not there, or not for this viewer
	KindConflict        Kind = "CONFLICT"        // it does not fit what is there: look again
	KindUnauthenticated Kind = "UNAUTHENTICATED" // who asks is not who they say: sign in again
	KindForbidden       Kind = "FORBIDDEN"       // not for this viewer
	KindUnavailable     Kind = "UNAVAILABLE"     // not now: try later, or the operator has to act
	KindInternal        Kind = "INTERNAL"        // our mistake
)

// Error is the kind's name.
func (k Kind) Error() string { return string(k) }
