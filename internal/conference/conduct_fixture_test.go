package conference_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"thidua/ent"
	"thidua/internal/access"
	"thidua/internal/conference"
	"thidua/internal/conference/conferencetest"
	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/registry"
	"thidua/internal/registry/registrytest"
	"thidua/internal/store"
	"thidua/internal/storetest"
	"thidua/internal/vi"
	"thidua/internal/viewer"
)

const code = "c2-2023-2024-final"

// viewers are viewers of every kind with regard to the conference above, of cluster 2.
var viewers = map[string]viewer.Viewer{
	"anonymous": viewer.Anonymous(), "no role": accountWith(),
	"ministry": accountWith(
		viewer.Grant{Role: viewer.Ministry},
	), "auditor": accountWith(viewer.Grant{Role: viewer.Auditor}),
	"head": accountWith(viewer.Grant{Role: viewer.ClusterHead, Cluster: registry.ClusterID(2),
		SchoolYear: year}),
	"deputy": accountWith(viewer.Grant{Role: viewer.ClusterDeputy, Cluster: registry.ClusterID(2),
		SchoolYear: year}),
	"last year's": accountWith(viewer.Grant{Role: viewer.ClusterHead, Cluster: registry.ClusterID(2),
		SchoolYear: year.Prev()}),
	"another's": accountWith(viewer.Grant{Role: viewer.ClusterHead, Cluster: registry.ClusterID(5),
		SchoolYear: year}),
	"editor": accountWith(viewer.Grant{Role: viewer.UnitEditor, Unit: registry.UnitID("bac-ninh"),
		SchoolYear: year}),
	"last year's editor": accountWith(viewer.Grant{Role: viewer.UnitEditor, Unit: registry.UnitID("bac-ninh"),
		SchoolYear: year.Prev()}),
	"secretary": accountWith(viewer.Grant{Role: viewer.Secretary,
		Conference: registry.ConferenceID(code)}),
	"delegate": accountWith(viewer.Grant{Role: viewer.Delegate, Conference: registry.ConferenceID(code)}),
	"teller":   accountWith(viewer.Grant{Role: viewer.Teller, Conference: registry.ConferenceID(code)}),
	"screen":   accountWith(viewer.Grant{Role: viewer.Screen, Conference: registry.ConferenceID(code)}),
	"delegate of bac-ninh": accountWith(
		viewer.Grant{Role: viewer.Delegate, Conference: registry.ConferenceID(code),
			Unit: registry.UnitID("bac-ninh")},
	),
	"delegate of ha-nam": accountWith(
		viewer.Grant{Role: viewer.Delegate, Conference: registry.ConferenceID(code),
			Unit: registry.UnitID("ha-nam")},
	),
	"screen of bac-ninh": accountWith(viewer.Grant{Role: viewer.Screen, Conference: registry.ConferenceID(code),
		Unit: registry.UnitID("bac-ninh")}),
	"screen of ha-nam": accountWith(viewer.Grant{Role: viewer.Screen, Conference: registry.ConferenceID(code),
		Unit: registry.UnitID("ha-nam")}),
	"other's screen": accountWith(viewer.Grant{Role: viewer.Screen, Conference: registry.ConferenceID("other")}),
}

func accountWith(grants ...viewer.Grant) viewer.Viewer {
	return viewer.Account(gid.Derive(gid.Account, "x"), time.Time{}, grants...)
}

// fixture is a store in which a conference is planned.
type fixture struct {
	t *testing.T
	s *store.Store
}

// eachConference runs body on each database, with cluster 2's conference planned and access rules installed.
// At the end it checks that replaying the journal gives what the tables hold.
func eachConference(t *testing.T, body func(fixture), opts ...store.Option) {
	t.Helper()
	eachConferenceWithoutReplay(t, func(h fixture) {
		body(h)
		conferencetest.CheckReplay(h.t, h.s, code)
	}, opts...)
}

// eachConferenceWithoutReplay is eachConference for changes that the journal does not contain.
func eachConferenceWithoutReplay(t *testing.T, body func(fixture), opts ...store.Option) {
	t.Helper()
	eachPlan(t, func(t *testing.T, _ *store.Store) conference.NewPlan {
		return newPlan(t)
	}, body, opts...)
}

// eachPlan is eachConferenceWithoutReplay for another plan; plan also inserts the units that it refers to.
func eachPlan(t *testing.T, plan func(*testing.T, *store.Store) conference.NewPlan, body func(fixture),
	opts ...store.Option) {
	t.Helper()
	t.Parallel()
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		ctx := registrytest.OperatorContext(t)
		for _, number := range []int{2, 5} {
			if err := registry.PutCluster(ctx, s,
				registry.Cluster{Number: number, Kind: "CLUSTER", Name: "Cụm thi đua"}); err != nil {
				t.Fatal(err)
			}
		}
		h := fixture{t, s}
		if _, err := conference.Plan(h.ctxAs("head"), s, plan(t, s)); err != nil {
			t.Fatal(err)
		}
		body(h)
	}, append(opts, store.WithReadRules(access.InstallReadRules))...)
}

