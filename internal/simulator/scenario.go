package simulator

import (
	"context"
	"slices"
	"time"
)

// scenario is a conference to play: its published data and the sites.
type scenario struct {
	recordedConference
	sites          []plannedSite     // the main one first
	online         map[string]string // code of a unit's site, if it is not the main one
	extraDelegates int               // additional unnamed delegates at each site
	beforeItem     func(ctx context.Context, item int) error
}

// plannedSite is a site as given to planConference.
type plannedSite struct {
	Code     string `json:"code"`
	Name     string `json:"name"`
	Kind     string `json:"kind"`
	Province string `json:"province,omitempty"`
	Unit     string `json:"unit,omitempty"`
	Parent   string `json:"parent,omitempty"`
}

// siteOf returns the code of a unit's site, by default the main one.
func (sc scenario) siteOf(unit *codeRef) string {
	if unit != nil {
		if site, ok := sc.online[unit.Code]; ok {
			return site
		}
	}
	return sc.sites[0].Code
}

// run plays a conference from planning to closing.
func (s *Simulation) run(ctx context.Context, sc scenario) error {
	for _, act := range []func(context.Context, scenario) error{s.plan, s.invite, s.openAndCheckIn,
		s.runSession} {
		if err := act(ctx, sc); err != nil {
			return err
		}
	}
	return nil
}

// plannedMinutes has the planned duration of each kind of item. The record has none: these fill a morning.
var plannedMinutes = map[string]int{
	"ROLL_CALL": 10, "CEREMONY": 10, "REPORT": 30, "WELCOME": 15, "TASKS": 20, "DISCUSSION": 60,
	"PROPOSALS": 20, "GUIDANCE": 25,
	"RESPONSE": 15, "NOMINATION": 15, "ELECTION": 15,
}

func (s *Simulation) plan(ctx context.Context, sc scenario) error {
	var items []map[string]any
	for _, e := range sc.AgendaItems.Edges {
		items = append(items, map[string]any{"kind": e.Node.Kind, "title": e.Node.Title,
			"plannedMinutes": plannedMinutes[e.Node.Kind]})
	}
	_, err := s.mutate(ctx, "planConference", "conference", map[string]any{
		"code": s.Code, "kind": sc.Kind, "title": "Diễn lại · Replay: " + sc.Title, "schoolYear": sc.SchoolYear,
		"cluster": sc.Cluster.value(), "host": sc.Host.value(),
		"partOfDay": "MORNING", "online": true, "quorumPercent": 67, "plannedStartAt": time.Now().UTC().
				Truncate(time.Second), "sites": sc.sites, "agendaItems": items,
	})
	if err == nil && s.OnPlanned != nil {
		s.OnPlanned()
	}
	return err
}

// MaxInvitationsPerCall is the limit of the schema.
const MaxInvitationsPerCall = 150

// invite adds the delegates to the roll.
func (s *Simulation) invite(ctx context.Context, sc scenario) error {
	var delegates []map[string]any
	for _, e := range sc.Attendances.Edges {
		delegates = append(delegates, map[string]any{
			"capacity": e.Node.Capacity, "title": e.Node.Title, "unit": e.Node.Unit.value(),
			"person": e.Node.Person.value(), "site": sc.siteOf(e.Node.Unit),
		})
	}
	for _, site := range sc.sites {
		for range sc.extraDelegates {
			delegates = append(delegates, map[string]any{"capacity": "DELEGATE", "title": "Đại biểu",
				"site": site.Code})
		}
	}
	for some := range slices.Chunk(delegates, MaxInvitationsPerCall) {
		if err := s.Execute(ctx, `mutation($input: InviteDelegatesInput!) { inviteDelegates(input: $input) `+
			`{ attendances { id } } }`,
			map[string]any{"input": map[string]any{"conference": s.Code, "delegates": some}},
			nil); err != nil {
			return err
		}
	}
	return nil
}

// openAndCheckIn opens the conference, connects the sites and checks in their delegates site by site.
func (s *Simulation) openAndCheckIn(ctx context.Context, sc scenario) error {
	if err := s.changeConference(ctx, "openConference"); err != nil {
		return err
	}
	var keys []string
	for _, site := range sc.sites {
		keys = append(keys, site.Code)
	}
	s.setConnected(keys)
	if err := s.SendHeartbeats(ctx); err != nil {
		return err
	}
	for _, site := range sc.sites {
		if err := s.callRoll(ctx, site); err != nil {
			return err
		}
		if err := s.sleep(ctx, 5*time.Second); err != nil {
			return err
		}
	}
	return s.announce(ctx, "Hội nghị sắp bắt đầu, mời các đại biểu ổn định chỗ ngồi.")
}

// callRoll checks in all delegates of a site, and then the site with their number.
func (s *Simulation) callRoll(ctx context.Context, at plannedSite) error {
	presence := "ONLINE"
	if at.Kind == "MAIN" {
		presence = "IN_HALL"
	}
	var called struct {
		It struct{ Attendances []struct{ ID string } }
	}
	err := s.Execute(
		ctx, `mutation($input: CheckInDelegatesInput!) {
			it: checkInDelegates(input: $input) { attendances { id } } }`,
		map[string]any{"input": map[string]any{"conference": s.Code, "site": at.Code, "presence": presence}},
		&called,
	)
	if err != nil {
		return err
	}
	_, err = s.mutate(ctx, "checkInSite", "site",
		map[string]any{"conference": s.Code, "site": at.Code, "delegatesPresent": len(called.It.Attendances)})
	return err
}
