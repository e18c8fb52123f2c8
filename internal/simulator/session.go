package simulator

import (
	"context"
	"time"
)

// runSession works through the agenda, item by item.
func (s *Simulation) runSession(ctx context.Context, sc scenario) error {
	if err := s.changeConference(ctx, "startConference"); err != nil {
		return err
	}
	items, err := s.agendaItemIDs(ctx)
	if err != nil {
		return err
	}
	for i, item := range items {
		if err := s.change(ctx, "startAgendaItem", "agendaItem", item); err != nil {
			return err
		}
		if err := s.runItem(ctx, sc, i+1, item); err != nil {
			return err
		}
	}
	if err := s.announce(ctx, "Hội nghị đã hoàn thành chương trình."); err != nil {
		return err
	}
	s.setConnected(nil)
	return s.changeConference(ctx, "closeConference")
}

// agendaItemIDs returns the ids of the agenda items, in order.
func (s *Simulation) agendaItemIDs(ctx context.Context) (ids []string, err error) {
	var answer struct {
		Conference struct {
			AgendaItems connection[struct{ ID string }]
		}
	}
	err = s.Execute(
		ctx,
		`query($code: String!) { conference(code: $code) { agendaItems(first: 100) { edges { node { id } } } } }`,
		map[string]any{"code": s.Code}, &answer,
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
func (s *Simulation) runItem(ctx context.Context, sc scenario, ordinal int, item string) error {
	if sc.beforeItem != nil {
		if err := sc.beforeItem(ctx, ordinal); err != nil {
			return err
		}
	}
	var turns []recordedSpeech
	for _, e := range sc.Speeches.Edges {
		if !e.Node.AgendaItem.hasOrdinal(ordinal) {
			continue
		}
		request, err := s.mutate(ctx, "requestFloor", "floorRequest", map[string]any{
			"conference": s.Code, "kind": floorKind(e.Node.Kind), "unit": e.Node.Unit.value(),
			"person": e.Node.Person.value(), "site": sc.siteOf(e.Node.Unit),
			"speaker": e.Node.Speaker, "subject": e.Node.Summary, "agendaItem": item,
		})
		if err != nil {
			return err
		}
		turns = append(turns, recordedSpeech{e.Node, request})
	}
	for _, t := range turns {
		if err := s.runSpeech(ctx, sc, t); err != nil {
			return err
		}
	}
	if sc.AgendaItems.Edges[ordinal-1].Node.Kind == "TASKS" {
		if err := s.setTasks(ctx, sc); err != nil {
			return err
		}
	}
	return s.sleep(ctx, 20*time.Second)
}

// floorKind returns the kind of floor request for a kind of speech.
func floorKind(speech string) string {
	if speech == "REPORT" {
		return "PRESENTATION"
	}
	return speech
}

// runSpeech gives the floor, submits the proposals and directives of the speech, and yields the floor.
func (s *Simulation) runSpeech(ctx context.Context, sc scenario, t recordedSpeech) error {
	if err := s.change(ctx, "giveFloor", "floorRequest", t.request); err != nil {
		return err
	}
	if err := s.sleep(ctx, 40*time.Second); err != nil {
		return err
	}
	if err := s.submitProposals(ctx, sc, t); err != nil {
		return err
	}
	if err := s.giveDirectives(ctx, sc, t); err != nil {
		return err
	}
	return s.change(ctx, "yieldFloor", "floorRequest", t.request)
}

func (s *Simulation) submitProposals(ctx context.Context, sc scenario, t recordedSpeech) error {
	for _, e := range sc.Proposals.Edges {
		if !e.Node.Speech.hasOrdinal(t.Ordinal) {
			continue
		}
		topics := make([]string, len(e.Node.Topics))
		for i, topic := range e.Node.Topics {
			topics[i] = topic.Code
		}
		if _, err := s.mutate(ctx, "submitProposal", "proposal", map[string]any{
			"conference": s.Code, "kind": e.Node.Kind, "content": e.Node.Content, "unit": e.Node.Unit.value(),
			"addressee": e.Node.Addressee.value(),
			"topics":    topics, "floorRequest": t.request,
		}); err != nil {
			return err
		}
		if err := s.sleep(ctx, 15*time.Second); err != nil {
			return err
		}
	}
	return nil
}

func (s *Simulation) giveDirectives(ctx context.Context, sc scenario, t recordedSpeech) error {
	for _, e := range sc.Directives.Edges {
		if !e.Node.Speech.hasOrdinal(t.Ordinal) {
			continue
		}
		if _, err := s.mutate(ctx, "giveDirective", "directive", map[string]any{
			"conference": s.Code, "content": e.Node.Content, "addresseeStated": e.Node.AddresseeStated,
			"issuer": e.Node.Issuer.value(), "person": e.Node.Person.value(),
			"floorRequest": t.request,
		}); err != nil {
			return err
		}
		if err := s.sleep(ctx, 15*time.Second); err != nil {
			return err
		}
	}
	return nil
}

func (s *Simulation) setTasks(ctx context.Context, sc scenario) error {
	for _, e := range sc.Tasks.Edges {
		if _, err := s.mutate(ctx, "setTask", "task", map[string]any{
			"conference": s.Code, "content": e.Node.Content, "schoolYear": e.Node.SchoolYear,
			"cluster": e.Node.Cluster.value(),
		}); err != nil {
			return err
		}
	}
	return nil
}
