package journal

import (
	"fmt"
	"hash/fnv"

	"thidua/internal/gid"
	"thidua/internal/vi"
)

// Stream is the name of a sequence of changes.
type Stream string

// AccessChanges is the stream of changed grants and tokens. It has no subscribers: readers of other streams
// read it together with them, so that no event is delivered under a grant that had ended.
const AccessChanges Stream = "@access"

// epochHead is not a stream: the sequence number of its head is the epoch of the database.
const epochHead Stream = "@epoch"

// identityHead is not a stream: the sequence number of its head is the identity of the database when the
// epoch began.
const identityHead Stream = "@stamp"

// conferencePrefix is the prefix of the streams of conferences.
const conferencePrefix = "conference/"

// ConferenceStream returns the stream of a conference.
func ConferenceStream(id gid.ID) Stream {
	return Stream(fmt.Sprintf("%s%d", conferencePrefix, int64(id)))
}

// ClusterStream returns the stream of a cluster's school year.
func ClusterStream(id gid.ID, year vi.SchoolYear) Stream {
	return Stream(fmt.Sprintf("cluster/%d/%d", int64(id), year.Start()))
}

// tag returns a hash that distinguishes the positions of streams.
func (s Stream) tag() uint32 {
	h := fnv.New32a()
	_, _ = h.Write([]byte(s)) // a hash never returns an error
	return h.Sum32()
}
