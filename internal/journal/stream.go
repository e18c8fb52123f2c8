package journal

import (
	"fmt"
	"hash/fnv"
	"strconv"
	"strings"

	"thidua/internal/gid"
	"thidua/internal/vi"
)

// Stream is the name of a sequence of changes.
type Stream string

// AccessChanges is the stream of changed grants and tokens. It has no subscribers: readers of other streams
// read it together with them, so that no event is delivered under a grant that had ended.
const AccessChanges Stream = "@access"

// NationStream is the stream of what concerns the nation: conferences that are planned or whose plan or state
// changes, and reports that are published or withdrawn.
const NationStream Stream = "nation"

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

// Subject returns the id of the conference or the cluster of the stream; 0 for other streams.
func (s Stream) Subject() gid.ID {
	parts := strings.Split(string(s), "/")
	if len(parts) < 2 {
		return 0
	}
	id, err := strconv.ParseInt(parts[1], 10, 64)
	if err != nil {
		return 0
	}
	return gid.ID(id)
}

// tag returns a hash that distinguishes the positions of streams.
func (s Stream) tag() uint32 {
	h := fnv.New32a()
	_, _ = h.Write([]byte(s)) // a hash never returns an error
	return h.Sum32()
}
