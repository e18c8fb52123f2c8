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

type testStore = store.Store

func (h fixture) giveDirective(in conference.NewDirective) commandCall {
	in.Conference = code
	return func(ctx context.Context) (gid.ID, error) { return conference.GiveDirective(ctx, h.s, in) }
}

func (h fixture) setTask(in conference.NewTask) commandCall {
	in.Conference = code
	if in.Content == "" {
		in.Content = "Đẩy mạnh chuyển đổi số."
	}
	return func(ctx context.Context) (gid.ID, error) { return conference.SetTask(ctx, h.s, in) }
}

func (h fixture) reportTask(in conference.Progress) commandCall {
	return func(ctx context.Context) (gid.ID, error) { return conference.ReportTask(ctx, h.s, in) }
}

func TestGiveDirective(t *testing.T) {
	eachFollowUp(t, func(h fixture, n int) {
		in := conference.NewDirective{
			Content: "Chuẩn bị năm học mới.", AddresseeStated: "các Sở", Issuer: "moet", Person: "nguyen-the-son",
			DueOn: parseDate(t, "2024-09-05"),
		}
		id := h.run("secretary", h.giveDirective(in))
		d := h.s.Reader().Directive.GetX(t.Context(), id)
		event := h.lastEvent().(journal.DirectiveGiven)
		if d.Ordinal != 1 || d.Content != in.Content || d.DueOn != in.DueOn || event.DirectiveID != id ||
			*event.IssuerCode != "moet" || !event.GivenAt.Equal(*d.GivenAt) ||
			*event.PersonID != *d.PersonID {
			t.Errorf("%v, %+v", d, event)
		}
		for _, name := range []string{"delegate of ha-nam", "editor", "last year's", "another's", "auditor",
			"anonymous"} {
			h.wantRefused(name, h.giveDirective(in))
		}
		h.wantError("head", h.giveDirective(conference.NewDirective{Content: "x"}), "BAD_INPUT")
		in.Person = "nobody"
		h.wantError("head", h.giveDirective(in), "UNKNOWN_CODE")
		h.run("head", h.withCode(conference.Close))
		h.run("head", h.giveDirective(conference.NewDirective{Content: "x", AddresseeStated: "x"})) // sent after it
		eq(t, "the journal", h.changeKinds(n), "[DirectiveGiven ConferenceStateChanged DirectiveGiven]")
	})
}

// A cluster's task is for its members, in this school year or the task's, and for their successors.
func TestSetTask_ClusterMembersOnly(t *testing.T) {
	eachFollowUp(t, func(h fixture, _ int) {
		ctx := registrytest.OperatorContext(t)
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
				EffectiveOn: parseDate(t, "2025-07-01"), LegalBasis: "202/2025/QH15",
			}),
		); err != nil {
			t.Fatal(err)
		}
		h.run("head",
			h.setTask(conference.NewTask{Cluster: 2, Units: []string{"ha-nam", "vinh-phuc", "ninh-binh"}}))
		// of another cluster, and last year's; of none
		for at, units := range [][]string{{"hai-duong"}, {"ha-nam", "moet"}} {
			in := h.setTask(conference.NewTask{Cluster: 2, Units: units})
			h.wantError("head", in, "BAD_INPUT")
			_, err := in(h.ctxAs("head"))
			if f, _ := fault.FromError(err); fmt.Sprint(f.Params()["reason"]) != fmt.Sprintf("units[%d]: "+
				"NOT_A_MEMBER", at) {
				t.Errorf("%v", f.Params())
			}
		}
		h.run("ministry", h.setTask(conference.NewTask{Cluster: 5, Units: []string{"hai-duong"}}))
		h.wantError("ministry", h.setTask(conference.NewTask{Cluster: 5, Units: []string{"ha-nam"}}), "BAD_INPUT")
		// of the whole sector
		h.run("ministry", h.setTask(conference.NewTask{Units: []string{"hai-duong", "moet"}}))
	})
}

func TestSetTask(t *testing.T) {
	eachFollowUp(t, func(h fixture, n int) {
		directive := h.run("head", h.giveDirective(conference.NewDirective{Content: "x", AddresseeStated: "x"}))
		id := h.run("deputy",
			h.setTask(conference.NewTask{
				Cluster: 2, Directive: &directive, Units: []string{"ha-nam", "bac-ninh"},
				DueOn: parseDate(t, "2025-05"),
			}))
		event := h.lastEvent().(journal.TaskSet).Entry
		if event.TaskID != id || event.SchoolYear != year.Next() || *event.ClusterNumber != 2 ||
			*event.DirectiveID != directive || len(event.Assignments) != 2 ||
			event.Assignments[0].UnitCode != "ha-nam" || event.Assignments[1].Ordinal != 2 ||
			event.Assignments[0].Percent != 0 {
			t.Errorf("%+v", event)
		}
		h.wantError("head", h.setTask(conference.NewTask{}), "FORBIDDEN")           // the whole sector
		h.wantError("head", h.setTask(conference.NewTask{Cluster: 5}), "FORBIDDEN") // another cluster
		h.run("ministry", h.setTask(conference.NewTask{}))
		h.wantError("ministry", h.setTask(conference.NewTask{Cluster: 7}), "UNKNOWN_CODE")
		for _, name := range []string{"delegate of ha-nam", "editor", "last year's", "another's",
			"anonymous"} {
			h.wantRefused(name, h.setTask(conference.NewTask{Cluster: 2}))
		}
		h.wantError("head", h.setTask(conference.NewTask{Cluster: 2, Units: []string{"ha-nam", "ha-nam"}}),
			"BAD_INPUT")
		h.wantError("head", h.setTask(conference.NewTask{Cluster: 2, SchoolYear: 3}), "BAD_INPUT")
		h.wantError("head", h.setTask(conference.NewTask{Cluster: 2, Units: []string{"nowhere"}}), "UNKNOWN_CODE")
		h.wantError("head", h.setTask(conference.NewTask{Cluster: 2, Directive: new(gid.New(gid.Directive))}),
			"NOT_FOUND")
		eq(t, "the journal", h.changeKinds(n), "[DirectiveGiven TaskSet TaskSet]")
	})
}

