package conference

import (
	"cmp"
	"context"

	"thidua/ent"
	"thidua/ent/agendaitem"
	"thidua/ent/attendance"
	"thidua/ent/conference"
	"thidua/ent/directive"
	"thidua/ent/proposal"
	"thidua/ent/site"
	"thidua/ent/speech"
	"thidua/ent/task"
	"thidua/internal/command"
	"thidua/internal/gid"
	"thidua/internal/registry"
	"thidua/internal/store"
)

// Record records a conference with everything that happened at it. Called by the loader of the dataset.
// Errors: those of registry.Write; UNKNOWN_CODE, also for an ordinal in a list of the same input; CONFLICT
// for a proposal of another conference; BAD_INPUT if a proposal or speech that is omitted now has
// discrepancies.
func Record(ctx context.Context, s *store.Store, in Conference) error {
	return command.RunForOperator(ctx, s, in, checkConference, recordConference)
}

func recordConference(ctx context.Context, tx *store.Tx, in Conference) error {
	if err := checkInternalRefs(in); err != nil {
		return err
	}
	if err := checkReferences(ctx, tx, in); err != nil {
		return err
	}
	id := registry.ConferenceID(in.Code)
	if err := putConference(ctx, tx, id, in); err != nil {
		return err
	}
	if err := offsetOrdinals(ctx, tx, id); err != nil {
		return err
	}
	// Parts are written after those that they refer to.
	for _, put := range []func(context.Context, *store.Tx, gid.ID, Conference) error{
		putSites, putAttendances, putAgenda, putSpeeches, putProposals, putDirectives, putTasks, removeParts,
	} {
		if err := put(ctx, tx, id, in); err != nil {
			return err
		}
	}
	return citationsOf(in).Put(ctx, tx)
}

// conferenceConductColumns are set by conducting a conference, and kept by a recording.
var conferenceConductColumns = []string{
	conference.FieldPlannedStartAt, conference.FieldClosedAt, conference.FieldQuorumPercent,
	conference.FieldUnitQuotaSeconds, conference.FieldSiteQuotaSeconds,
}

func putConference(ctx context.Context, tx *store.Tx, id gid.ID, in Conference) error {
	return newConferenceCreate(tx, id, in).
		OnConflict(command.UpsertAll(conference.Columns, conferenceConductColumns...)...).Exec(ctx)
}

func newConferenceCreate(tx *store.Tx, id gid.ID, in Conference) *ent.ConferenceCreate {
	return tx.Conference.Create().SetID(id).SetCode(in.Code).SetKind(in.Kind).
		SetState(cmp.Or(in.State, conference.DefaultState)).SetTitle(in.Title).SetSchoolYear(in.SchoolYear).
		SetHeldOn(in.HeldOn).SetHeldOnStated(in.HeldOnStated).
		SetHeldOrder(HeldOrder(cmp.Or(in.HeldOn, in.HeldOnStated), in.SchoolYear, isFinalReview(in.Kind))).
		SetPartOfDay(cmp.Or(in.PartOfDay, conference.DefaultPartOfDay)).
		SetNillableVenue(command.NilIfZero(in.Venue)).SetNillableOnline(in.Online).
		SetNillableQuorumPercent(command.NilIfZero(in.Quorum)).
		SetNillableClusterID(optionalID(registry.ClusterID, in.Cluster)).
		SetNillableHostID(optionalID(registry.UnitID, in.Host))
}

// isFinalReview reports whether conferences of a kind review the whole school year.
func isFinalReview(kind conference.Kind) bool {
	return kind == conference.KindFinalReview || kind == conference.KindNationalReview
}

