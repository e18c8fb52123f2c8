package conference

import (
	"context"

	"thidua/ent"
	"thidua/ent/floorrequest"
	"thidua/ent/speech"
	"thidua/internal/fault"
	"thidua/internal/floorqueue"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/store"
)

// GiveFloor gives the floor to a waiting request. Idempotent while it speaks. A point of order, a question or
// an answer interrupts the speaker, whose turn is paused. The turn is recorded as a speech. Called by the
// API. Errors: NOT_FOUND, FORBIDDEN, WRONG_STATE, FLOOR_TAKEN, FLOOR_ALREADY_GIVEN, FLOOR_REQUEST_WITHDRAWN.
func GiveFloor(ctx context.Context, s *store.Store, id gid.ID) (gid.ID, error) {
	return updateFloorRequest(ctx, s, id, conductorsOnly, inSessionStates, giveFloor)
}

// giveFloor gives the floor. The conference is locked, so that no other request gets it at the same time.
func giveFloor(ctx context.Context, tx *store.Tx, r *ent.FloorRequest) error {
	if r.State == floorrequest.StateSpeaking {
		return nil
	}
	if err := requireWaiting(r); err != nil {
		return err
	}
	if err := interruptOrRequireFree(ctx, tx, r); err != nil {
		return err
	}
	if err := closeQueueGap(ctx, tx, r); err != nil {
		return err
	}
	now := laterOf(r.RequestedAt, tx.Now())
	err := withdrawnIfNoRows(tx.FloorRequest.Update().
		Where(floorrequest.ID(r.ID), floorrequest.StateEQ(floorrequest.StateWaiting)).
		SetState(floorrequest.StateSpeaking).SetGivenAt(now).SetResumedAt(now).Save(ctx))
	if err != nil {
		return err
	}
	id, err := recordSpeech(ctx, tx, r)
	if err != nil {
		return err
	}
	if err := tx.FloorRequest.Update().Where(floorrequest.ID(r.ID)).SetSpeechID(id).Exec(ctx); err != nil {
		return err
	}
	return appendFloorEvent(ctx, tx, r.ID, func(t journal.FloorRequestState) journal.Change {
		return journal.FloorGiven{Entry: t}
	})
}

// interruptOrRequireFree pauses the speaker if the request may interrupt; otherwise it returns
// FLOOR_TAKEN if the floor is taken.
func interruptOrRequireFree(ctx context.Context, tx *store.Tx, r *ent.FloorRequest) error {
	if precedenceOf(r.Kind) < floorqueue.PrecedenceOrdinary {
		return pauseCurrentTurn(ctx, tx, r.ConferenceID)
	}
	taken, err := tx.FloorRequest.Query().
		Where(floorRequestsInState(r.ConferenceID, floorrequest.StateSpeaking, floorrequest.StatePaused)).
		Exist(ctx)
	if err == nil && taken {
		err = fault.FloorTaken.With()
	}
	return err
}

// defaultSummary is the summary of a speech whose subject is not specified.
var defaultSummary = map[floorrequest.Kind]string{
	floorrequest.KindPresentation: "Tham luận tại hội nghị.", floorrequest.KindRemark: "Phát biểu thảo luận.",
	floorrequest.KindPointOfOrder: "Ý kiến về trình tự.", floorrequest.KindQuestion: "Câu hỏi xen ngang.",
	floorrequest.KindAnswer: "Trả lời tại hội nghị.", floorrequest.KindOpening: "Khai mạc hội nghị.",
	floorrequest.KindWelcome: "Phát biểu chào mừng.", floorrequest.KindGuidance: "Phát biểu chỉ đạo.",
}

// recordSpeech creates the speech of a turn, with its unit. The conference is locked, so
// the next ordinal is free.
func recordSpeech(ctx context.Context, tx *store.Tx, r *ent.FloorRequest) (gid.ID, error) {
	c, err := tx.Conference.Get(ctx, r.ConferenceID)
	if err != nil {
		return 0, err
	}
	last, err := tx.Speech.Query().Where(speech.ConferenceID(c.ID)).Order(ent.Desc(speech.FieldOrdinal)).
		First(ctx)
	if err != nil && !ent.IsNotFound(err) {
		return 0, err
	}
	ordinal := 1
	if last != nil {
		ordinal = last.Ordinal + 1
	}
	summary := defaultSummary[r.Kind]
	if r.Subject != nil {
		summary = *r.Subject
	}
	// An id derived from the ordinal could be that of a speech recorded from a document.
	id := gid.New(gid.Speech)
	return id, tx.Speech.Create().SetID(id).SetConferenceID(c.ID).SetOrdinal(ordinal).
		SetKind(speech.Kind(r.Kind)).
		SetSpeaker(speakerName(r)).SetPaperCount(1).SetSummary(summary).SetNillableAgendaItemID(r.AgendaItemID).
		SetNillableUnitID(r.UnitID).SetNillablePersonID(r.PersonID).Exec(ctx)
}

// speakerName returns the name of the speaker of a turn, or a description of an unnamed delegate.
func speakerName(r *ent.FloorRequest) string {
	switch {
	case r.Speaker != nil:
		return *r.Speaker
	case r.Edges.Unit != nil:
		return "Đại biểu " + r.Edges.Unit.Name
	}
	return "Đại biểu điểm cầu " + r.Edges.Site.Name
}
