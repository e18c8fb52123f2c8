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
func (h hall) withRegister() {
	h.t.Helper()
	ctx := registrytest.Operator(h.t)
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

func (h hall) add(ordinal int, in conference.PlanAgendaItem) verb {
	return func(ctx context.Context) (gid.ID, error) {
		return conference.AddItem(ctx, h.s,
			conference.NewAgendaItem{Conference: code, Ordinal: ordinal, Item: in})
	}
}

func (h hall) change(id gid.ID, in conference.PlanAgendaItem) verb {
	return func(ctx context.Context) (gid.ID, error) {
		return conference.ChangeItem(ctx, h.s, conference.AgendaItemEdit{ID: id, Item: in})
	}
}

func (h hall) move(id gid.ID, ordinal int) verb {
	return func(ctx context.Context) (gid.ID, error) { return conference.MoveItem(ctx, h.s, id, ordinal) }
}

// agendaTitles returns the titles of the agenda, after checking that the ordinals are 1, 2, 3.
func (h hall) agenda() string {
	h.t.Helper()
	var titles []string
	for i, row := range h.s.Reader().AgendaItem.Query().Order(agendaitem.ByOrdinal()).
		AllX(registrytest.Operator(h.t)) {
		if row.Ordinal != i+1 {
			h.t.Errorf("%s has the ordinal %d, want %d", row.Title, row.Ordinal, i+1)
		}
		titles = append(titles, row.Title)
	}
	return strings.Join(titles, ", ")
}

// lastAgendaEvent returns the newest AgendaChanged event.
func (h hall) toldAgenda() (last journal.AgendaChanged) {
	h.t.Helper()
	for _, c := range h.changes() {
		if c, ok := c.(journal.AgendaChanged); ok {
			last = c
		}
	}
	return last
}

func TestAnAgendaIsArranged(t *testing.T) {
	eachHall(t, func(h hall) {
		h.withRegister()
		welcome := conference.PlanAgendaItem{Kind: "WELCOME", Title: "Chào mừng", PlannedMinutes: 5,
			Speaker: "Chủ tịch", Unit: "bac-ninh", Documents: []string{"d2", "d1"}}
		added := h.once("head", h.add(1, welcome))
		eq(t, "added first", h.agenda(), "Chào mừng, Báo cáo, Tham luận, Bầu cụm trưởng")
		first := h.toldAgenda().AgendaItems[0]
		if first.AgendaItemID != added || first.Ordinal != 1 || *first.PlannedMinutes != 5 ||
			*first.Speaker != "Chủ tịch" || *first.UnitCode != "bac-ninh" ||
			*first.UnitID != registry.UnitID("bac-ninh") || len(first.DocumentIDs) != 2 ||
			!slices.Equal(slices.Sorted(slices.Values(first.DocumentCodes)), []string{"d1", "d2"}) ||
			h.toldAgenda().AgendaItems[3].AgendaItemID != item(3) {
			t.Errorf("%+v", h.toldAgenda())
		}
		// Refers to d1 a second time.
		last := h.once("secretary", h.add(0,
			conference.PlanAgendaItem{Kind: "GUIDANCE", Title: "Chỉ đạo", Documents: []string{"d1"}}))
		h.once("deputy", h.add(99, conference.PlanAgendaItem{Kind: "CEREMONY", Title: "Tặng hoa"}))
		eq(t, "added last", h.agenda(), "Chào mừng, Báo cáo, Tham luận, Bầu cụm trưởng, Chỉ đạo, Tặng hoa")
		if all := h.toldAgenda().AgendaItems; len(all[0].DocumentIDs) != 2 || len(all[4].DocumentIDs) != 1 ||
			all[4].AgendaItemID != last {
			t.Errorf("%+v", all)
		}

		h.does("head", h.move(added, 4))
		eq(t, "moved down", h.agenda(), "Báo cáo, Tham luận, Bầu cụm trưởng, Chào mừng, Chỉ đạo, Tặng hoa")
		h.does("ministry", h.move(last, 2))
		eq(t, "moved up", h.agenda(), "Báo cáo, Chỉ đạo, Tham luận, Bầu cụm trưởng, Chào mừng, Tặng hoa")
		h.does("head", h.move(last, 100))
		eq(t, "moved to the end", h.agenda(),
			"Báo cáo, Tham luận, Bầu cụm trưởng, Chào mừng, Tặng hoa, Chỉ đạo")
		eq(t, "moved in the journal", h.toldAgenda().AgendaItems[5].AgendaItemID, last)

		h.does("head", h.change(added,
			conference.PlanAgendaItem{Kind: "CEREMONY", Title: "Chúc mừng", Unit: "ha-nam",
				Documents: []string{"d1"}}))
		if now := h.toldAgenda().AgendaItems[3]; now.Title != "Chúc mừng" || now.Kind != "CEREMONY" ||
			now.PlannedMinutes != nil || now.Speaker != nil || *now.UnitCode != "ha-nam" ||
			len(now.DocumentIDs) != 1 || !slices.Equal(now.DocumentCodes, []string{"d1"}) {
			t.Errorf("%+v", now)
		}
		n := len(h.changes())
		h.does("head", h.change(added,
			conference.PlanAgendaItem{Kind: "CEREMONY", Title: "Chúc mừng", Unit: "ha-nam",
				Documents: []string{"d1"}}))
		h.does("head", h.move(added, 4))
		eq(t, "events of commands without effect", h.kinds(n), "[]")

		if of := h.once("head", h.on(conference.RemoveItem, item(2))); of != registry.ConferenceID(code) {
			t.Errorf("the conference is %v", of)
		}
		eq(t, "removed", h.agenda(), "Báo cáo, Bầu cụm trưởng, Chúc mừng, Tặng hoa, Chỉ đạo")
		h.refused("head", h.on(conference.RemoveItem, item(2)), "NOT_FOUND")
		h.refused("head", h.move(item(2), 1), "NOT_FOUND")
		eq(t, "the journal", h.kinds(1), "["+strings.TrimSpace(strings.Repeat("AgendaChanged ", 8))+"]")
	})
}

func TestAgendaRefuses(t *testing.T) {
	eachHall(t, func(h hall) {
		h.withRegister()
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
			h.refused("head", h.add(0, bad), fault.Code(want))
			h.refused("head", h.change(item(1), bad), fault.Code(want))
		}
		h.refused("head", h.add(-1, good), "BAD_INPUT")
		h.refused("head", h.move(item(1), 0), "BAD_INPUT")
		h.refused("head", h.move(item(9), 1), "NOT_FOUND")
		h.refused("head", h.change(gid.New(gid.AgendaItem), good), "NOT_FOUND")
		h.refused("head", func(ctx context.Context) (gid.ID, error) {
			return conference.AddItem(ctx, h.s, conference.NewAgendaItem{Conference: "none", Item: good})
		}, "NOT_FOUND")

		h.inSession()
		h.once("head", h.on(conference.StartItem, item(1)))
		h.once("head", h.on(conference.StartItem, item(2)))
		h.refused("head", h.on(conference.RemoveItem, item(1)), "AGENDA_ITEM_STARTED")
		h.refused("head", h.on(conference.RemoveItem, item(2)), "AGENDA_ITEM_STARTED")
		h.once("head", h.ask(conference.NewFloorRequest{Site: "main", AgendaItem: new(item(3))}))
		h.refused("head", h.on(conference.RemoveItem, item(3)), "IN_USE")
		h.does("head", h.move(item(3), 1)) // other changes remain possible in session
		h.once("head", h.add(0, good))
		h.once("head", h.step(conference.Close))
		for _, v := range []verb{h.add(0, good), h.change(item(3), good), h.move(item(3), 3),
			h.on(conference.RemoveItem, item(3))} {
			h.refused("head", v, "WRONG_STATE")
		}
	})
}

