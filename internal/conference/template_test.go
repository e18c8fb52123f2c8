package conference_test

import (
	"context"
	"testing"
	"time"

	"thidua/ent/agendaitem"
	entconference "thidua/ent/conference"
	"thidua/internal/conference"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/registry"
	"thidua/internal/vi"
)

func TestAgendaTemplate(t *testing.T) {
	t.Parallel()
	for kind, steps := range map[entconference.Kind]string{
		"INTERIM_REVIEW": "ROLL_CALL REPORT TASKS DISCUSSION PROPOSALS GUIDANCE RESPONSE ",
		"FINAL_REVIEW": "ROLL_CALL CEREMONY REPORT WELCOME TASKS DISCUSSION PROPOSALS GUIDANCE " +
			"NOMINATION ELECTION ",
		"NATIONAL_REVIEW": "ROLL_CALL REPORT TASKS DISCUSSION GUIDANCE ",
		"LAUNCH":          "",
	} {
		got, minutes := "", 0
		for _, item := range conference.AgendaTemplate(kind) {
			got, minutes = got+string(item.Kind)+" ", minutes+item.PlannedMinutes
			if vi.Clean(item.Title) != item.Title || item.PlannedMinutes <= 0 {
				t.Errorf("%+v", item)
			}
		}
		eq(t, string(kind), got, steps)
		if steps != "" && (minutes < 180 || minutes > 240) {
			t.Errorf("%s takes %d minutes", kind, minutes)
		}
	}
	conference.AgendaTemplate("FINAL_REVIEW")[0].Title = "x"
	eq(t, "after modifying a returned template", conference.AgendaTemplate("FINAL_REVIEW")[0].Title,
		"Giới thiệu thành phần dự hội nghị")
}

// Agenda details are planned with the conference, published, and compared when a plan is repeated.
func TestPlan_AgendaDetails(t *testing.T) {
	eachConference(t, func(h fixture) {
		h.putRegistry()
		plan := func(change func(*conference.NewPlan)) commandCall {
			in := newPlan(t)
			in.Code, in.Quorum = "arranged", 50
			begin := eightOClock.In(time.FixedZone("", 7*3600)).Add(300) // finer than the databases store
			in.StartAt = &begin
			in.AgendaItems[0].Speaker, in.AgendaItems[0].Unit, in.AgendaItems[0].Documents = "Ông A",
				"bac-ninh", []string{"d2", "d1"}
			change(&in)
			return func(ctx context.Context) (gid.ID, error) { return conference.Plan(ctx, h.s, in) }
		}
		h.runTwice("head", plan(func(*conference.NewPlan) {}))
		// order does not matter
		h.runTwice("head",
			plan(func(p *conference.NewPlan) { p.AgendaItems[0].Documents = []string{"d1", "d2"} }))
		event := h.lastPlanEvent("arranged")
		if first := event.AgendaItems[0]; !event.StartAt.Equal(eightOClock) || *event.QuorumPercent != 50 ||
			*first.Speaker != "Ông A" || *first.UnitCode != "bac-ninh" || len(first.DocumentIDs) != 2 ||
			registry.DocumentID(first.DocumentCodes[0]) != first.DocumentIDs[0] ||
			registry.DocumentID(first.DocumentCodes[1]) != first.DocumentIDs[1] {
			t.Errorf("%+v", event)
		}
		row := h.s.Reader().AgendaItem.Query().
			Where(agendaitem.ConferenceID(registry.ConferenceID("arranged")), agendaitem.Ordinal(1)).
			WithDocuments().OnlyX(h.ctxAs("head"))
		if *row.Speaker != "Ông A" || *row.UnitID != registry.UnitID("bac-ninh") ||
			len(row.Edges.Documents) != 2 {
			t.Errorf("%v", row)
		}
		for _, change := range []func(*conference.NewPlan){
			func(p *conference.NewPlan) { p.Quorum = 0 }, func(p *conference.NewPlan) {
				p.StartAt = nil
			}, func(p *conference.NewPlan) { p.AgendaItems[0].Speaker = "Bà B" },
			func(p *conference.NewPlan) { p.AgendaItems[0].Unit = "" }, func(p *conference.NewPlan) {
				p.AgendaItems[0].Documents = nil
			},
			func(p *conference.NewPlan) { p.UseAgendaTemplate, p.AgendaItems = true, nil },
		} {
			h.wantError("head", plan(change), "CONFLICT")
		}
		for _, change := range []func(*conference.NewPlan){
			func(p *conference.NewPlan) { p.Quorum = 101 }, func(p *conference.NewPlan) {
				p.Quorum = -1
			}, func(p *conference.NewPlan) { p.StartAt = &time.Time{} },
			func(p *conference.NewPlan) { p.UseAgendaTemplate = true }, func(p *conference.NewPlan) {
				p.UseAgendaTemplate, p.AgendaItems, p.Kind = true, nil, "LAUNCH"
			},
			func(p *conference.NewPlan) { p.AgendaItems[1].Kind = "LUNCH" }, func(p *conference.NewPlan) {
				p.AgendaItems[1].PlannedMinutes = 1441
			},
		} {
			h.wantError("head", plan(func(p *conference.NewPlan) { p.Code = "new"; change(p) }), "BAD_INPUT")
		}
		h.wantError("head", plan(func(p *conference.NewPlan) { p.Code, p.AgendaItems[1].Unit = "new", "hue" }),
			"UNKNOWN_CODE")
		h.wantError("head",
			plan(func(p *conference.NewPlan) { p.Code, p.AgendaItems[1].Documents = "new", []string{"d9"} }),
			"UNKNOWN_CODE")
		h.runTwice("head",
			plan(func(p *conference.NewPlan) {
				p.Code, p.UseAgendaTemplate, p.AgendaItems = "by-template", true, nil
			}))
		if items := h.lastPlanEvent("by-template").AgendaItems; len(items) != 10 ||
			*items[9].PlannedMinutes != 15 || items[9].Kind != "ELECTION" {
			t.Errorf("%+v", items)
		}
	})
}