func TestReportTask(t *testing.T) {
	eachFollowUp(t, func(h fixture, n int) {
		id := h.run("head", h.setTask(conference.NewTask{Cluster: 2, Units: []string{"ha-nam", "bac-ninh"}}))
		half := conference.Progress{Task: id, Unit: "ha-nam", Percent: 50, Note: "Đang làm."}
		h.runTwice("delegate of ha-nam", h.reportTask(half))
		if event := h.lastEvent().(journal.TaskProgressed).Entry; event.State != task.StateOpen ||
			event.Assignments[0].Percent != 50 || *event.Assignments[0].Note != half.Note ||
			event.Assignments[0].ReportedAt == nil {
			t.Errorf("%+v", event)
		}
		h.wantError("delegate of ha-nam",
			h.reportTask(conference.Progress{Task: id, Unit: "bac-ninh", Percent: 1}), "FORBIDDEN")
		// of the year before the task's
		h.wantError("editor", h.reportTask(conference.Progress{Task: id, Unit: "bac-ninh", Percent: 1}),
			"FORBIDDEN")
		h.wantError("delegate of ha-nam",
			h.reportTask(conference.Progress{Task: id, Unit: "ha-nam", Percent: 100}), "EVIDENCE_NEEDED")
		h.wantError("delegate of ha-nam",
			h.reportTask(conference.Progress{Task: id, Unit: "ha-nam", Percent: 101}), "BAD_INPUT")
		h.wantError("delegate of ha-nam", h.reportTask(conference.Progress{Task: id, Unit: "ha-nam", Percent: -1}),
			"BAD_INPUT")
		h.wantError("secretary", h.reportTask(conference.Progress{Task: id, Unit: "vinh-phuc", Percent: 1}),
			"UNKNOWN_CODE")
		h.wantError("secretary", h.reportTask(conference.Progress{Task: gid.New(gid.Task), Unit: "ha-nam"}),
			"NOT_FOUND")
		h.runTwice("delegate of ha-nam",
			h.reportTask(conference.Progress{Task: id, Unit: "ha-nam", Percent: 100, Evidence: "12/BC-SGDĐT"}))
		next := viewer.NewContext(t.Context(),
			accountWith(viewer.Grant{
				Role: viewer.UnitEditor, Unit: registry.UnitID("bac-ninh"), SchoolYear: year.Next(),
			}))
		if _, err := h.reportTask(conference.Progress{Task: id, Unit: "bac-ninh", Percent: 100,
			Evidence: "7/BC"})(next); err != nil {
			t.Fatal(err)
		}
		event := h.lastEvent().(journal.TaskCompleted).Entry
		if row := h.s.Reader().Task.GetX(t.Context(), id); event.State != task.StateDone ||
			row.State != task.StateDone || *event.Assignments[0].Evidence != "12/BC-SGDĐT" ||
			event.Assignments[0].Note != nil {
			t.Errorf("%+v, %v", event, row)
		}
		h.wantError("delegate of ha-nam", h.reportTask(half), "WRONG_STATE")
		h.wantError("head", h.withID(conference.DropTask, id), "WRONG_STATE")
		eq(t, "the journal", h.changeKinds(n), "[TaskSet TaskProgressed TaskProgressed TaskCompleted]")
	})
}

// If units report their last assignments concurrently, the task is done, once.
func TestReportTask_Concurrent(t *testing.T) {
	eachFollowUp(t, func(h fixture, _ int) {
		units := []string{"ha-nam", "bac-ninh", "vinh-phuc", "hai-duong"}
		id := h.run("ministry", h.setTask(conference.NewTask{Units: units}))
		var wg sync.WaitGroup
		for _, unit := range units {
			wg.Go(func() {
				if _, err := h.reportTask(conference.Progress{Task: id, Unit: unit, Percent: 100,
					Evidence: "x"})(h.ctxAs("head")); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if event, ok := h.lastEvent().(journal.TaskCompleted); !ok ||
			h.s.Reader().Task.GetX(t.Context(), id).State != task.StateDone {
			t.Errorf("%+v", event)
		}
	})
}

func TestDropTask(t *testing.T) {
	eachFollowUp(t, func(h fixture, n int) {
		id := h.run("head", h.setTask(conference.NewTask{Cluster: 2, Units: []string{"ha-nam"}}))
		for _, name := range []string{"delegate of ha-nam", "last year's", "auditor"} {
			h.wantRefused(name, h.withID(conference.DropTask, id))
		}
		h.runTwice("secretary", h.withID(conference.DropTask, id))
		h.wantError("delegate of ha-nam", h.reportTask(conference.Progress{Task: id, Unit: "ha-nam", Percent: 1}),
			"WRONG_STATE")
		h.wantError("head", h.withID(conference.DropTask, gid.New(gid.Task)), "NOT_FOUND")
		eq(t, "the journal", h.changeKinds(n), "[TaskSet TaskDropped]")
	})
}
