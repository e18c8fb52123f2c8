package registry

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"thidua/ent"
	"thidua/ent/citation"
	"thidua/ent/predicate"
	"thidua/internal/gid"
)

// PutCites makes these the citations of a fact, in this order, instead of those it had. The verbs of all rooms call it, or
// Citations for many facts. Its refusal is UNKNOWN_CODE, for a document.
func PutCites(ctx context.Context, tx *ent.Tx, subject gid.ID, cites []Cite) error {
	var c Citations
	c.Of(subject, cites)
	return c.Put(ctx, tx)
}

// Citations collects the citations of many facts, to write them together. The zero Citations is ready to use.
type Citations struct {
	subjects []gid.ID
	rows     []citing
}

type citing struct {
	id, subject gid.ID
	ordinal     int
	Cite
}

// Of says what a fact's citations are; none takes away those it had. Each fact is said once.
func (c *Citations) Of(subject gid.ID, cites []Cite) {
	c.subjects = append(c.subjects, subject)
	for i, cite := range cites {
		c.rows = append(c.rows, citing{CitationID(subject, i), subject, i + 1, cite})
	}
}

// Put writes what was collected; the facts have to be written before.
func (c *Citations) Put(ctx context.Context, tx *ent.Tx) error {
	var refs Refs
	for _, row := range c.rows {
		Ref(&refs, DocumentID, row.Document)
	}
	if err := refs.Check(ctx, tx); err != nil {
		return err
	}
	if err := c.clear(ctx, tx); err != nil {
		return err
	}
	for rows := range slices.Chunk(c.rows, BatchSize) {
		var creates []*ent.CitationCreate
		for _, row := range rows {
			kind, _ := row.subject.Kind()
			create := tx.Citation.Create().SetID(row.id).SetOrdinal(row.ordinal).SetDocumentID(DocumentID(row.Document)).
				SetNillablePlace(Given(row.Place)).SetConfidence(row.confidence()).
				SetNillableAspect(Given(row.Aspect)).SetNillableNote(Given(row.Note))
			creates = append(creates, citedBy[kind].set(create, row.subject))
		}
		if err := tx.Citation.CreateBulk(creates...).Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}

// clear takes the old citations away. Nothing refers to a citation, so they may come again with the same ids.
func (c *Citations) clear(ctx context.Context, tx *ent.Tx) error {
	byKind := map[gid.Kind][]gid.ID{}
	for _, subject := range c.subjects {
		kind, _ := subject.Kind()
		if citedBy[kind].in == nil {
			return fmt.Errorf("registry: a %v has no citations", kind)
		}
		byKind[kind] = append(byKind[kind], subject)
	}
	for kind, subjects := range byKind {
		for some := range slices.Chunk(subjects, BatchSize) {
			if _, err := tx.Citation.Delete().Where(citedBy[kind].in(some...)).Exec(ctx); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c Cite) confidence() citation.Confidence {
	return cmp.Or(c.Confidence, citation.DefaultConfidence)
}

// citedBy is the foreign key of each kind that may be cited: how it is set, and how it is looked for.
var citedBy = map[gid.Kind]struct {
	set func(*ent.CitationCreate, gid.ID) *ent.CitationCreate
	in  func(...gid.ID) predicate.Citation
}{
	gid.Province:       {(*ent.CitationCreate).SetProvinceID, citation.ProvinceIDIn},
	gid.Unit:           {(*ent.CitationCreate).SetUnitID, citation.UnitIDIn},
	gid.Succession:     {(*ent.CitationCreate).SetSuccessionID, citation.SuccessionIDIn},
	gid.Cluster:        {(*ent.CitationCreate).SetClusterID, citation.ClusterIDIn},
	gid.Membership:     {(*ent.CitationCreate).SetMembershipID, citation.MembershipIDIn},
	gid.Office:         {(*ent.CitationCreate).SetOfficeID, citation.OfficeIDIn},
	gid.Person:         {(*ent.CitationCreate).SetPersonID, citation.PersonIDIn},
	gid.Post:           {(*ent.CitationCreate).SetPostID, citation.PostIDIn},
	gid.Discrepancy:    {(*ent.CitationCreate).SetDiscrepancyID, citation.DiscrepancyIDIn},
	gid.Report:         {(*ent.CitationCreate).SetReportID, citation.ReportIDIn},
	gid.IndicatorValue: {(*ent.CitationCreate).SetIndicatorValueID, citation.IndicatorValueIDIn},
	gid.ReportSection:  {(*ent.CitationCreate).SetReportSectionID, citation.ReportSectionIDIn},
	gid.Movement:       {(*ent.CitationCreate).SetMovementID, citation.MovementIDIn},
	gid.Conference:     {(*ent.CitationCreate).SetConferenceID, citation.ConferenceIDIn},
	gid.Site:           {(*ent.CitationCreate).SetSiteID, citation.SiteIDIn},
	gid.Attendance:     {(*ent.CitationCreate).SetAttendanceID, citation.AttendanceIDIn},
	gid.AgendaItem:     {(*ent.CitationCreate).SetAgendaItemID, citation.AgendaItemIDIn},
	gid.Speech:         {(*ent.CitationCreate).SetSpeechID, citation.SpeechIDIn},
	gid.Proposal:       {(*ent.CitationCreate).SetProposalID, citation.ProposalIDIn},
	gid.Directive:      {(*ent.CitationCreate).SetDirectiveID, citation.DirectiveIDIn},
	gid.Task:           {(*ent.CitationCreate).SetTaskID, citation.TaskIDIn},
	gid.HeadElection:   {(*ent.CitationCreate).SetHeadElectionID, citation.HeadElectionIDIn},
	gid.Nomination:     {(*ent.CitationCreate).SetNominationID, citation.NominationIDIn},
	gid.Award:          {(*ent.CitationCreate).SetAwardID, citation.AwardIDIn},
	gid.AwardKind:      {(*ent.CitationCreate).SetAwardKindID, citation.AwardKindIDIn},
	gid.Indicator:      {(*ent.CitationCreate).SetIndicatorID, citation.IndicatorIDIn},
	gid.Topic:          {(*ent.CitationCreate).SetTopicID, citation.TopicIDIn},
	gid.Document:       {(*ent.CitationCreate).SetNamedDocumentID, citation.NamedDocumentIDIn},
}
