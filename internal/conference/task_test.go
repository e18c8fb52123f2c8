package conference_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"thidua/ent/task"
	"thidua/internal/conference"
	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/registry"
	"thidua/internal/registry/registrytest"
	"thidua/internal/store"
	"thidua/internal/viewer"
)

type hallStore = store.Store

func (h hall) directs(in conference.NewDirective) verb {
	in.Conference = code
	return func(ctx context.Context) (gid.ID, error) { return conference.GiveDirective(ctx, h.s, in) }
}

func (h hall) sets(in conference.NewTask) verb {
	in.Conference = code
	if in.Content == "" {
		in.Content = "Đẩy mạnh chuyển đổi số."
	}
	return func(ctx context.Context) (gid.ID, error) { return conference.SetTask(ctx, h.s, in) }
}

func (h hall) reports(in conference.Progress) verb {
	return func(ctx context.Context) (gid.ID, error) { return conference.ReportTask(ctx, h.s, in) }
}

func TestGiveDirective(t *testing.T) {
	eachFollowed(t, func(h hall, n int) {
		in := conference.NewDirective{
			Content: "Chuẩn bị năm học mới.", Addressee: "các Sở", Issuer: "moet", Person: "nguyen-the-son",
			DueOn: date(t, "2024-09-05"),
		}
		id := h.once("secretary", h.directs(in))
		d := h.s.Reader().Directive.GetX(t.Context(), id)
		event := h.last().(journal.DirectiveGiven)
		if d.Ordinal != 1 || d.Content != in.Content || d.DueOn != in.DueOn || event.DirectiveID != id ||
			*event.IssuerCode != "moet" || !event.GivenAt.Equal(*d.GivenAt) ||
			*event.PersonID != *d.PersonID {
			t.Errorf("%v, %+v", d, event)
		}
		for _, name := range []string{"delegate of ha-nam", "editor", "last year's", "another's", "auditor",
			"anonymous"} {
			h.refused(name, h.directs(in), "FORBIDDEN")
		}
		h.refused("head", h.directs(conference.NewDirective{Content: "x"}), "BAD_INPUT")
		in.Person = "nobody"
		h.refused("head", h.directs(in), "UNKNOWN_CODE")
		h.once("head", h.step(conference.Close))
		h.once("head", h.directs(conference.NewDirective{Content: "x", Addressee: "x"})) // sent after it
		eq(t, "the journal", h.kinds(n), "[DirectiveGiven ConferenceStateChanged DirectiveGiven]")
	})
}

// A cluster's task is for its members, in this school year or the task's, and for their successors.
func TestTasksAreForMembers(t *testing.T) {
	eachFollowed(t, func(h hall, _ int) {
		ctx := registrytest.Operator(t)
		if err := errors.Join(
			registry.PutMembership(ctx, h.s, registry.Membership{
				Cluster: 2, SchoolYear: year.Next(), Units: []string{"vinh-phuc"},
			}),
			registry.PutMembership(ctx, h.s, registry.Membership{
				Cluster: 2, SchoolYear: year.Prev(), Units: []string{"hai-duong"},
			}),
			registry.PutUnit(ctx, h.s, registry.Unit{
				Code: "ninh-binh", Kind: "PROVINCIAL_DEPARTMENT", Name: "Sở Ninh Bình",
				ShortName: "Ninh Bình",
			}),
			registry.PutSuccession(ctx, h.s, registry.Succession{
				Predecessor: "ha-nam", Successor: "ninh-binh", Kind: "MERGER",
				EffectiveOn: date(t, "2025-07-01"), LegalBasis: "202/2025/QH15",
			}),
		); err != nil {
			t.Fatal(err)
		}
		h.once("head",
			h.sets(conference.NewTask{Cluster: 2, Units: []string{"ha-nam", "vinh-phuc", "ninh-binh"}}))
		// of another cluster, and last year's; of none
		for at, units := range [][]string{{"hai-duong"}, {"ha-nam", "moet"}} {
			in := h.sets(conference.NewTask{Cluster: 2, Units: units})
			h.refused("head", in, "BAD_INPUT")
			_, err := in(h.as("head"))
			if f, _ := fault.As(err); fmt.Sprint(f.Params()["reason"]) != fmt.Sprintf("units[%d]: "+
				"NOT_A_MEMBER", at) {
				t.Errorf("%v", f.Params())
			}
		}
		h.once("ministry", h.sets(conference.NewTask{Cluster: 5, Units: []string{"hai-duong"}}))
		h.refused("ministry", h.sets(conference.NewTask{Cluster: 5, Units: []string{"ha-nam"}}), "BAD_INPUT")
		// of the whole sector
		h.once("ministry", h.sets(conference.NewTask{Units: []string{"hai-duong", "moet"}}))
	})
}

