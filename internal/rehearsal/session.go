package rehearsal

import (
	"context"
	"time"
)

// runSession works through the agenda, item by item.
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

// agendaItemIDs returns the ids of the agenda items, in order.
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

// recordedSpeech is a published speech with the floor request made for it.
type turn struct {
	speech
	request string
}

// runItem plays one item: its recorded speeches, and the resulting proposals, directives and tasks.
func (h *Hall) deal(ctx context.Context, s staged, ordinal int, item string) error {
	if s.during != nil {
		if err := s.during(ctx, ordinal); err != nil {
			return err
		}
	}
	var turns []turn
	for _, e := range s.Speeches.Edges {
		if !e.Node.AgendaItem.is(ordinal) {
			continue
		}
		request, err := h.input(ctx, "requestFloor", "RequestFloorInput", map[string]any{
			"conference": h.Code, "kind": floorKind(e.Node.Kind), "unit": e.Node.Unit.of(),
			"person": e.Node.Person.of(), "site": s.siteOf(e.Node.Unit),
			"speaker": e.Node.Speaker, "subject": e.Node.Summary, "agendaItem": item,
		})
		if err != nil {
			return err
		}
		turns = append(turns, turn{e.Node, request})
	}
	for _, t := range turns {
		if err := h.speak(ctx, s, t); err != nil {
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

// floorKind returns the kind of floor request for a kind of speech.
func floorKind(speech string) string {
	if speech == "REPORT" {
		return "PRESENTATION"
	}
	return speech
}

// runSpeech gives the floor, submits the proposals and directives of the speech, and yields the floor.
func (h *Hall) speak(ctx context.Context, s staged, t turn) error {
	if err := h.of(ctx, "giveFloor", t.request); err != nil {
		return err
	}
	if err := h.wait(ctx, 40*time.Second); err != nil {
		return err
	}
	if err := h.propose(ctx, s, t); err != nil {
		return err
	}
	if err := h.direct(ctx, s, t); err != nil {
		return err
	}
	return h.of(ctx, "yieldFloor", t.request)
}

func (h *Hall) propose(ctx context.Context, s staged, t turn) error {
	for _, e := range s.Proposals.Edges {
		if !e.Node.Speech.is(t.Ordinal) {
			continue
		}
		topics := make([]string, len(e.Node.Topics))
		for i, topic := range e.Node.Topics {
			topics[i] = topic.Code
		}
		if _, err := h.input(ctx, "submitProposal", "SubmitProposalInput", map[string]any{
			"conference": h.Code, "kind": e.Node.Kind, "content": e.Node.Content, "unit": e.Node.Unit.of(),
			"addressee": e.Node.Addressee.of(),
			"topics":    topics, "floorRequest": t.request,
		}); err != nil {
			return err
		}
		if err := h.wait(ctx, 15*time.Second); err != nil {
			return err
		}
	}
	return nil
}

func (h *Hall) direct(ctx context.Context, s staged, t turn) error {
	for _, e := range s.Directives.Edges {
		if !e.Node.Speech.is(t.Ordinal) {
			continue
		}
		if _, err := h.input(ctx, "giveDirective", "GiveDirectiveInput", map[string]any{
			"conference": h.Code, "content": e.Node.Content, "addressee": e.Node.Addressee,
			"issuer": e.Node.Issuer.of(), "person": e.Node.Person.of(),
			"floorRequest": t.request,
		}); err != nil {
			return err
		}
		if err := h.wait(ctx, 15*time.Second); err != nil {
			return err
		}
	}
	return nil
}

func (h *Hall) setTasks(ctx context.Context, s staged) error {
	for _, e := range s.Tasks.Edges {
		if _, err := h.input(ctx, "setTask", "SetTaskInput", map[string]any{
			"conference": h.Code, "content": e.Node.Content, "schoolYear": e.Node.SchoolYear,
			"cluster": e.Node.Cluster.of(),
		}); err != nil {
			return err
		}
	}
	return nil
}
