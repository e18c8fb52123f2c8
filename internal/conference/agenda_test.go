package conference_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"thidua/ent/agendaitem"
	"thidua/internal/conference"
	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/registry"
	"thidua/internal/registry/registrytest"
)

// putRegistry inserts units and documents.
func (h fixture) putRegistry() {
	h.t.Helper()
	ctx := registrytest.OperatorContext(h.t)
	for _, code := range []string{"bac-ninh", "ha-nam"} {
		if err := registry.PutUnit(ctx, h.s,
			registry.Unit{Code: code, Kind: "PROVINCIAL_DEPARTMENT", Name: "Sở " + code,
				ShortName: code}); err != nil {
			h.t.Fatal(err)
		}
	}
	for _, code := range []string{"d1", "d2"} {
		if err := registry.PutDocument(ctx, h.s,
			registry.Document{Code: code, Kind: "LAW", Title: code}); err != nil {
			h.t.Fatal(err)
		}
	}
}

func (h fixture) addItem(ordinal int, in conference.PlanAgendaItem) commandCall {
	return func(ctx context.Context) (gid.ID, error) {
		return conference.AddItem(ctx, h.s,
			conference.NewAgendaItem{Conference: code, Ordinal: ordinal, Item: in})
	}
}

func (h fixture) changeItem(id gid.ID, in conference.PlanAgendaItem) commandCall {
	return func(ctx context.Context) (gid.ID, error) {
		return conference.ChangeItem(ctx, h.s, conference.AgendaItemEdit{ID: id, Item: in})
	}
}

func (h fixture) moveItem(id gid.ID, ordinal int) commandCall {
	return func(ctx context.Context) (gid.ID, error) { return conference.MoveItem(ctx, h.s, id, ordinal) }
}

// agendaTitles returns the titles of the agenda, after checking that the ordinals are 1, 2, 3.
func (h fixture) agendaTitles() string {
	h.t.Helper()
	var titles []string
	for i, row := range h.s.Reader().AgendaItem.Query().Order(agendaitem.ByOrdinal()).
		AllX(registrytest.OperatorContext(h.t)) {
		if row.Ordinal != i+1 {
			h.t.Errorf("%s has the ordinal %d, want %d", row.Title, row.Ordinal, i+1)
		}
		titles = append(titles, row.Title)
	}
	return strings.Join(titles, ", ")
}

// lastAgendaEvent returns the newest AgendaChanged event.
func (h fixture) lastAgendaEvent() (last journal.AgendaChanged) {
	h.t.Helper()
	for _, c := range h.changes() {
		if c, ok := c.(journal.AgendaChanged); ok {
			last = c
		}
	}
	return last
}

