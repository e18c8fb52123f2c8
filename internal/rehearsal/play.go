package rehearsal

import (
	"context"
	"slices"
	"time"
)

// staged is a conference to play: what the record tells of it, and the sites at which it is played.
type staged struct {
	told
	sites  []site            // the main one first
	online map[string]string // key of the site at which a unit is, for those that are not at the main one
	crowd  int               // unnamed delegates at each site besides
	during func(ctx context.Context, item int) error
}

// site is one of them, as it is planned.
type site struct {
	Code     string `json:"code"`
	Name     string `json:"name"`
	Kind     string `json:"kind"`
	Province string `json:"province,omitempty"`
	Unit     string `json:"unit,omitempty"`
	Parent   string `json:"parent,omitempty"`
}

// siteOf is the key of the site at which a unit is, or somebody of none.
func (s staged) siteOf(unit *code) string {
	if unit != nil {
		if site, ok := s.online[unit.Code]; ok {
			return site
		}
	}
	return s.sites[0].Code
}

// play plays a conference from its plan to its end.
func (h *Hall) play(ctx context.Context, s staged) error {
	for _, act := range []func(context.Context, staged) error{h.plan, h.invite, h.gather, h.session} {
		if err := act(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

// minutes are planned for an item of a kind. The record does not say: these make a morning.
var minutes = map[string]int{
	"ROLL_CALL": 10, "CEREMONY": 10, "REPORT": 30, "WELCOME": 15, "TASKS": 20, "DISCUSSION": 60, "PROPOSALS": 20, "GUIDANCE": 25,
	"RESPONSE": 15, "NOMINATION": 15, "ELECTION": 15,
}

func (h *Hall) plan(ctx context.Context, s staged) error {
	var items []map[string]any
	for _, e := range s.AgendaItems.Edges {
		items = append(items, map[string]any{"kind": e.Node.Kind, "title": e.Node.Title, "plannedMinutes": minutes[e.Node.Kind]})
	}
	_, err := h.input(ctx, "planConference", "PlanConferenceInput", map[string]any{
		"code": h.Code, "kind": s.Kind, "title": "Diễn lại · Replay: " + s.Title, "schoolYear": s.SchoolYear, "cluster": s.Cluster.of(), "host": s.Host.of(),
		"partOfDay": "MORNING", "online": true, "quorumPercent": 67, "plannedStartAt": time.Now().UTC().Truncate(time.Second), "sites": s.sites, "agendaItems": items,
	})
	if err == nil && h.Planned != nil {
		h.Planned()
	}
	return err
}

// InvitedAtOnce is how many delegates one call may invite, as the schema says.
const InvitedAtOnce = 150

// invite puts the delegates on the roll.
func (h *Hall) invite(ctx context.Context, s staged) error {
	var delegates []map[string]any
	for _, e := range s.Attendances.Edges {
		delegates = append(delegates, map[string]any{
			"capacity": e.Node.Capacity, "role": e.Node.Role, "unit": e.Node.Unit.of(), "person": e.Node.Person.of(), "site": s.siteOf(e.Node.Unit),
		})
	}
	for _, site := range s.sites {
		for range s.crowd {
			delegates = append(delegates, map[string]any{"capacity": "DELEGATE", "role": "Đại biểu", "site": site.Code})
		}
	}
	for some := range slices.Chunk(delegates, InvitedAtOnce) {
		if err := h.Ask(ctx, `mutation($input: InviteDelegatesInput!) { inviteDelegates(input: $input) { id } }`,
			map[string]any{"input": map[string]any{"conference": h.Code, "delegates": some}}, nil); err != nil {
			return err
		}
	}
	return nil
}

// gather opens the conference, and has the sites connect and call their rolls one after the other.
func (h *Hall) gather(ctx context.Context, s staged) error {
	if err := h.whole(ctx, "openConference"); err != nil {
		return err
	}
	var keys []string
	for _, site := range s.sites {
		keys = append(keys, site.Code)
	}
	h.connect(keys)
	if err := h.Beat(ctx); err != nil {
		return err
	}
	for _, site := range s.sites {
		if err := h.callRoll(ctx, site); err != nil {
			return err
		}
		if err := h.wait(ctx, 5*time.Second); err != nil {
			return err
		}
	}
	return h.announce(ctx, "Hội nghị sắp bắt đầu, mời các đại biểu ổn định chỗ ngồi.")
}

// callRoll has all delegates of a site be there, and the site report how many.
func (h *Hall) callRoll(ctx context.Context, at site) error {
	presence := "ONLINE"
	if at.Kind == "MAIN" {
		presence = "IN_HALL"
	}
	var called struct{ It []struct{ ID string } }
	err := h.Ask(ctx, `mutation($input: CheckInDelegatesInput!) { it: checkInDelegates(input: $input) { id } }`,
		map[string]any{"input": map[string]any{"conference": h.Code, "site": at.Code, "presence": presence}}, &called)
	if err != nil {
		return err
	}
	_, err = h.input(ctx, "checkInSite", "CheckInSiteInput", map[string]any{"conference": h.Code, "site": at.Code, "delegates": len(called.It)})
	return err
}
