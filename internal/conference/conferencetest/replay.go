// Package conferencetest compares journals with tables: a conference replayed from its journal must equal its
// rows. Each subject reads its rows in a file of its own, like the replay_*.go files of internal/conference.
package conferencetest

import (
	"cmp"
	"context"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"thidua/ent"
	entconference "thidua/ent/conference"
	"thidua/ent/taskassignment"
	"thidua/internal/conference"
	"thidua/internal/journal"
	"thidua/internal/registry"
	"thidua/internal/store"
	"thidua/internal/vi"
	"thidua/internal/viewer"
)

// TB is a *testing.T or a *rapid.T.
type TB interface {
	Helper()
	Context() context.Context
	Errorf(format string, args ...any)
	Fatal(args ...any)
}

var _ TB = (*testing.T)(nil)

// CheckReplay compares a conference replayed to the head of its journal with its rows.
func CheckReplay(t TB, s *store.Store, code string) {
	t.Helper()
	CheckSameState(t, "the replayed journal", StateAt(t, s, code, HeadSeq(t, s, code)),
		StateFromTables(t, s, code))
}

// CheckSameState compares two states.
func CheckSameState(t TB, what string, got, want conference.State) {
	t.Helper()
	if diff := gocmp.Diff(sorted(want), sorted(got), cmpopts.EquateEmpty(),
		cmpopts.IgnoreUnexported(journal.DirectiveGiven{}),
		gocmp.Comparer(func(a, b vi.Date) bool { return a == b })); diff != "" {
		t.Errorf("%s differs from the tables (-want +got):\n%s", what, diff)
	}
}

// StateAt replays a conference up to an entry of its journal, as seen by the operator.
func StateAt(t TB, s *store.Store, code string, seq int64) conference.State {
	t.Helper()
	stream := journal.ConferenceStream(registry.ConferenceID(code))
	heads, err := journal.ReadHeads(t.Context(), s.Reader(), stream)
	if err != nil {
		t.Fatal(err)
	}
	position := journal.PositionAt(heads.Epoch, stream, seq)
	replay, err := conference.ReplayAt(operator(t), s, code, &position)
	if err != nil {
		t.Fatal(err)
	}
	return replay.State
}

// HeadSeq returns the sequence number of the newest entry of a conference's journal.
func HeadSeq(t TB, s *store.Store, code string) int64 {
	t.Helper()
	stream := journal.ConferenceStream(registry.ConferenceID(code))
	heads, err := journal.ReadHeads(t.Context(), s.Reader(), stream)
	if err != nil {
		t.Fatal(err)
	}
	return heads.Last[stream]
}

// StateFromTables returns the State that the rows of a conference hold.
func StateFromTables(t TB, s *store.Store, code string) (out conference.State) {
	t.Helper()
	c, err := s.Reader().Conference.Query().Where(entconference.Code(code)).WithCluster().WithHost().
		WithSites(func(q *ent.SiteQuery) { q.WithProvince().WithUnit() }).
		WithAgendaItems(func(q *ent.AgendaItemQuery) { q.WithUnit().WithDocuments() }).
		WithAnnouncements(func(q *ent.AnnouncementQuery) { q.WithSite() }).
		WithAttendances(func(q *ent.AttendanceQuery) { q.WithUnit().WithSite() }).
		WithFloorRequests(func(q *ent.FloorRequestQuery) { q.WithUnit().WithSite() }).
		WithProposals(func(q *ent.ProposalQuery) { q.WithUnit().WithAssignee().WithTopics().WithSponsors() }).
		WithDirectives(func(q *ent.DirectiveQuery) { q.WithIssuer() }).
		WithTasks(func(q *ent.TaskQuery) {
			q.WithCluster().WithAssignments(func(q *ent.TaskAssignmentQuery) {
				q.Order(taskassignment.ByOrdinal()).WithUnit()
			})
		}).Only(operator(t))
	if err != nil {
		t.Fatal(err)
	}
	out.ReplayedCourse = course(c)
	out.ReplayedAgenda = agenda(c)
	out.ReplayedSites = sites(c)
	out.ReplayedAnnouncements = announcements(c)
	out.ReplayedRoll = roll(c)
	out.ReplayedFloor = floor(c)
	out.ReplayedProposals = proposals(c)
	out.ReplayedDirectives = directives(c)
	out.ReplayedTasks = tasks(c)
	return out
}

func operator(t TB) context.Context { return viewer.NewContext(t.Context(), viewer.Operator()) }

// sorted returns a state with sorted lists: requests, and events of the same moment, have no order.
func sorted(s conference.State) conference.State {
	s.Announcements = slices.SortedFunc(slices.Values(s.Announcements), func(
		a, b conference.ReplayedAnnouncement,
	) int {
		return cmp.Or(a.MadeAt.Compare(b.MadeAt), cmp.Compare(a.AnnouncementID, b.AnnouncementID))
	})
	s.Attendances = slices.SortedFunc(slices.Values(s.Attendances), func(a, b journal.Attendance) int {
		return cmp.Compare(a.Ordinal, b.Ordinal)
	})
	byRequest := func(a, b journal.FloorRequestState) int {
		return cmp.Compare(a.RequestID, b.RequestID)
	}
	s.FloorRequests = slices.SortedFunc(slices.Values(s.FloorRequests), byRequest)
	s.Proposals = slices.SortedFunc(slices.Values(s.Proposals), func(a, b journal.ProposalState) int {
		return cmp.Compare(a.Ordinal, b.Ordinal)
	})
	s.Directives = slices.SortedFunc(slices.Values(s.Directives), func(a, b journal.DirectiveGiven) int {
		return cmp.Compare(a.Ordinal, b.Ordinal)
	})
	s.Tasks = slices.SortedFunc(slices.Values(s.Tasks), func(a, b journal.TaskState) int {
		return cmp.Compare(a.Ordinal, b.Ordinal)
	})
	return s
}