func TestEditAgenda(t *testing.T) {
	eachConference(t, func(h fixture) {
		h.putRegistry()
		welcome := conference.PlanAgendaItem{Kind: "WELCOME", Title: "Chào mừng", PlannedMinutes: 5,
			Speaker: "Chủ tịch", Unit: "bac-ninh", Documents: []string{"d2", "d1"}}
		added := h.run("head", h.addItem(1, welcome))
		eq(t, "added first", h.agendaTitles(), "Chào mừng, Báo cáo, Tham luận, Bầu cụm trưởng")
		first := h.lastAgendaEvent().AgendaItems[0]
		if first.AgendaItemID != added || first.Ordinal != 1 || *first.PlannedMinutes != 5 ||
			*first.Speaker != "Chủ tịch" || *first.UnitCode != "bac-ninh" ||
			*first.UnitID != registry.UnitID("bac-ninh") || len(first.DocumentIDs) != 2 ||
			!slices.Equal(slices.Sorted(slices.Values(first.DocumentCodes)), []string{"d1", "d2"}) ||
			h.lastAgendaEvent().AgendaItems[3].AgendaItemID != itemID(3) {
			t.Errorf("%+v", h.lastAgendaEvent())
		}
		// Refers to d1 a second time.
		last := h.run("secretary", h.addItem(0,
			conference.PlanAgendaItem{Kind: "GUIDANCE", Title: "Chỉ đạo", Documents: []string{"d1"}}))
		h.run("deputy", h.addItem(99, conference.PlanAgendaItem{Kind: "CEREMONY", Title: "Tặng hoa"}))
		eq(t, "added last", h.agendaTitles(), "Chào mừng, Báo cáo, Tham luận, Bầu cụm trưởng, Chỉ đạo, Tặng hoa")
		if all := h.lastAgendaEvent().AgendaItems; len(all[0].DocumentIDs) != 2 || len(all[4].DocumentIDs) != 1 ||
			all[4].AgendaItemID != last {
			t.Errorf("%+v", all)
		}

		h.runTwice("head", h.moveItem(added, 4))
		eq(t, "moved down", h.agendaTitles(), "Báo cáo, Tham luận, Bầu cụm trưởng, Chào mừng, Chỉ đạo, Tặng hoa")
		h.runTwice("ministry", h.moveItem(last, 2))
		eq(t, "moved up", h.agendaTitles(), "Báo cáo, Chỉ đạo, Tham luận, Bầu cụm trưởng, Chào mừng, Tặng hoa")
		h.runTwice("head", h.moveItem(last, 100))
		eq(t, "moved to the end", h.agendaTitles(),
			"Báo cáo, Tham luận, Bầu cụm trưởng, Chào mừng, Tặng hoa, Chỉ đạo")
		eq(t, "moved in the journal", h.lastAgendaEvent().AgendaItems[5].AgendaItemID, last)

		h.runTwice("head", h.changeItem(added,
			conference.PlanAgendaItem{Kind: "CEREMONY", Title: "Chúc mừng", Unit: "ha-nam",
				Documents: []string{"d1"}}))
		if now := h.lastAgendaEvent().AgendaItems[3]; now.Title != "Chúc mừng" || now.Kind != "CEREMONY" ||
			now.PlannedMinutes != nil || now.Speaker != nil || *now.UnitCode != "ha-nam" ||
			len(now.DocumentIDs) != 1 || !slices.Equal(now.DocumentCodes, []string{"d1"}) {
			t.Errorf("%+v", now)
		}
		n := len(h.changes())
		h.runTwice("head", h.changeItem(added,
			conference.PlanAgendaItem{Kind: "CEREMONY", Title: "Chúc mừng", Unit: "ha-nam",
				Documents: []string{"d1"}}))
		h.runTwice("head", h.moveItem(added, 4))
		eq(t, "events of commands without effect", h.changeKinds(n), "[]")

		if of := h.run("head", h.withID(conference.RemoveItem, itemID(2))); of != registry.ConferenceID(code) {
			t.Errorf("the conference is %v", of)
		}
		eq(t, "removed", h.agendaTitles(), "Báo cáo, Bầu cụm trưởng, Chúc mừng, Tặng hoa, Chỉ đạo")
		h.wantError("head", h.withID(conference.RemoveItem, itemID(2)), "NOT_FOUND")
		h.wantError("head", h.moveItem(itemID(2), 1), "NOT_FOUND")
		eq(t, "the journal", h.changeKinds(1), "["+strings.TrimSpace(strings.Repeat("AgendaChanged ", 8))+"]")
	})
}

func TestEditAgenda_Rejected(t *testing.T) {
	eachConference(t, func(h fixture) {
		h.putRegistry()
		good := conference.PlanAgendaItem{Kind: "TASKS", Title: "Nhiệm vụ"}
		for name, spoil := range map[string]func(*conference.PlanAgendaItem){
			"BAD_INPUT kind":        func(p *conference.PlanAgendaItem) { p.Kind = "LUNCH" },
			"BAD_INPUT empty":       func(p *conference.PlanAgendaItem) { p.Title = "" },
			"BAD_INPUT long":        func(p *conference.PlanAgendaItem) { p.Title = strings.Repeat("a", 5000) },
			"BAD_INPUT speaker":     func(p *conference.PlanAgendaItem) { p.Speaker = " x" },
			"BAD_INPUT minus":       func(p *conference.PlanAgendaItem) { p.PlannedMinutes = -1 },
			"BAD_INPUT two days":    func(p *conference.PlanAgendaItem) { p.PlannedMinutes = 2880 },
			"BAD_INPUT twice":       func(p *conference.PlanAgendaItem) { p.Documents = []string{"d1", "d1"} },
			"UNKNOWN_CODE unit":     func(p *conference.PlanAgendaItem) { p.Unit = "hue" },
			"UNKNOWN_CODE document": func(p *conference.PlanAgendaItem) { p.Documents = []string{"d1", "d9"} },
		} {
			bad := good
			spoil(&bad)
			want, _, _ := strings.Cut(name, " ")
			h.wantError("head", h.addItem(0, bad), fault.Code(want))
			h.wantError("head", h.changeItem(itemID(1), bad), fault.Code(want))
		}
		h.wantError("head", h.addItem(-1, good), "BAD_INPUT")
		h.wantError("head", h.moveItem(itemID(1), 0), "BAD_INPUT")
		h.wantError("head", h.moveItem(itemID(9), 1), "NOT_FOUND")
		h.wantError("head", h.changeItem(gid.New(gid.AgendaItem), good), "NOT_FOUND")
		h.wantError("head", func(ctx context.Context) (gid.ID, error) {
			return conference.AddItem(ctx, h.s, conference.NewAgendaItem{Conference: "none", Item: good})
		}, "NOT_FOUND")

		h.startSession()
		h.run("head", h.withID(conference.StartItem, itemID(1)))
		h.run("head", h.withID(conference.StartItem, itemID(2)))
		h.wantError("head", h.withID(conference.RemoveItem, itemID(1)), "AGENDA_ITEM_STARTED")
		h.wantError("head", h.withID(conference.RemoveItem, itemID(2)), "AGENDA_ITEM_STARTED")
		h.run("head", h.requestFloor(conference.NewFloorRequest{Site: "main", AgendaItem: new(itemID(3))}))
		h.wantError("head", h.withID(conference.RemoveItem, itemID(3)), "IN_USE")
		h.runTwice("head", h.moveItem(itemID(3), 1)) // other changes remain possible in session
		h.run("head", h.addItem(0, good))
		h.run("head", h.withCode(conference.Close))
		for _, v := range []commandCall{h.addItem(0, good), h.changeItem(itemID(3), good), h.moveItem(itemID(3), 3),
			h.withID(conference.RemoveItem, itemID(3))} {
			h.wantError("head", v, "WRONG_STATE")
		}
	})
}

