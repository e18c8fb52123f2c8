package registry

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"thidua/ent"
	"thidua/ent/citation"
	"thidua/ent/predicate"
	"thidua/internal/command"
	"thidua/internal/gid"
	"thidua/internal/store"
)

// PutCitations replaces the citations of a fact, in this order. Commands call it, or [Citations] for many
// facts. Errors: UNKNOWN_CODE, for a document.
func PutCitations(ctx context.Context, tx *store.Tx, subject gid.ID, cites []Cite) error {
	var c Citations
	c.Add(subject, cites)
	return c.Put(ctx, tx)
}

// Citations collects the citations of many facts and writes them together. The zero value is ready to use.
type Citations struct {
	subjects []gid.ID
	rows     []citationRow
}

type citationRow struct {
	id, subject gid.ID
	ordinal     int
	Cite
}

// Add sets the citations of a fact; an empty list removes its present ones. It is called once for each fact.
func (c *Citations) Add(subject gid.ID, cites []Cite) {
	c.subjects = append(c.subjects, subject)
	for i, cite := range cites {
		c.rows = append(c.rows, citationRow{CitationID(subject, i), subject, i + 1, cite})
	}
}

// Put writes the collected citations. The facts must have been written before.
func (c *Citations) Put(ctx context.Context, tx *store.Tx) error {
	var refs command.Refs
	for _, row := range c.rows {
		command.RequireRef(&refs, "document", DocumentID, row.Document)
	}
	if err := refs.Check(ctx, tx); err != nil {
		return err
	}
	if err := c.deleteOld(ctx, tx); err != nil {
		return err
	}
	for rows := range slices.Chunk(c.rows, command.BatchSize) {
		var creates []*ent.CitationCreate
		for _, row := range rows {
			kind, _ := row.subject.Kind()
			create := tx.Citation.Create().SetID(row.id).SetOrdinal(row.ordinal).
				SetDocumentID(DocumentID(row.Document)).
				SetNillableLocator(command.NilIfZero(row.Place)).SetConfidence(row.confidence()).
				SetNillableAspect(command.NilIfZero(row.Aspect)).SetNillableNote(command.NilIfZero(row.Note))
			creates = append(creates, citationForeignKeys[kind].set(create, row.subject))
		}
		if err := tx.Citation.CreateBulk(creates...).Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}

// deleteOld deletes the present citations. Nothing refers to a citation, so the ids may be reused.
func (c *Citations) deleteOld(ctx context.Context, tx *store.Tx) error {
	byKind := map[gid.Kind][]gid.ID{}
	for _, subject := range c.subjects {
		kind, _ := subject.Kind()
		if citationForeignKeys[kind].in == nil {
			return fmt.Errorf("registry: a %v has no citations", kind)
		}
		byKind[kind] = append(byKind[kind], subject)
	}
	for kind, subjects := range byKind {
		for some := range slices.Chunk(subjects, command.BatchSize) {
			if _, err := tx.Citation.Delete().Where(citationForeignKeys[kind].in(some...)).
				Exec(ctx); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c Cite) confidence() citation.Confidence {
	return cmp.Or(c.Confidence, citation.DefaultConfidence)
}

// citationForeignKeys has the foreign key of each citable kind: its setter and its predicate.
var citationForeignKeys = map[gid.Kind]struct {
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

// ValidateCites validates the citations of a fact. That their documents exist is checked on writing.
func ValidateCites(v *command.Validator, cites []Cite) {
	for i, cite := range cites {
		at := v.Element("cite", i)
		at.Text("document", cite.Document)
		at.OptionalText("place", cite.Place)
		at.OptionalText("aspect", cite.Aspect)
		at.OptionalProse("note", cite.Note)
		at.Enum("confidence", citation.ConfidenceValidator(cite.confidence()))
	}
}