func TestSetTask(t *testing.T) {
	eachFollowed(t, func(h hall, n int) {
		directive := h.once("head", h.directs(conference.NewDirective{Content: "x", Addressee: "x"}))
		id := h.once("deputy",
			h.sets(conference.NewTask{
				Cluster: 2, Directive: &directive, Units: []string{"ha-nam", "bac-ninh"},
				DueOn: date(t, "2025-05"),
			}))
		event := h.last().(journal.TaskSet).Task
		if event.TaskID != id || event.SchoolYear != year.Next() || *event.ClusterNumber != 2 ||
			*event.DirectiveID != directive || len(event.Assignments) != 2 ||
			event.Assignments[0].UnitCode != "ha-nam" || event.Assignments[1].Ordinal != 2 ||
			event.Assignments[0].Percent != 0 {
			t.Errorf("%+v", event)
		}
		h.refused("head", h.sets(conference.NewTask{}), "FORBIDDEN")           // the whole sector
		h.refused("head", h.sets(conference.NewTask{Cluster: 5}), "FORBIDDEN") // another cluster
		h.once("ministry", h.sets(conference.NewTask{}))
		h.refused("ministry", h.sets(conference.NewTask{Cluster: 7}), "UNKNOWN_CODE")
		for _, name := range []string{"delegate of ha-nam", "editor", "last year's", "another's",
			"anonymous"} {
			h.refused(name, h.sets(conference.NewTask{Cluster: 2}), "FORBIDDEN")
		}
		h.refused("head", h.sets(conference.NewTask{Cluster: 2, Units: []string{"ha-nam", "ha-nam"}}),
			"BAD_INPUT")
		h.refused("head", h.sets(conference.NewTask{Cluster: 2, SchoolYear: 3}), "BAD_INPUT")
		h.refused("head", h.sets(conference.NewTask{Cluster: 2, Units: []string{"nowhere"}}), "UNKNOWN_CODE")
		h.refused("head", h.sets(conference.NewTask{Cluster: 2, Directive: new(gid.New(gid.Directive))}),
			"NOT_FOUND")
		eq(t, "the journal", h.kinds(n), "[DirectiveGiven TaskSet TaskSet]")
	})
}

