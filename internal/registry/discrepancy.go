package registry

import (
	"context"

	"thidua/ent"
	"thidua/ent/discrepancy"
	"thidua/internal/store"
)

// PutDiscrepancy creates or updates a discrepancy of the documents; what it refers to must exist. Called by
// the loader. Errors: those of RunForOperator, and UNKNOWN_CODE.
func PutDiscrepancy(ctx context.Context, s *store.Store, in Discrepancy) error {
	return Write(ctx, s, in, checkDiscrepancy, putDiscrepancy)
}

func checkDiscrepancy(in Discrepancy, c *Check) {
	c.Code("code", in.Code)
	c.Positive("ordinal", in.Ordinal)
	c.Value("kind", discrepancy.KindValidator(in.Kind))
	c.Value("severity", discrepancy.SeverityValidator(in.Severity))
	c.Prose("summary", in.Summary)
	c.Prose("summary_en", in.SummaryEn)
	c.MaybeProse("figures", in.Figures)
	c.Prose("treatment", in.Treatment)
	Distinct(c, "reports", in.Reports)
	Distinct(c, "conferences", in.Conferences)
	Distinct(c, "speeches", in.Speeches)
	Distinct(c, "proposals", in.Proposals)
	Distinct(c, "posts", in.Posts)
	Distinct(c, "values", in.Values)
	c.Cites(in.Cites)
}

func putDiscrepancy(ctx context.Context, tx *ent.Tx, in Discrepancy) error {
	var refs Refs
	reports, posts := RefsTo(&refs, ReportKey.ID, in.Reports), RefsTo(&refs, PostKey.ID, in.Posts)
	conferences, speeches := RefsTo(&refs, ConferenceID, in.Conferences),
		RefsTo(&refs, SpeechKey.ID, in.Speeches)
	proposals, values := RefsTo(&refs, ProposalID, in.Proposals), RefsTo(&refs, FigureKey.ID, in.Values)
	if err := refs.Check(ctx, tx); err != nil {
		return err
	}
	id := DiscrepancyID(in.Code)
	err := tx.Discrepancy.Create().SetID(id).SetCode(in.Code).SetOrdinal(in.Ordinal).SetKind(in.Kind).
		SetSeverity(in.Severity).
		SetSummary(in.Summary).SetSummaryEn(in.SummaryEn).SetNillableFigures(Given(in.Figures)).
		SetTreatment(in.Treatment).
		OnConflict(Overwrite(discrepancy.Columns)...).Exec(ctx)
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
	return PutCites(ctx, tx, id, in.Cites)
}
