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

// What bounds looking for proposals like others, however many there are: the database looks through its search keys once,
// for so many pieces of text, and gives so many rows for each proposal that is asked about, those with the most pieces
// first. No more than all in all are ranked.
const (
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
	return r.Reader.Proposal.Query().Where(proposal.Or(holds...)).
		Order(byPieces(pieces), proposal.BySchoolYear(sql.OrderDesc()), proposal.ByID()).
		Limit(min(candidatesEach*len(all), candidatesMost)).
		Select(proposal.FieldSearchKey, proposal.FieldSchoolYear).WithTopics().All(ctx)
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
