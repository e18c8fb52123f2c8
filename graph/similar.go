package graph

import (
	"cmp"
	"context"
	"slices"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"

	"thidua/ent"
	"thidua/ent/proposal"
	"thidua/ent/topic"
	"thidua/graph/view"
	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/similarity"
	"thidua/internal/vi"
)

// Maximum number of results and of topics, and of characters of a text.
const maxSimilar, maxSimilarTextLength = 20, 1000

// similarityQuery is a text for which similar proposals are searched.
type similarityQuery struct {
	id      gid.ID // id of the proposal itself; 0 for a text
	profile similarity.Profile
	topics  []string
}

// similarToText returns proposals similar to a text.
func (r *Resolver) similarToText(
	ctx context.Context, text string, topics []string, first int,
) ([]*view.SimilarProposal, error) {
	if n := utf8.RuneCountInString(text); n > maxSimilarTextLength {
		return nil, graphql.ErrorOnPath(graphql.WithPathContext(ctx, graphql.NewPathWithField("text")),
			fault.BadInput.With("reason", "TEXT_LENGTH", "max", maxSimilarTextLength, "value", n))
	}
	if n := len(topics); n > maxSimilar {
		return nil, graphql.ErrorOnPath(graphql.WithPathContext(ctx, graphql.NewPathWithField("topics")),
			fault.BadInput.With("reason", "TOO_LARGE", "max", maxSimilar, "value", n))
	}
	if err := checkFirst(first, maxSimilar); err != nil {
		return nil, err
	}
	if err := r.checkTopicCodes(ctx, topics); err != nil {
		return nil, err
	}
	found, err := r.findSimilar(ctx,
		[]similarityQuery{{0, similarity.NewProfile(vi.Fold(text), topics...), topics}}, first)
	return found[0], err
}

// checkTopicCodes rejects an unknown topic with UNKNOWN_CODE.
func (r *Resolver) checkTopicCodes(ctx context.Context, codes []string) error {
	if len(codes) == 0 {
		return nil
	}
	known, err := r.Reader.Topic.Query().Where(topic.CodeIn(codes...)).Select(topic.FieldCode).Strings(ctx)
	return cmp.Or(err, unknownCode("topic", codes, known))
}

// similarProposals returns proposals similar to a proposal, with those of its siblings in the same
// statements.
func (r *Resolver) similarProposals(
	ctx context.Context, p *ent.Proposal, first int,
) ([]*view.SimilarProposal, error) {
	if err := checkFirst(first, maxSimilar); err != nil {
		return nil, err
	}
	return loadBatch(ctx, siblingKeysOf(p, proposalID),
		func(ctx context.Context, ids []gid.ID) (map[gid.ID][]*view.SimilarProposal, error) {
			rows, err := r.Reader.Proposal.Query().Where(proposal.IDIn(ids...)).
				Select(proposal.FieldSearchKey).WithTopics().All(ctx)
			if err != nil {
				return nil, err
			}
			all := make([]similarityQuery, len(rows))
			for i, row := range rows {
				codes := topicCodes(row)
				all[i] = similarityQuery{row.ID, similarity.NewProfile(row.SearchKey, codes...), codes}
			}
			return r.findSimilar(ctx, all, first)
		})
}

// findSimilar returns the most similar proposals for each query, the newest first among equals.
func (r *Resolver) findSimilar(
	ctx context.Context, all []similarityQuery, first int,
) (map[gid.ID][]*view.SimilarProposal, error) {
	candidates, err := r.similarCandidates(ctx, all)
	if err != nil {
		return nil, err
	}
	wordings := make([]similarity.Profile, len(candidates))
	for i, c := range candidates {
		wordings[i] = similarity.NewProfile(c.SearchKey, topicCodes(c)...)
	}
	found := map[gid.ID][]*view.SimilarProposal{}
	for _, a := range all {
		var like []*view.SimilarProposal
		for i, c := range candidates {
			if percent := a.profile.Similarity(wordings[i]); percent >= similarity.MinPercent &&
				c.ID != a.id {
				like = append(like, &view.SimilarProposal{Proposal: c, Percent: percent,
					SharedTopics: sharedTopics(a.topics, c)})
			}
		}
		slices.SortFunc(like, func(a, b *view.SimilarProposal) int {
			return cmp.Or(cmp.Compare(b.Percent, a.Percent),
				cmp.Compare(b.Proposal.SchoolYear, a.Proposal.SchoolYear),
				cmp.Compare(a.Proposal.ID, b.Proposal.ID))
		})
		found[a.id] = like[:min(first, len(like))]
	}
	return found, r.loadSimilar(ctx, found)
}

// loadSimilar loads the selected fields of the proposals found and of their shared topics.
func (r *Resolver) loadSimilar(ctx context.Context, found map[gid.ID][]*view.SimilarProposal) error {
	var proposals, topics []gid.ID
	for _, like := range found {
		for _, l := range like {
			proposals = append(proposals, l.Proposal.ID)
			topics = append(topics, idsOf(l.SharedTopics, topicID)...)
		}
	}
	whole, err := collectMany(withSelectionOf(ctx, "proposal"), r.Reader.Proposal.Query().
		Where(proposal.IDIn(proposals...)), proposal.Columns...)
	if err != nil {
		return err
	}
	about, err := collectMany(withSelectionOf(ctx, "sharedTopics"), r.Reader.Topic.Query().
		Where(topic.IDIn(topics...)))
	if err != nil {
		return err
	}
	byID, topicByID := byKey(whole, proposalID), byKey(about, topicID)
	for id, like := range found {
		for _, l := range like {
			l.Proposal = byID[l.Proposal.ID]
			for i, t := range l.SharedTopics {
				l.SharedTopics[i] = topicByID[t.ID]
			}
		}
		// A row may have been removed between the two statements.
		found[id] = slices.DeleteFunc(like, func(l *view.SimilarProposal) bool {
			return l.Proposal == nil || slices.Contains(l.SharedTopics, nil)
		})
	}
	return nil
}

func proposalID(p *ent.Proposal) gid.ID { return p.ID }

func topicID(t *ent.Topic) gid.ID { return t.ID }

func topicCodes(p *ent.Proposal) []string {
	var codes []string
	for _, t := range p.Edges.Topics {
		codes = append(codes, t.Code)
	}
	return codes
}

// sharedTopics returns the topics of a proposal that are among the codes, in order.
func sharedTopics(codes []string, p *ent.Proposal) []*ent.Topic {
	var both []*ent.Topic
	for _, t := range p.Edges.Topics {
		if slices.Contains(codes, t.Code) {
			both = append(both, t)
		}
	}
	slices.SortFunc(both, func(a, b *ent.Topic) int { return cmp.Compare(a.SortKey, b.SortKey) })
	return both
}
