package rehearsal

import (
	"context"
	"time"
)

// staged is a conference to play: what the record tells of it, and the sites at which it is played.
type staged struct {
	told
	title   string
	sites   []map[string]any
	online  map[string]string // key of the site at which a unit is, for those that are not at the main one
	minutes map[string]int    // planned for an item of a kind
	crowd   int               // unnamed delegates at each site besides
	during  func(ctx context.Context, h *Hall, item int) error
}

// play plays a conference from its plan to its end.
func (h *Hall) play(ctx context.Context, s staged) error {
	h.sites = nil
	for _, site := range s.sites {
		h.sites = append(h.sites, site["code"].(string))
	}
	for _, act := range []func(context.Context, staged) error{h.plan, h.gather, h.session} {
		if err := act(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

// plan plans the conference and puts its delegates on the roll.
func (h *Hall) plan(ctx context.Context, s staged) error {
	var items []map[string]any
	for _, e := range s.AgendaItems.Edges {
		items = append(items, map[string]any{"kind": e.Node.Kind, "title": e.Node.Title, "plannedMinutes": s.minutes[e.Node.Kind]})
	}
	input := map[string]any{
		"code": h.Code, "kind": s.Kind, "title": s.title, "schoolYear": s.SchoolYear, "host": s.Host.of(), "partOfDay": "MORNING", "online": true,
		"quorumPercent": 67, "plannedStartAt": time.Now().UTC().Truncate(time.Second), "sites": s.sites, "agendaItems": items,
	}
	if s.Cluster != nil {
		input["cluster"] = s.Cluster.Number
	}
	if _, err := h.input(ctx, "planConference", "PlanConferenceInput", input); err != nil {
		return err
	}
	return h.invite(ctx, s)
}

// atOnce is how many delegates are invited by one call.
const atOnce = 150

func (h *Hall) invite(ctx context.Context, s staged) error {
	var delegates []map[string]any
	for _, e := range s.Attendances.Edges {
		site, ok := "", false
		if e.Node.Unit != nil {
			site, ok = s.online[e.Node.Unit.Code]
		}
		if !ok {
			site = h.sites[0]
		}
		delegates = append(delegates, map[string]any{
			"capacity": e.Node.Capacity, "role": e.Node.Role, "unit": e.Node.Unit.of(), "person": e.Node.Person.of(), "site": site,
		})
	}
	for _, site := range h.sites {
		for range s.crowd {
			delegates = append(delegates, map[string]any{"capacity": "DELEGATE", "role": "Đại biểu", "site": site})
		}
	}
	for len(delegates) > 0 {
		n := min(atOnce, len(delegates))
		if err := h.Ask(ctx, `mutation($input: InviteDelegatesInput!) { inviteDelegates(input: $input) { id } }`,
			map[string]any{"input": map[string]any{"conference": h.Code, "delegates": delegates[:n]}}, nil); err != nil {
			return err
		}
		delegates = delegates[n:]
	}
	return nil
}

// gather opens the conference, and has the sites connect and call their rolls one after the other.
func (h *Hall) gather(ctx context.Context, s staged) error {
	if err := h.whole(ctx, "openConference"); err != nil {
		return err
	}
	h.connect(h.sites)
	if err := h.Beat(ctx); err != nil {
		return err
	}
	for i, site := range h.sites {
		presence := "ONLINE"
		if i == 0 {
			presence = "IN_HALL"
		}
		if err := h.callRoll(ctx, site, presence); err != nil {
			return err
		}
		if err := h.wait(ctx, 5*time.Second); err != nil {
			return err
		}
	}
	return h.announce(ctx, "Hội nghị sắp bắt đầu, mời các đại biểu ổn định chỗ ngồi.")
}

// callRoll has all delegates of a site be there, and the site report how many.
func (h *Hall) callRoll(ctx context.Context, site, presence string) error {
	var called struct{ It []struct{ ID string } }
	err := h.Ask(ctx, `mutation($input: CheckInDelegatesInput!) { it: checkInDelegates(input: $input) { id } }`,
		map[string]any{"input": map[string]any{"conference": h.Code, "site": site, "presence": presence}}, &called)
	if err != nil {
		return err
	}
	_, err = h.input(ctx, "checkInSite", "CheckInSiteInput", map[string]any{"conference": h.Code, "site": site, "delegates": len(called.It)})
	return err
}

// session deals with the agenda, item by item.
func (h *Hall) session(ctx context.Context, s staged) error {
	if err := h.whole(ctx, "startConference"); err != nil {
		return err
	}
	items, err := h.agenda(ctx)
	if err != nil {
		return err
	}
	for i, item := range items {
		if err := h.of(ctx, "startAgendaItem", item); err != nil {
			return err
		}
		if err := h.deal(ctx, s, i+1, item); err != nil {
			return err
		}
	}
	if err := h.announce(ctx, "Hội nghị đã hoàn thành chương trình."); err != nil {
		return err
	}
	h.connect(nil)
	return h.whole(ctx, "closeConference")
}

// agenda gives the ids of the items, in their order.
func (h *Hall) agenda(ctx context.Context) (ids []string, err error) {
	var answer struct {
		Conference struct{ AgendaItems list[struct{ ID string }] }
	}
	err = h.Ask(ctx, `query($code: String!) { conference(code: $code) { agendaItems(first: 100) { edges { node { id } } } } }`,
		map[string]any{"code": h.Code}, &answer)
	for _, e := range answer.Conference.AgendaItems.Edges {
		ids = append(ids, e.Node.ID)
	}
	return ids, err
}

// deal deals with one item: who spoke under it speaks, and what follows from it is noted.
func (h *Hall) deal(ctx context.Context, s staged, ordinal int, item string) error {
	if s.during != nil {
		if err := s.during(ctx, h, ordinal); err != nil {
			return err
		}
	}
	requests := map[int]string{}
	var speeches []speech
	for _, e := range s.Speeches.Edges {
		if !e.Node.AgendaItem.is(ordinal) {
			continue
		}
		id, err := h.input(ctx, "requestFloor", "RequestFloorInput", map[string]any{
			"conference": h.Code, "kind": floorKind(e.Node.Kind), "unit": e.Node.Unit.of(), "person": e.Node.Person.of(), "site": h.siteOf(s, e.Node),
			"speaker": e.Node.Speaker, "subject": e.Node.Summary, "agendaItem": item,
		})
		if err != nil {
			return err
		}
		requests[e.Node.Ordinal] = id
		speeches = append(speeches, e.Node)
	}
	for _, sp := range speeches {
		if err := h.speak(ctx, s, sp, requests[sp.Ordinal]); err != nil {
			return err
		}
	}
	if s.AgendaItems.Edges[ordinal-1].Node.Kind == "TASKS" {
		if err := h.setTasks(ctx, s); err != nil {
			return err
		}
	}
	return h.wait(ctx, 20*time.Second)
}

// floorKind is the kind of request for a speech that the record tells of.
func floorKind(speech string) string {
	if speech == "REPORT" {
		return "PRESENTATION"
	}
	return speech
}

func (h *Hall) siteOf(s staged, sp speech) string {
	if sp.Unit != nil {
		if site, ok := s.online[sp.Unit.Code]; ok {
			return site
		}
	}
	return h.sites[0]
}

// speak gives the floor, has what was proposed and directed in the speech be noted, and takes the floor back.
func (h *Hall) speak(ctx context.Context, s staged, sp speech, request string) error {
	if err := h.of(ctx, "giveFloor", request); err != nil {
		return err
	}
	if err := h.wait(ctx, 40*time.Second); err != nil {
		return err
	}
	for _, e := range s.Proposals.Edges {
		if !e.Node.Speech.is(sp.Ordinal) {
			continue
		}
		topics := make([]string, len(e.Node.Topics))
		for i, t := range e.Node.Topics {
			topics[i] = t.Code
		}
		if _, err := h.input(ctx, "submitProposal", "SubmitProposalInput", map[string]any{
			"conference": h.Code, "kind": e.Node.Kind, "content": e.Node.Content, "unit": e.Node.Unit.of(), "addressee": e.Node.Addressee.of(),
			"topics": topics, "floorRequest": request,
		}); err != nil {
			return err
		}
		if err := h.wait(ctx, 15*time.Second); err != nil {
			return err
		}
	}
	for _, e := range s.Directives.Edges {
		if !e.Node.Speech.is(sp.Ordinal) {
			continue
		}
		if _, err := h.input(ctx, "giveDirective", "GiveDirectiveInput", map[string]any{
			"conference": h.Code, "content": e.Node.Content, "addressee": e.Node.Addressee, "issuer": e.Node.Issuer.of(), "person": e.Node.Person.of(),
			"floorRequest": request,
		}); err != nil {
			return err
		}
		if err := h.wait(ctx, 15*time.Second); err != nil {
			return err
		}
	}
	return h.of(ctx, "yieldFloor", request)
}

func (h *Hall) setTasks(ctx context.Context, s staged) error {
	for _, e := range s.Tasks.Edges {
		input := map[string]any{"conference": h.Code, "content": e.Node.Content, "schoolYear": e.Node.SchoolYear}
		if e.Node.Cluster != nil {
			input["cluster"] = e.Node.Cluster.Number
		}
		if _, err := h.input(ctx, "setTask", "SetTaskInput", input); err != nil {
			return err
		}
	}
	return nil
}
