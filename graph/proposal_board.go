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
var boardStates = []proposal.State{
	proposal.StateSubmitted, proposal.StateSent, proposal.StateAcknowledged, proposal.StateAssigned,
	proposal.StateAnswered,
	proposal.StateDone, proposal.StateRefused, proposal.StateMerged,
}

// proposalBoard counts the proposals of a conference and its siblings in one statement.
func (r *Resolver) proposalBoard(ctx context.Context, c *ent.Conference) (*view.ProposalBoard, error) {
	counts, err := loadBatch(ctx, siblingKeysOf(c, conferenceID), r.countProposals)
	return newProposalBoard(c, counts), err
}

func (r *Resolver) countProposals(
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

func newProposalBoard(c *ent.Conference, counts map[proposal.State]int) *view.ProposalBoard {
	board := &view.ProposalBoard{Conference: c}
	for _, state := range boardStates {
		if state != proposal.StateMerged { // counted with the proposal it was merged into
			board.TotalCount += counts[state]
		}
		board.Columns = append(board.Columns,
			&view.ProposalColumn{Conference: c, State: state, Count: counts[state]})
	}
	return board
}

// proposalsInColumn returns the newest proposals of a column, reading all columns of all boards in one
// statement.
func (r *Resolver) proposalsInColumn(
	ctx context.Context, column *view.ProposalColumn, first int,
) ([]*ent.Proposal, error) {
	if err := checkFirst(first, ent.MaxPageSize); err != nil {
		return nil, err
	}
	columns, err := loadBatch(ctx, siblingKeysOf(column.Conference, conferenceID),
		func(ctx context.Context, ids []gid.ID) (map[gid.ID]map[proposal.State][]*ent.Proposal, error) {
			rows, err := collectMany(ctx, r.Reader.Proposal.Query().
				Where(proposal.ConferenceIDIn(ids...), topNPerPartition[predicate.Proposal](proposal.Table,
					first, newestOrdinalFirst, nil, ids,
					proposal.FieldConferenceID, proposal.FieldState)).
				Order(proposal.ByOrdinal(sql.OrderDesc())), proposal.Columns...)
			found := make(map[gid.ID]map[proposal.State][]*ent.Proposal, len(ids))
			for id, own := range groupBy(rows, conferenceOfProposal) {
				found[id] = groupBy(own, func(p *ent.Proposal) proposal.State { return p.State })
			}
			return found, err
		})
	return columns[column.State], err
}

// conferenceOverdueProposals returns the overdue proposals of a conference, with those of its siblings in one
// statement.
func (r *Resolver) conferenceOverdueProposals(
	ctx context.Context, c *ent.Conference, first int,
) ([]*ent.Proposal, error) {
	if err := checkFirst(first, ent.MaxPageSize); err != nil {
		return nil, err
	}
	return loadBatch(ctx, siblingKeysOf(c, conferenceID),
		func(ctx context.Context, ids []gid.ID) (map[gid.ID][]*ent.Proposal, error) {
			late := overduePredicate(proposal.FieldState, stateArgs(conference.UnansweredStates),
				dayOrToday(nil))
			rows, err := collectMany(ctx, r.Reader.Proposal.Query().
				Where(proposal.ConferenceIDIn(ids...), topNPerPartition[predicate.Proposal](
					proposal.Table, first, dueDayOrder, late, ids, proposal.FieldConferenceID)).
				Order(orderByDueDay, proposal.ByID()), proposal.Columns...)
			return groupBy(rows, conferenceOfProposal), err
		})
}

// overdueProposals returns the proposals that are overdue on a day.
func (r *Resolver) overdueProposals(
	ctx context.Context, cluster *int, on *vi.Date, first int,
) ([]*ent.Proposal, error) {
	if err := checkFirst(first, ent.MaxPageSize); err != nil {
		return nil, err
	}
	if err := r.checkClusterNumber(ctx, cluster); err != nil {
		return nil, err
	}
	if err := checkFullDay(ctx, on); err != nil {
		return nil, err
	}
	q := r.Reader.Proposal.Query().
		Where(overduePredicate(proposal.FieldState, stateArgs(conference.UnansweredStates),
			dayOrToday(on)))
	if cluster != nil {
		q.Where(proposal.HasConferenceWith(entconference.HasClusterWith(entcluster.Number(*cluster))))
	}
	return collectMany(ctx, q.Order(orderByDueDay, proposal.ByID()).Limit(first), proposal.Columns...)
}

func conferenceOfProposal(p *ent.Proposal) gid.ID { return p.ConferenceID }