// An agenda edited since makes the plan another one, and is published when the conference is planned again.
func TestReplan_EventHasCurrentAgenda(t *testing.T) {
	eachConference(t, func(h fixture) {
		added := h.run("head", h.addItem(2, conference.PlanAgendaItem{Kind: "WELCOME", Title: "Chào mừng"}))
		h.wantError("head", func(ctx context.Context) (gid.ID, error) {
			return conference.Plan(ctx, h.s, newPlan(t))
		}, "CONFLICT")
		replan := func(start *time.Time) commandCall {
			return func(ctx context.Context) (gid.ID, error) {
				return conference.Replan(ctx, h.s, conference.NewDate{
					Conference: code, HeldOn: newPlan(t).HeldOn, PartOfDay: "MORNING", Venue: "Bắc Ninh",
					StartAt: start,
				})
			}
		}
		n := len(h.changes())
		h.runTwice("head", replan(nil))
		eq(t, "unchanged date", h.changeKinds(n), "[]")
		h.runTwice("head", replan(&eightOClock))
		event := h.lastPlanEvent(code)
		if !event.StartAt.Equal(eightOClock) || len(event.AgendaItems) != 4 ||
			event.AgendaItems[1].AgendaItemID != added || event.AgendaItems[3].AgendaItemID != itemID(3) {
			t.Errorf("%+v", event)
		}
		h.runTwice("head", replan(nil))
		if event := h.lastPlanEvent(code); event.StartAt != nil {
			t.Errorf("%+v", event)
		}
		h.wantError("head", replan(&time.Time{}), "BAD_INPUT")
	})
}

// lastPlanEvent returns the last plan event of a conference.
func (h fixture) lastPlanEvent(code string) (last journal.ConferencePlanned) {
	h.t.Helper()
	entries, err := journal.ReadSince(h.t.Context(), h.s.Reader(), 1000, journal.StreamSeq{
		Stream: journal.ConferenceStream(registry.ConferenceID(code)),
	})
	if err != nil {
		h.t.Fatal(err)
	}
	for _, e := range entries {
		if c, ok := e.Change.(journal.ConferencePlanned); ok {
			last = c
		}
	}
	return last
}
