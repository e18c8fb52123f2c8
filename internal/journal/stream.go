package journal

import (
	"fmt"
	"hash/fnv"

	"thidua/internal/gid"
	"thidua/internal/vi"
)

// Stream is the name of a sequence of changes.
type Stream string

// Access is the stream of whose grants or tokens changed. Nobody subscribes to it: whoever reads another stream reads
// along what happened here before, and so nobody is told anything by a grant that had ended.
const Access Stream = "@access"

// epoch is not a stream: its head's number is the epoch of the database.
const epoch Stream = "@epoch"

// stamp is not a stream either: its head's number is where the database was when the epoch began.
const stamp Stream = "@stamp"

// conferences is what the names of conferences' streams begin with.
const conferences = "conference/"

// OfConference is the stream of a conference.
func OfConference(id gid.ID) Stream { return Stream(fmt.Sprintf("%s%d", conferences, int64(id))) }

// OfCluster is the stream of a cluster's school year.
func OfCluster(id gid.ID, year vi.SchoolYear) Stream {
	return Stream(fmt.Sprintf("cluster/%d/%d", int64(id), year.Start()))
}

// tag tells one stream's positions from another's.
func (s Stream) tag() uint32 {
	h := fnv.New32a()
	_, _ = h.Write([]byte(s)) // a hash never fails
	return h.Sum32()
}
