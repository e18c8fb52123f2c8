package registry

import (
	"context"

	"thidua/ent"
	"thidua/ent/discrepancy"
	"thidua/internal/gid"
	"thidua/internal/store"
)

// PutDiscrepancy states what the documents get wrong or leave out; what it is about has to be there before. The
// record's loader calls it. Refusals: those of Write, and UNKNOWN_CODE.
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
	Distinct(c, "values", in.Values)
	c.Cites(in.Cites)
}

func putDiscrepancy(ctx context.Context, tx *ent.Tx, in Discrepancy) error {
	var refs Refs
	report, post := refTo(&refs, ReportKey.ID, in.Report), refTo(&refs, PostKey.ID, in.Post)
	conference, proposal := MaybeRef(&refs, ConferenceID, in.Conference), MaybeRef(&refs, ProposalID, in.Proposal)
	var values []gid.ID
	for _, key := range in.Values {
		values = append(values, Ref(&refs, FigureKey.ID, key))
	}
	if err := refs.Check(ctx, tx); err != nil {
		return err
	}
	id := DiscrepancyID(in.Code)
	err := tx.Discrepancy.Create().SetID(id).SetCode(in.Code).SetOrdinal(in.Ordinal).SetKind(in.Kind).SetSeverity(in.Severity).
		SetSummary(in.Summary).SetSummaryEn(in.SummaryEn).SetNillableFigures(Given(in.Figures)).SetTreatment(in.Treatment).
		SetNillableReportID(report).SetNillableConferenceID(conference).SetNillableProposalID(proposal).SetNillablePostID(post).
		OnConflict(Overwrite(discrepancy.Columns)...).Exec(ctx)
	if err != nil {
		return err
	}
	if err := tx.Discrepancy.UpdateOneID(id).ClearIndicatorValues().AddIndicatorValueIDs(values...).Exec(ctx); err != nil {
		return err
	}
	return PutCites(ctx, tx, id, in.Cites)
}

// refTo is MaybeRef for a key of several parts.
func refTo[K comparable](refs *Refs, key func(K) gid.ID, k *K) *gid.ID {
	if k == nil {
		return nil
	}
	id := Ref(refs, key, *k)
	return &id
}
