package registry

import (
	"context"

	"thidua/ent/discrepancy"
	"thidua/internal/command"
	"thidua/internal/store"
)

// PutDiscrepancy creates or updates a discrepancy of the documents; what it refers to must exist. Called by
// the loader. Errors: those of command.RunForOperator, and UNKNOWN_CODE.
func PutDiscrepancy(ctx context.Context, s *store.Store, in Discrepancy) error {
	return command.RunForOperator(ctx, s, in, checkDiscrepancy, putDiscrepancy)
}

func checkDiscrepancy(in Discrepancy, v *command.Validator) {
	v.Code("code", in.Code)
	v.Positive("ordinal", in.Ordinal)
	v.Enum("kind", discrepancy.KindValidator(in.Kind))
	v.Enum("severity", discrepancy.SeverityValidator(in.Severity))
	v.Prose("summary", in.Summary)
	v.Prose("summary_en", in.SummaryEn)
	v.OptionalProse("figures", in.Figures)
	v.Prose("treatment", in.Treatment)
	command.RequireDistinct(v, "reports", in.Reports)
	command.RequireDistinct(v, "conferences", in.Conferences)
	command.RequireDistinct(v, "speeches", in.Speeches)
	command.RequireDistinct(v, "proposals", in.Proposals)
	command.RequireDistinct(v, "posts", in.Posts)
	command.RequireDistinct(v, "values", in.Values)
	ValidateCites(v, in.Cites)
}

func putDiscrepancy(ctx context.Context, tx *store.Tx, in Discrepancy) error {
	var refs command.Refs
	reports := command.RequireRefs(&refs, "reports", ReportKey.ID, in.Reports)
	posts := command.RequireRefs(&refs, "posts", PostKey.ID, in.Posts)
	conferences, speeches := command.RequireRefs(&refs, "conferences", ConferenceID, in.Conferences),
		command.RequireRefs(&refs, "speeches", SpeechKey.ID, in.Speeches)
	proposals, values := command.RequireRefs(&refs, "proposals", ProposalID, in.Proposals),
		command.RequireRefs(&refs, "values", FigureKey.ID, in.Values)
	if err := refs.Check(ctx, tx); err != nil {
		return err
	}
	id := DiscrepancyID(in.Code)
	err := tx.Discrepancy.Create().SetID(id).SetCode(in.Code).SetOrdinal(in.Ordinal).SetKind(in.Kind).
		SetSeverity(in.Severity).
		SetSummary(in.Summary).SetSummaryEn(in.SummaryEn).SetNillableFigures(command.NilIfZero(in.Figures)).
		SetTreatment(in.Treatment).
		OnConflict(command.UpsertAll(discrepancy.Columns)...).Exec(ctx)
	if err != nil {
		return err
	}
	err = tx.Discrepancy.UpdateOneID(id).
		ClearReports().AddReportIDs(reports...).ClearConferences().AddConferenceIDs(conferences...).
		ClearSpeeches().AddSpeechIDs(speeches...).ClearProposals().AddProposalIDs(proposals...).
		ClearPosts().AddPostIDs(posts...).ClearIndicatorValues().AddIndicatorValueIDs(values...).Exec(ctx)
	if err != nil {
		return err
	}
	return PutCitations(ctx, tx, id, in.Cites)
}
