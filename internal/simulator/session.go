package simulator

import (
	"context"
	"time"
)

// runSession works through the agenda, item by item.
func (h *Simulation) runSession(ctx context.Context, s scenario) error {
	if err := h.conferenceVerb(ctx, "startConference"); err != nil {
		return err
	}
	items, err := h.agendaItemIDs(ctx)
	if err != nil {
		return err
	}
	for i, item := range items {
		if err := h.idVerb(ctx, "startAgendaItem", item); err != nil {
			return err
		}
		if err := h.runItem(ctx, s, i+1, item); err != nil {
			return err
		}
	}
	if err := h.announce(ctx, "Hội nghị đã hoàn thành chương trình."); err != nil {
		return err
	}
	h.setConnected(nil)
	return h.conferenceVerb(ctx, "closeConference")
}

// agendaItemIDs returns the ids of the agenda items, in order.
func (h *Simulation) agendaItemIDs(ctx context.Context) (ids []string, err error) {
	var answer struct {
		Conference struct {
			AgendaItems connection[struct{ ID string }]
		}
	}
	err = h.Execute(
		ctx,
		`query($code: String!) { conference(code: $code) { agendaItems(first: 100) { edges { node { id } } } } }`,
		map[string]any{"code": h.Code}, &answer,
	)
	for _, e := range answer.Conference.AgendaItems.Edges {
		ids = append(ids, e.Node.ID)
	}
	return ids, err
}

// recordedSpeech is a published speech with the floor request made for it.
type recordedSpeech struct {
	speech
	request string
}

// runItem plays one item: its recorded speeches, and the resulting proposals, directives and tasks.
func (h *Simulation) runItem(ctx context.Context, s scenario, ordinal int, item string) error {
	if s.beforeItem != nil {
		if err := s.beforeItem(ctx, ordinal); err != nil {
			return err
		}
	}
	var turns []recordedSpeech
	for _, e := range s.Speeches.Edges {
		if !e.Node.AgendaItem.hasOrdinal(ordinal) {
			continue
		}
		request, err := h.inputVerb(ctx, "requestFloor", "RequestFloorInput", map[string]any{
			"conference": h.Code, "kind": floorKind(e.Node.Kind), "unit": e.Node.Unit.value(),
			"person": e.Node.Person.value(), "site": s.siteOf(e.Node.Unit),
			"speaker": e.Node.Speaker, "subject": e.Node.Summary, "agendaItem": item,
		})
		if err != nil {
			return err
		}
		turns = append(turns, recordedSpeech{e.Node, request})
	}
	for _, t := range turns {
		if err := h.runSpeech(ctx, s, t); err != nil {
			return err
		}
	}
	if s.AgendaItems.Edges[ordinal-1].Node.Kind == "TASKS" {
		if err := h.setTasks(ctx, s); err != nil {
			return err
		}
	}
	return h.sleep(ctx, 20*time.Second)
}

// floorKind returns the kind of floor request for a kind of speech.
func floorKind(speech string) string {
	if speech == "REPORT" {
		return "PRESENTATION"
	}
	return speech
}

// runSpeech gives the floor, submits the proposals and directives of the speech, and yields the floor.
func (h *Simulation) runSpeech(ctx context.Context, s scenario, t recordedSpeech) error {
	if err := h.idVerb(ctx, "giveFloor", t.request); err != nil {
		return err
	}
	if err := h.sleep(ctx, 40*time.Second); err != nil {
		return err
	}
	if err := h.submitProposals(ctx, s, t); err != nil {
		return err
	}
	if err := h.giveDirectives(ctx, s, t); err != nil {
		return err
	}
	return h.idVerb(ctx, "yieldFloor", t.request)
}

func (h *Simulation) submitProposals(ctx context.Context, s scenario, t recordedSpeech) error {
	for _, e := range s.Proposals.Edges {
		if !e.Node.Speech.hasOrdinal(t.Ordinal) {
			continue
		}
		topics := make([]string, len(e.Node.Topics))
		for i, topic := range e.Node.Topics {
			topics[i] = topic.Code
		}
		if _, err := h.inputVerb(ctx, "submitProposal", "SubmitProposalInput", map[string]any{
			"conference": h.Code, "kind": e.Node.Kind, "content": e.Node.Content, "unit": e.Node.Unit.value(),
			"addressee": e.Node.Addressee.value(),
			"topics":    topics, "floorRequest": t.request,
		}); err != nil {
			return err
		}
		if err := h.sleep(ctx, 15*time.Second); err != nil {
			return err
		}
	}
	return nil
}

func (h *Simulation) giveDirectives(ctx context.Context, s scenario, t recordedSpeech) error {
	for _, e := range s.Directives.Edges {
		if !e.Node.Speech.hasOrdinal(t.Ordinal) {
			continue
		}
		if _, err := h.inputVerb(ctx, "giveDirective", "GiveDirectiveInput", map[string]any{
			"conference": h.Code, "content": e.Node.Content, "addressee": e.Node.Addressee,
			"issuer": e.Node.Issuer.value(), "person": e.Node.Person.value(),
			"floorRequest": t.request,
		}); err != nil {
			return err
		}
		if err := h.sleep(ctx, 15*time.Second); err != nil {
			return err
		}
	}
	return nil
}

func (h *Simulation) setTasks(ctx context.Context, s scenario) error {
	for _, e := range s.Tasks.Edges {
		if _, err := h.inputVerb(ctx, "setTask", "SetTaskInput", map[string]any{
			"conference": h.Code, "content": e.Node.Content, "schoolYear": e.Node.SchoolYear,
			"cluster": e.Node.Cluster.value(),
		}); err != nil {
			return err
		}
	}
	return nil
}