// offsetOrdinals moves all parts out of the way, so that ordinals stay unique while the parts are written.
func offsetOrdinals(ctx context.Context, tx *store.Tx, id gid.ID) error {
	if err := offsetSiteOrdinals(ctx, tx, id); err != nil {
		return err
	}
	for _, rows := range []interface{ Exec(context.Context) error }{
		tx.Attendance.Update().Where(attendance.ConferenceID(id)).AddOrdinal(command.OrdinalOffset),
		tx.AgendaItem.Update().Where(agendaitem.ConferenceID(id)).AddOrdinal(command.OrdinalOffset),
		tx.Speech.Update().Where(speech.ConferenceID(id)).AddOrdinal(command.OrdinalOffset),
		tx.Proposal.Update().Where(proposal.ConferenceID(id)).AddOrdinal(command.OrdinalOffset),
		tx.Directive.Update().Where(directive.ConferenceID(id)).AddOrdinal(command.OrdinalOffset),
		tx.Task.Update().Where(task.ConferenceID(id)).AddOrdinal(command.OrdinalOffset),
	} {
		if err := rows.Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}

// removeParts removes the parts that are no longer given, each before the parts that it refers to.
func removeParts(ctx context.Context, tx *store.Tx, id gid.ID, in Conference) error {
	proposals := proposal.And(proposal.ConferenceID(id), proposal.OrdinalGT(len(in.Proposals)))
	disputedProposals := tx.Proposal.Query().Where(proposals, proposal.HasDiscrepancies())
	if err := command.RequireNoDiscrepancy(ctx, "proposals", disputedProposals); err != nil {
		return err
	}
	speeches := speech.And(speech.ConferenceID(id), speech.OrdinalGT(len(in.Speeches)))
	disputedSpeeches := tx.Speech.Query().Where(speeches, speech.HasDiscrepancies())
	if err := command.RequireNoDiscrepancy(ctx, "speeches", disputedSpeeches); err != nil {
		return err
	}
	// A site that is removed together with its parent would keep the parent from being removed.
	gone := site.And(site.ConferenceID(id), site.OrdinalGT(len(in.Sites)))
	if err := tx.Site.Update().Where(gone).ClearParentID().Exec(ctx); err != nil {
		return err
	}
	for _, part := range []struct {
		field string
		gone  interface {
			Exec(context.Context) (int, error)
		}
	}{
		{"tasks", tx.Task.Delete().Where(task.ConferenceID(id), task.OrdinalGT(len(in.Tasks)))},
		{"directives", tx.Directive.Delete().Where(
			directive.ConferenceID(id), directive.OrdinalGT(len(in.Directives)),
		)},
		{"proposals", tx.Proposal.Delete().Where(proposals)},
		{"speeches", tx.Speech.Delete().Where(speeches)},
		{"agenda", tx.AgendaItem.Delete().Where(
			agendaitem.ConferenceID(id), agendaitem.OrdinalGT(len(in.Agenda)),
		)},
		{"attendances", tx.Attendance.Delete().Where(
			attendance.ConferenceID(id), attendance.OrdinalGT(len(in.Attendances)),
		)},
		{"sites", tx.Site.Delete().Where(gone)},
	} {
		if err := command.RemoveParts(ctx, part.field, part.gone); err != nil {
			return err
		}
	}
	return nil
}

func citationsOf(in Conference) *registry.Citations {
	var citations registry.Citations
	citations.Add(registry.ConferenceID(in.Code), in.Cites)
	for _, s := range in.Sites {
		citations.Add(SiteID(in.Code, s.Code), s.Cites)
	}
	for i, a := range in.Attendances {
		citations.Add(PartID(gid.Attendance, in.Code, i+1), a.Cites)
	}
	for i, a := range in.Agenda {
		citations.Add(PartID(gid.AgendaItem, in.Code, i+1), a.Cites)
	}
	for i, s := range in.Speeches {
		citations.Add(PartID(gid.Speech, in.Code, i+1), s.Cites)
	}
	for _, p := range in.Proposals {
		citations.Add(registry.ProposalID(p.Code), p.Cites)
	}
	for i, d := range in.Directives {
		citations.Add(PartID(gid.Directive, in.Code, i+1), d.Cites)
	}
	for i, t := range in.Tasks {
		citations.Add(PartID(gid.Task, in.Code, i+1), t.Cites)
	}
	return &citations
}