func TestReportTask(t *testing.T) {
	eachFollowed(t, func(h hall, n int) {
		id := h.once("head", h.sets(conference.NewTask{Cluster: 2, Units: []string{"ha-nam", "bac-ninh"}}))
		half := conference.Progress{Task: id, Unit: "ha-nam", Percent: 50, Note: "Đang làm."}
		h.does("delegate of ha-nam", h.reports(half))
		if event := h.last().(journal.TaskProgressed).Task; event.State != task.StateOpen ||
			event.Assignments[0].Percent != 50 || *event.Assignments[0].Note != half.Note ||
			event.Assignments[0].ReportedAt == nil {
			t.Errorf("%+v", event)
		}
		h.refused("delegate of ha-nam",
			h.reports(conference.Progress{Task: id, Unit: "bac-ninh", Percent: 1}), "FORBIDDEN")
		// of the year before the task's
		h.refused("editor", h.reports(conference.Progress{Task: id, Unit: "bac-ninh", Percent: 1}),
			"FORBIDDEN")
		h.refused("delegate of ha-nam",
			h.reports(conference.Progress{Task: id, Unit: "ha-nam", Percent: 100}), "EVIDENCE_NEEDED")
		h.refused("delegate of ha-nam",
			h.reports(conference.Progress{Task: id, Unit: "ha-nam", Percent: 101}), "BAD_INPUT")
		h.refused("delegate of ha-nam", h.reports(conference.Progress{Task: id, Unit: "ha-nam", Percent: -1}),
			"BAD_INPUT")
		h.refused("secretary", h.reports(conference.Progress{Task: id, Unit: "vinh-phuc", Percent: 1}),
			"UNKNOWN_CODE")
		h.refused("secretary", h.reports(conference.Progress{Task: gid.New(gid.Task), Unit: "ha-nam"}),
			"NOT_FOUND")
		h.does("delegate of ha-nam",
			h.reports(conference.Progress{Task: id, Unit: "ha-nam", Percent: 100, Evidence: "12/BC-SGDĐT"}))
		next := viewer.With(t.Context(),
			as(viewer.Grant{
				Role: viewer.UnitEditor, Unit: registry.UnitID("bac-ninh"), SchoolYear: year.Next(),
			}))
		if _, err := h.reports(conference.Progress{Task: id, Unit: "bac-ninh", Percent: 100,
			Evidence: "7/BC"})(next); err != nil {
			t.Fatal(err)
		}
		event := h.last().(journal.TaskCompleted).Task
		if row := h.s.Reader().Task.GetX(t.Context(), id); event.State != task.StateDone ||
			row.State != task.StateDone || *event.Assignments[0].Evidence != "12/BC-SGDĐT" ||
			event.Assignments[0].Note != nil {
			t.Errorf("%+v, %v", event, row)
		}
		h.refused("delegate of ha-nam", h.reports(half), "WRONG_STATE")
		h.refused("head", h.on(conference.DropTask, id), "WRONG_STATE")
		eq(t, "the journal", h.kinds(n), "[TaskSet TaskProgressed TaskProgressed TaskCompleted]")
	})
}

// If units report their last assignments concurrently, the task is done, once.
func TestPartsAreReportedAtOnce(t *testing.T) {
	eachFollowed(t, func(h hall, _ int) {
		units := []string{"ha-nam", "bac-ninh", "vinh-phuc", "hai-duong"}
		id := h.once("ministry", h.sets(conference.NewTask{Units: units}))
		var wg sync.WaitGroup
		for _, unit := range units {
			wg.Go(func() {
				if _, err := h.reports(conference.Progress{Task: id, Unit: unit, Percent: 100,
					Evidence: "x"})(h.as("head")); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if event, ok := h.last().(journal.TaskCompleted); !ok ||
			h.s.Reader().Task.GetX(t.Context(), id).State != task.StateDone {
			t.Errorf("%+v", event)
		}
	})
}

func TestDropTask(t *testing.T) {
	eachFollowed(t, func(h hall, n int) {
		id := h.once("head", h.sets(conference.NewTask{Cluster: 2, Units: []string{"ha-nam"}}))
		for _, name := range []string{"delegate of ha-nam", "last year's", "auditor"} {
			h.refused(name, h.on(conference.DropTask, id), "FORBIDDEN")
		}
		h.does("secretary", h.on(conference.DropTask, id))
		h.refused("delegate of ha-nam", h.reports(conference.Progress{Task: id, Unit: "ha-nam", Percent: 1}),
			"WRONG_STATE")
		h.refused("head", h.on(conference.DropTask, gid.New(gid.Task)), "NOT_FOUND")
		eq(t, "the journal", h.kinds(n), "[TaskSet TaskDropped]")
	})
}