func newPlan(t *testing.T) conference.NewPlan {
	t.Helper()
	day, err := vi.ParseDate("2024-08-19")
	if err != nil {
		t.Fatal(err)
	}
	return conference.NewPlan{
		Code: code, Kind: "FINAL_REVIEW", Title: "Hội nghị tổng kết", SchoolYear: year, Cluster: 2, HeldOn: day,
		PartOfDay: "MORNING", Venue: "Bắc Ninh", Online: true,
		Sites: []conference.PlanSite{{Code: "main", Name: "Bắc Ninh", Kind: "MAIN"},
			{Code: "soc-trang", Name: "Sóc Trăng", Kind: "REMOTE"}},
		AgendaItems: []conference.PlanAgendaItem{{Kind: "REPORT", Title: "Báo cáo", PlannedMinutes: 30},
			{Kind: "DISCUSSION", Title: "Tham luận"}, {Kind: "ELECTION", Title: "Bầu cụm trưởng"}},
	}
}

func (h fixture) ctxAs(name string) context.Context {
	v, known := viewers[name]
	if !known {
		v, known = floorViewers[name]
	}
	if !known {
		h.t.Fatalf("no viewer %q", name)
	}
	return viewer.NewContext(h.t.Context(), v)
}

func itemID(ordinal int) gid.ID { return conference.PartID(gid.AgendaItem, code, ordinal) }

// changes returns the entries of the conference's stream.
func (h fixture) changes() []journal.Change { return h.changesOf(code) }

func (h fixture) changesOf(code string) (all []journal.Change) {
	h.t.Helper()
	entries, err := journal.ReadSince(h.t.Context(), h.s.Reader(), 1000,
		journal.StreamSeq{Stream: journal.ConferenceStream(registry.ConferenceID(code))})
	if err != nil {
		h.t.Fatal(err)
	}
	for i, e := range entries {
		if e.Seq != int64(i+1) {
			h.t.Errorf("entry %d has the sequence number %d", i+1, e.Seq)
		}
		all = append(all, e.Change)
	}
	return all
}

// changeKinds returns the type names of the changes after the first n.
func (h fixture) changeKinds(n int) string {
	h.t.Helper()
	var names []string
	for _, c := range h.changes()[n:] {
		names = append(names, fmt.Sprintf("%T", c)[len("journal."):])
	}
	return fmt.Sprint(names)
}

// dump returns all rows that commands write, and the journal, as text.
func (h fixture) dump() string {
	ctx, r := registrytest.OperatorContext(h.t), h.s.Reader()
	id := ent.Asc("id")
	return fmt.Sprint(r.Conference.Query().Order(id).AllX(ctx), r.Site.Query().Order(id).AllX(ctx),
		r.AgendaItem.Query().Order(id).AllX(ctx),
		r.Announcement.Query().Order(id).AllX(ctx), r.FloorRequest.Query().Order(id).AllX(ctx),
		r.Speech.Query().Order(id).AllX(ctx), r.JournalHead.Query().Order(ent.Asc("stream")).AllX(ctx),
		r.JournalEntry.Query().Order(id).AllX(ctx)) + h.dumpFollowUp()
}

// commandCall calls a command.
type commandCall func(ctx context.Context) (gid.ID, error)

// runTwice calls a command that must succeed; a second call must succeed and change nothing.
func (h fixture) runTwice(name string, call commandCall) {
	h.t.Helper()
	h.run(name, call)
	before := h.dump()
	h.run(name, call)
	if h.dump() != before {
		h.t.Errorf("the second call changed\n%s\nto\n%s", before, h.dump())
	}
}

func (h fixture) run(name string, call commandCall) gid.ID {
	h.t.Helper()
	id, err := call(h.ctxAs(name))
	if err != nil {
		h.t.Fatalf("%s: %v", name, err)
	}
	return id
}

// wantError calls a command that must fail with a code and change nothing.
func (h fixture) wantError(name string, call commandCall, code fault.Code) {
	h.t.Helper()
	before := h.dump()
	_, err := call(h.ctxAs(name))
	if f, ok := fault.FromError(err); !ok || f.Code() != code {
		h.t.Errorf("%s: %v, want %s", name, err, code)
	}
	if h.dump() != before {
		h.t.Errorf("%s was rejected, but something changed", name)
	}
}

// wantRefused checks that a viewer may not call a command on a public conference: UNAUTHENTICATED if they are
// anonymous, otherwise FORBIDDEN.
func (h fixture) wantRefused(name string, call commandCall) {
	h.t.Helper()
	if name == "anonymous" {
		h.wantError(name, call, "UNAUTHENTICATED")
		return
	}
	h.wantError(name, call, "FORBIDDEN")
}

func (h fixture) withCode(do func(context.Context, *store.Store, string) (gid.ID, error)) commandCall {
	return func(ctx context.Context) (gid.ID, error) { return do(ctx, h.s, code) }
}

func (h fixture) withID(
	do func(context.Context, *store.Store, gid.ID) (gid.ID, error), id gid.ID,
) commandCall {
	return func(ctx context.Context) (gid.ID, error) { return do(ctx, h.s, id) }
}

func (h fixture) withReason(do func(context.Context, *store.Store, string, string) (gid.ID, error),
	text string) commandCall {
	return func(ctx context.Context) (gid.ID, error) { return do(ctx, h.s, code, text) }
}
