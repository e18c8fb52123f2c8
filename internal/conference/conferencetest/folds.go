// Package conferencetest holds journals to the tables: what a conference's journal alone tells is what its rows hold. Each
// noun reads its rows in a file of its own, as it folds its changes in one of internal/conference.
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
	"thidua/internal/conference"
	"thidua/internal/journal"
	"thidua/internal/registry"
	"thidua/internal/store"
	"thidua/internal/vi"
	"thidua/internal/viewer"
)

// TB is of a test, or of a check of rapid.
type TB interface {
	Helper()
	Context() context.Context
	Errorf(format string, args ...any)
	Fatal(args ...any)
}

var _ TB = (*testing.T)(nil)

// Folds holds the journal of a conference, folded to its end, to its rows.
func Folds(t TB, s *store.Store, code string) {
	t.Helper()
	Same(t, "the journal, folded", At(t, s, code, Head(t, s, code)), Tables(t, s, code))
}

// Same compares two states; announcements of one moment have no order.
func Same(t TB, what string, got, want conference.State) {
	t.Helper()
	if diff := gocmp.Diff(sorted(want), sorted(got), cmpopts.EquateEmpty(), gocmp.Comparer(func(a, b vi.Date) bool { return a == b })); diff != "" {
		t.Errorf("%s, is not what the tables hold:\n%s", what, diff)
	}
}

// At is a conference at a number of its journal, with the eyes of who sees all.
func At(t TB, s *store.Store, code string, seq int64) conference.State {
	t.Helper()
	stream := journal.OfConference(registry.ConferenceID(code))
	heads, err := journal.HeadsOf(t.Context(), s.Reader(), stream)
	if err != nil {
		t.Fatal(err)
	}
	position := journal.At(heads.Epoch, stream, seq)
	replay, err := conference.ReplayAt(operator(t), s, code, &position)
	if err != nil {
		t.Fatal(err)
	}
	return replay.State
}

// Head is the number of the newest entry of a conference's journal.
func Head(t TB, s *store.Store, code string) int64 {
	t.Helper()
	stream := journal.OfConference(registry.ConferenceID(code))
	heads, err := journal.HeadsOf(t.Context(), s.Reader(), stream)
	if err != nil {
		t.Fatal(err)
	}
	return heads.Last[stream]
}

// Tables reads what a State holds from the rows.
func Tables(t TB, s *store.Store, code string) (out conference.State) {
	t.Helper()
	c, err := s.Reader().Conference.Query().Where(entconference.Code(code)).WithCluster().WithHost().
		WithSites(func(q *ent.SiteQuery) { q.WithProvince() }).WithAgendaItems().
		WithAnnouncements(func(q *ent.AnnouncementQuery) { q.WithSite() }).Only(operator(t))
	if err != nil {
		t.Fatal(err)
	}
	out.ReplayedCourse = course(c)
	out.ReplayedAgenda = agenda(c)
	out.ReplayedSites = sites(c)
	out.ReplayedAnnouncements = announcements(c)
	return out
}

func operator(t TB) context.Context { return viewer.With(t.Context(), viewer.Operator()) }

func sorted(s conference.State) conference.State {
	s.Announcements = slices.SortedFunc(slices.Values(s.Announcements), func(a, b conference.ReplayedAnnouncement) int {
		return cmp.Or(a.MadeAt.Compare(b.MadeAt), cmp.Compare(a.AnnouncementID, b.AnnouncementID))
	})
	return s
}
