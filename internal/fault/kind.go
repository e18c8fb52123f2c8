package fault

// Kind is the category of a fault and tells a client how to react. It implements error only as a target of
// errors.Is, which matches every fault of the kind.
type Kind string

// The kinds of faults.
const (
	KindInvalid         Kind = "INVALID"         // the request is wrong: change it
	KindNotFound        Kind = "NOT_FOUND"       // does not exist, or is not visible to the viewer
	KindConflict        Kind = "CONFLICT"        // does not fit the current state: fetch it again
	KindUnauthenticated Kind = "UNAUTHENTICATED" // authentication failed: sign in again
	KindForbidden       Kind = "FORBIDDEN"       // the viewer is not allowed to do this
	KindUnavailable     Kind = "UNAVAILABLE"     // transient, or the operator has to act: retry later
	KindInternal        Kind = "INTERNAL"        // a defect of the server
)

// Error returns the name of the kind.
func (k Kind) Error() string { return string(k) }
