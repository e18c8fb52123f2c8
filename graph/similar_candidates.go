package graph

import (
	"context"

	"entgo.io/ent/dialect/sql"

	"thidua/ent"
	"thidua/ent/predicate"
	"thidua/ent/proposal"
	"thidua/ent/topic"
)

// Bounds of the search for similar proposals. The database scans the search keys of the newest
// maxScannedProposals once, for at most maxTerms terms, termsPerQuery for each query. It returns at most
// candidatesPerQuery rows for each query and maxCandidates in total, those with the most terms first. Only
// these are compared.
const (
	maxScannedProposals               = 5000
	termsPerQuery, maxTerms           = 8, 100
	candidatesPerQuery, maxCandidates = 200, 1000
)

// similarCandidates returns the candidates for all queries with their topics, in two statements.
func (r *Resolver) similarCandidates(ctx context.Context, all []similarityQuery) ([]*ent.Proposal, error) {
	var pieces, topics []string
	for _, a := range all {
		pieces = append(pieces, a.profile.TopTerms(min(termsPerQuery, max(1, maxTerms/len(all))))...)
		topics = append(topics, a.topics...)
	}
	pieces, topics = sortedUnique(pieces), sortedUnique(topics)
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
	return r.Reader.Proposal.Query().Where(newestProposals(maxScannedProposals), proposal.Or(holds...)).
		Order(orderByTermCount(pieces), proposal.BySchoolYear(sql.OrderDesc()), proposal.ByID()).
		Limit(min(candidatesPerQuery*len(all), maxCandidates)).
		Select(proposal.FieldSearchKey, proposal.FieldSchoolYear).WithTopics().All(ctx)
}

// newestProposals selects the newest n proposals, visible or not; access rules apply in addition.
func newestProposals(n int) predicate.Proposal {
	return func(s *sql.Selector) {
		t := sql.Dialect(s.Dialect()).Table(proposal.Table).As("newest")
		s.Where(sql.In(s.C(proposal.FieldID), sql.Dialect(s.Dialect()).Select(t.C(proposal.FieldID)).From(t).
			OrderBy(sql.Desc(t.C(proposal.FieldSchoolYear)), t.C(proposal.FieldOrdinal),
				t.C(proposal.FieldID)).Limit(n)))
	}
}

// orderByTermCount orders rows by the number of terms that they contain, descending.
func orderByTermCount(pieces []string) proposal.OrderOption {
	return func(s *sql.Selector) {
		if len(pieces) == 0 {
			return
		}
		s.OrderExpr(sql.ExprFunc(func(b *sql.Builder) {
			for i, piece := range pieces {
				if i > 0 {
					b.WriteString(" + ")
				}
				// Folded text contains only letters, digits and spaces, so LIKE needs no escaping.
				b.WriteString("CASE WHEN ").Ident(s.C(proposal.FieldSearchKey)).WriteString(" LIKE ").
					Arg("%" + piece + "%").WriteString(" THEN 1 ELSE 0 END")
			}
			b.WriteString(" DESC")
		}))
	}
}
