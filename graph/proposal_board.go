package graph

import (
	"context"

	"entgo.io/ent/dialect/sql"

	"thidua/ent"
	entcluster "thidua/ent/cluster"
	entconference "thidua/ent/conference"
	"thidua/ent/predicate"
	"thidua/ent/proposal"
	"thidua/graph/view"
	"thidua/internal/conference"
	"thidua/internal/gid"
	"thidua/internal/vi"
)

// boardStates are the columns of a board, in order of processing.
var columnsOf = []proposal.State{
	proposal.StateSubmitted, proposal.StateSent, proposal.StateAcknowledged, proposal.StateAssigned, proposal.StateAnswered,
	proposal.StateDone, proposal.StateRefused, proposal.StateMerged,
}

// proposalBoard counts the proposals of a conference and its siblings in one statement.
func (r *Resolver) proposalBoard(ctx context.Context, c *ent.Conference) (*view.ProposalBoard, error) {
	counts, err := batch(ctx, familyOf(c, conferenceID), r.proposalCounts)
	return proposalBoardOf(c, counts), err
}

func (r *Resolver) proposalCounts(
	ctx context.Context, ids []gid.ID,
) (map[gid.ID]map[proposal.State]int, error) {
	var rows []struct {
		Conference gid.ID         `sql:"conference_id"`
		State      proposal.State `sql:"state"`
		Count      int            `sql:"count"`
	}
	err := r.Reader.Proposal.Query().Where(proposal.ConferenceIDIn(ids...)).
		GroupBy(proposal.FieldConferenceID, proposal.FieldState).Aggregate(ent.Count()).Scan(ctx, &rows)
	counts := make(map[gid.ID]map[proposal.State]int, len(ids))
	for _, row := range rows {
		if counts[row.Conference] == nil {
			counts[row.Conference] = map[proposal.State]int{}
		}
		counts[row.Conference][row.State] = row.Count
	}
	return counts, err
}

func proposalBoardOf(c *ent.Conference, counts map[proposal.State]int) *view.ProposalBoard {
	board := &view.ProposalBoard{Conference: c}
	for _, state := range columnsOf {
		if state != proposal.StateMerged { // counted with the proposal it was merged into
			board.Total += counts[state]
		}
		board.Columns = append(board.Columns, &view.ProposalColumn{Conference: c, State: state, Count: counts[state]})
	}
	return board
}

// proposalsInColumn returns the newest proposals of a column, reading all columns of all boards in one
// statement.
func (r *Resolver) inColumn(
	ctx context.Context, column *view.ProposalColumn, first int,
) ([]*ent.Proposal, error) {
	if err := askable(first, ent.PageMax); err != nil {
		return nil, err
	}
	columns, err := batch(ctx, familyOf(column.Conference, conferenceID),
		func(ctx context.Context, ids []gid.ID) (map[gid.ID]map[proposal.State][]*ent.Proposal, error) {
			rows, err := many(ctx, r.Reader.Proposal.Query().
				Where(proposal.ConferenceIDIn(ids...), firstOf[predicate.Proposal](proposal.Table, first, newest, nil, ids,
					proposal.FieldConferenceID, proposal.FieldState)).
				Order(proposal.ByOrdinal(sql.OrderDesc())), proposal.Columns...)
			found := make(map[gid.ID]map[proposal.State][]*ent.Proposal, len(ids))
			for id, own := range grouped(rows, conferenceOfProposal) {
				found[id] = grouped(own, func(p *ent.Proposal) proposal.State { return p.State })
			}
			return found, err
		})
	return columns[column.State], err
}

// conferenceOverdueProposals returns the overdue proposals of a conference, with those of its siblings in one
// statement.
func (r *Resolver) overdueOf(ctx context.Context, c *ent.Conference, first int) ([]*ent.Proposal, error) {
	if err := askable(first, ent.PageMax); err != nil {
		return nil, err
	}
	return batch(ctx, familyOf(c, conferenceID),
		func(ctx context.Context, ids []gid.ID) (map[gid.ID][]*ent.Proposal, error) {
			late := pastDue(proposal.FieldState, states(conference.Unanswered), today(ctx, nil))
			rows, err := many(ctx, r.Reader.Proposal.Query().
				Where(proposal.ConferenceIDIn(ids...), firstOf[predicate.Proposal](
					proposal.Table, first, longestOverdue, late, ids, proposal.FieldConferenceID)).
				Order(byDueDay, proposal.ByID()), proposal.Columns...)
			return grouped(rows, conferenceOfProposal), err
		})
}

// overdueProposals returns the proposals that are overdue on a day.
func (r *Resolver) overdueProposals(
	ctx context.Context, cluster *int, on *vi.Date, first int,
) ([]*ent.Proposal, error) {
	if err := askable(first, ent.PageMax); err != nil {
		return nil, err
	}
	if err := fullDay(ctx, on); err != nil {
		return nil, err
	}
	q := r.Reader.Proposal.Query().Where(pastDue(proposal.FieldState, states(conference.Unanswered), today(ctx, on)))
	if cluster != nil {
		q.Where(proposal.HasConferenceWith(entconference.HasClusterWith(entcluster.Number(*cluster))))
	}
	return many(ctx, q.Order(byDueDay, proposal.ByID()).Limit(first), proposal.Columns...)
}

func conferenceOfProposal(p *ent.Proposal) gid.ID { return p.ConferenceID }
