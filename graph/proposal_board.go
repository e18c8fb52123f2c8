package graph

import (
	"context"

	"entgo.io/ent/dialect/sql"

	"thidua/ent"
	"thidua/ent/predicate"
	"thidua/ent/proposal"
	"thidua/graph/view"
	"thidua/internal/conference"
	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/vi"
)

// columnsOf are the states of a board, as proposals go.
var columnsOf = []proposal.State{
	proposal.StateSubmitted, proposal.StateSent, proposal.StateAcknowledged, proposal.StateAssigned, proposal.StateAnswered,
	proposal.StateDone, proposal.StateRefused, proposal.StateMerged,
}

// proposalBoard counts the proposals of a conference, with those of its siblings in one statement.
func (r *Resolver) proposalBoard(ctx context.Context, c *ent.Conference) (*view.ProposalBoard, error) {
	counts, err := batch(ctx, familyOf(c, conferenceID), r.proposalCounts)
	return proposalBoardOf(c, counts), err
}

func (r *Resolver) proposalCounts(ctx context.Context, ids []gid.ID) (map[gid.ID]map[proposal.State]int, error) {
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
		if state != proposal.StateMerged { // it is counted in the one that it went into
			board.Total += counts[state]
		}
		board.Columns = append(board.Columns, &view.ProposalColumn{Conference: c, State: state, Count: counts[state]})
	}
	return board
}

// columnKey is a column of a board.
type columnKey struct {
	conference gid.ID
	state      proposal.State
}

// inColumn reads the newest proposals of a column, with those of all columns of all boards in one statement.
func (r *Resolver) inColumn(ctx context.Context, column *view.ProposalColumn, first int) ([]*ent.Proposal, error) {
	if err := rowsAskable(first); err != nil {
		return nil, err
	}
	siblings := column.Conference.Siblings()
	columns := family[columnKey]{own: columnKey{column.Conference.ID, column.State}, root: siblings[0], all: func() (keys []columnKey) {
		for _, c := range siblings {
			for _, state := range columnsOf {
				keys = append(keys, columnKey{c.ID, state})
			}
		}
		return keys
	}}
	return batch(ctx, columns, func(ctx context.Context, keys []columnKey) (map[columnKey][]*ent.Proposal, error) {
		ids := make([]gid.ID, len(siblings))
		for i, c := range siblings {
			ids[i] = c.ID
		}
		rows, err := r.proposalRows(ctx, r.Reader.Proposal.Query().
			Where(proposal.ConferenceIDIn(ids...), firstOf[predicate.Proposal](proposal.Table, first, newest, nil, ids, proposal.FieldConferenceID, proposal.FieldState)).
			Order(proposal.ByOrdinal(sql.OrderDesc())))
		found := make(map[columnKey][]*ent.Proposal, len(keys))
		for _, k := range keys {
			found[k] = []*ent.Proposal{}
		}
		for _, p := range rows {
			k := columnKey{p.ConferenceID, p.State}
			found[k] = append(found[k], p)
		}
		return found, err
	})
}

// overdueOf reads the proposals of a conference that are overdue, with those of its siblings in one statement.
func (r *Resolver) overdueOf(ctx context.Context, c *ent.Conference, first int) ([]*ent.Proposal, error) {
	if err := rowsAskable(first); err != nil {
		return nil, err
	}
	return batch(ctx, familyOf(c, conferenceID), func(ctx context.Context, ids []gid.ID) (map[gid.ID][]*ent.Proposal, error) {
		late := pastDue(proposal.FieldState, states(conference.Unanswered), today(ctx, nil))
		rows, err := r.proposalRows(ctx, r.Reader.Proposal.Query().
			Where(proposal.ConferenceIDIn(ids...), firstOf[predicate.Proposal](proposal.Table, first, longestOverdue, late, ids, proposal.FieldConferenceID)).
			Order(byDueDay, proposal.ByID()))
		found := make(map[gid.ID][]*ent.Proposal, len(ids))
		for _, id := range ids {
			found[id] = []*ent.Proposal{}
		}
		for _, p := range rows {
			found[p.ConferenceID] = append(found[p.ConferenceID], p)
		}
		return found, err
	})
}

// overdueProposals lists proposals that are overdue on a day.
func (r *Resolver) overdueProposals(ctx context.Context, cluster *int, on *vi.Date, first int) ([]*ent.Proposal, error) {
	if err := rowsAskable(first); err != nil {
		return nil, err
	}
	if err := fullDay(ctx, on); err != nil {
		return nil, err
	}
	q := r.Reader.Proposal.Query().Where(pastDue(proposal.FieldState, states(conference.Unanswered), today(ctx, on)))
	if cluster != nil {
		q.Where(proposal.HasConferenceWith(ofClusterNumber(*cluster)))
	}
	return r.proposalRows(ctx, q.Order(byDueDay, proposal.ByID()).Limit(first))
}

// proposalRows reads proposals with what is selected of them, and with what they are put in their places by.
func (r *Resolver) proposalRows(ctx context.Context, q *ent.ProposalQuery) ([]*ent.Proposal, error) {
	q, err := q.CollectFields(ctx)
	if err != nil {
		return nil, err
	}
	q.Select(proposal.Columns...)
	rows, err := q.All(ctx)
	if rows == nil {
		rows = []*ent.Proposal{}
	}
	return rows, err
}

// rowsAskable refuses more rows than a page may have: PAGE_SIZE.
func rowsAskable(first int) error {
	if first < 1 || first > ent.PageMax {
		return fault.PageSize.With("argument", "first", "max", ent.PageMax)
	}
	return nil
}