// An agenda cannot grow beyond the number of items that may be planned.
func TestAddItem_AgendaFull(t *testing.T) {
	eachConference(t, func(h fixture) {
		full := newPlan(t)
		full.Code, full.AgendaItems = "full", slices.Repeat(full.AgendaItems[:1], 200)
		h.runTwice("head", func(ctx context.Context) (gid.ID, error) { return conference.Plan(ctx, h.s, full) })
		add := func(ctx context.Context) (gid.ID, error) {
			return conference.AddItem(ctx, h.s,
				conference.NewAgendaItem{Conference: "full", Item: full.AgendaItems[0]})
		}
		h.wantError("head", add, "BAD_INPUT")
		h.run("head", h.withID(conference.RemoveItem, conference.PartID(gid.AgendaItem, "full", 7)))
		h.run("head", add)
	})
}

// Only conductors edit the agenda.
func TestEditAgenda_Permissions(t *testing.T) {
	eachConference(t, func(h fixture) {
		h.run("head", h.withCode(conference.Open)) // makes it public
		other := conference.PlanAgendaItem{Kind: "TASKS", Title: "Nhiệm vụ"}
		commands := []commandCall{h.addItem(0, other), h.changeItem(itemID(1), other), h.moveItem(itemID(1), 2),
			h.withID(conference.RemoveItem, itemID(3))}
		for name := range viewers {
			if !slices.Contains([]string{"ministry", "head", "deputy", "secretary"}, name) {
				for _, v := range commands {
					h.wantRefused(name, v)
				}
			}
		}
	})
}

// After concurrent moves all ordinals are distinct, and the last event equals the table.
func TestMoveItem_Concurrent(t *testing.T) {
	eachConference(t, func(h fixture) {
		var wg sync.WaitGroup
		for i := range 12 {
			wg.Go(func() {
				if _, err := conference.MoveItem(h.ctxAs("head"), h.s, itemID(i%3+1), (i*7)%3+1); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		in := h.agendaTitles()
		events := h.lastAgendaEvent().AgendaItems
		if len(events) > 0 && fmt.Sprintf("%s, %s, %s", events[0].Title, events[1].Title, events[2].Title) != in {
			t.Errorf("published %+v, stored %s", events, in)
		}
	})
}

// A recording replaces an edited agenda.
func TestRecord_ReplacesEditedAgenda(t *testing.T) {
	eachConferenceWithoutReplay(t, func(h fixture) {
		h.run("head", h.addItem(1, conference.PlanAgendaItem{Kind: "WELCOME", Title: "Chào mừng"}))
		h.run("head", h.moveItem(itemID(3), 1))
		in := conference.Conference{Code: code, Kind: "FINAL_REVIEW", State: "CLOSED", Title: "Tổng kết",
			SchoolYear: year, Cluster: 2,
			Agenda: []conference.AgendaItem{{Kind: "REPORT", Title: "Báo cáo"},
				{Kind: "DISCUSSION", Title: "Ý kiến"}}}
		if err := conference.Record(registrytest.OperatorContext(t), h.s, in); err != nil {
			t.Fatal(err)
		}
		eq(t, "recorded", h.agendaTitles(), "Báo cáo, Ý kiến")
	})
}