// An agenda cannot grow beyond the number of items that may be planned.
func TestAnAgendaHasAnEnd(t *testing.T) {
	eachHall(t, func(h hall) {
		full := newPlan(t)
		full.Code, full.AgendaItems = "full", slices.Repeat(full.AgendaItems[:1], 200)
		h.does("head", func(ctx context.Context) (gid.ID, error) { return conference.Plan(ctx, h.s, full) })
		add := func(ctx context.Context) (gid.ID, error) {
			return conference.AddItem(ctx, h.s,
				conference.NewAgendaItem{Conference: "full", Item: full.AgendaItems[0]})
		}
		h.refused("head", add, "BAD_INPUT")
		h.once("head", h.on(conference.RemoveItem, conference.PartID(gid.AgendaItem, "full", 7)))
		h.once("head", add)
	})
}

// Only conductors edit the agenda.
func TestWhoArranges(t *testing.T) {
	eachHall(t, func(h hall) {
		h.once("head", h.step(conference.Open)) // makes it public
		other := conference.PlanAgendaItem{Kind: "TASKS", Title: "Nhiệm vụ"}
		verbs := []verb{h.add(0, other), h.change(item(1), other), h.move(item(1), 2),
			h.on(conference.RemoveItem, item(3))}
		for name := range who {
			if !slices.Contains([]string{"ministry", "head", "deputy", "secretary"}, name) {
				for _, v := range verbs {
					h.refused(name, v, "FORBIDDEN")
				}
			}
		}
	})
}

// After concurrent moves all ordinals are distinct, and the last event equals the table.
func TestItemsAreMovedAtOnce(t *testing.T) {
	eachHall(t, func(h hall) {
		var wg sync.WaitGroup
		for i := range 12 {
			wg.Go(func() {
				if _, err := conference.MoveItem(h.as("head"), h.s, item(i%3+1), (i*7)%3+1); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		in := h.agenda()
		events := h.toldAgenda().AgendaItems
		if len(events) > 0 && fmt.Sprintf("%s, %s, %s", events[0].Title, events[1].Title, events[2].Title) != in {
			t.Errorf("published %+v, stored %s", events, in)
		}
	})
}

// A recording replaces an edited agenda.
func TestAnArrangedAgendaIsRecorded(t *testing.T) {
	eachPlanned(t, func(h hall) {
		h.once("head", h.add(1, conference.PlanAgendaItem{Kind: "WELCOME", Title: "Chào mừng"}))
		h.once("head", h.move(item(3), 1))
		in := conference.Conference{Code: code, Kind: "FINAL_REVIEW", State: "CLOSED", Title: "Tổng kết",
			SchoolYear: year, Cluster: 2,
			Agenda: []conference.AgendaItem{{Kind: "REPORT", Title: "Báo cáo"},
				{Kind: "DISCUSSION", Title: "Ý kiến"}}}
		if err := conference.Record(registrytest.Operator(t), h.s, in); err != nil {
			t.Fatal(err)
		}
		eq(t, "recorded", h.agenda(), "Báo cáo, Ý kiến")
	})
}
