package graph

import (
	"context"
	"slices"

	"entgo.io/ent/dialect/sql"

	"thidua/ent"
	"thidua/ent/predicate"
	"thidua/ent/proposal"
	"thidua/ent/topic"
)

// What bounds the search for proposals like others. The database looks through the search keys of the newest
// candidatesSeen proposals once, for at most piecesMost pieces of text, piecesEach for each proposal that is
// asked about; and gives at most candidatesEach rows for each of them, candidatesMost in all, those with the
// most pieces first. Only these are compared.
const (
	candidatesSeen                 = 5000
	piecesEach, piecesMost         = 8, 100
	candidatesEach, candidatesMost = 200, 1000
)

// candidates reads what may be like any of those asked about, with its topics: two statements.
func (r *Resolver) candidates(ctx context.Context, all []asked) ([]*ent.Proposal, error) {
	var pieces, topics []string
	for _, a := range all {
		pieces = append(pieces, a.wording.Telling(min(piecesEach, max(1, piecesMost/len(all))))...)
		topics = append(topics, a.topics...)
	}
	pieces, topics = slices.Compact(slices.Sorted(slices.Values(pieces))), slices.Compact(slices.Sorted(slices.Values(topics)))
	if len(pieces)+len(topics) == 0 {
		return nil, nil
	}
	var holds []predicate.Proposal
	for _, piece := range pieces {
		holds = append(holds, proposal.SearchKeyContains(piece))
	}
	if len(topics) > 0 {
		holds = append(holds, proposal.HasTopicsWith(topic.CodeIn(topics...)))
	}
	return r.Reader.Proposal.Query().Where(amongNewest(candidatesSeen), proposal.Or(holds...)).
		Order(byPieces(pieces), proposal.BySchoolYear(sql.OrderDesc()), proposal.ByID()).
		Limit(min(candidatesEach*len(all), candidatesMost)).
		Select(proposal.FieldSearchKey, proposal.FieldSchoolYear).WithTopics().All(ctx)
}

// amongNewest selects the newest n proposals, visible or not; the read rules apply in addition.
func amongNewest(n int) predicate.Proposal {
	return func(s *sql.Selector) {
		t := sql.Dialect(s.Dialect()).Table(proposal.Table).As("newest")
		s.Where(sql.In(s.C(proposal.FieldID), sql.Dialect(s.Dialect()).Select(t.C(proposal.FieldID)).From(t).
			OrderBy(sql.Desc(t.C(proposal.FieldSchoolYear)), t.C(proposal.FieldOrdinal), t.C(proposal.FieldID)).Limit(n)))
	}
}

// byPieces puts the rows first that hold the most of some pieces of folded text.
func byPieces(pieces []string) proposal.OrderOption {
	return func(s *sql.Selector) {
		if len(pieces) == 0 {
			return
		}
		s.OrderExpr(sql.ExprFunc(func(b *sql.Builder) {
			for i, piece := range pieces {
				if i > 0 {
					b.WriteString(" + ")
				}
				// Folded text has letters, digits and spaces alone: nothing that LIKE reads otherwise.
				b.WriteString("CASE WHEN ").Ident(s.C(proposal.FieldSearchKey)).WriteString(" LIKE ").Arg("%" + piece + "%").WriteString(" THEN 1 ELSE 0 END")
			}
			b.WriteString(" DESC")
		}))
	}
}
