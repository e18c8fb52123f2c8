package graph

import (
	"context"

	"thidua/ent"
	entcluster "thidua/ent/cluster"
	entconference "thidua/ent/conference"
	"thidua/ent/floorrequest"
	"thidua/ent/predicate"
	entsite "thidua/ent/site"
	entunit "thidua/ent/unit"
	"thidua/graph/view"
	"thidua/internal/conference"
	"thidua/internal/gid"
	"thidua/internal/store"
	"thidua/internal/vi"
)

// turnsByConference returns the turns on the floor by conference.
func (r *Resolver) turnsByConference(
	ctx context.Context, where predicate.FloorRequest,
) (map[gid.ID][]conference.Turn, error) {
	rows, err := r.Reader.FloorRequest.Query().Where(where, floorrequest.GivenAtNotNil()).All(ctx)
	if err != nil {
		return nil, err
	}
	now, turns := store.Now(), map[gid.ID][]conference.Turn{}
	for id, own := range groupBy(rows, conferenceOfRequest) {
		turns[id] = conference.TurnsOf(own, now)
	}
	return turns, nil
}

// turnsOf returns the turns at a conference and its siblings. The queue and the totals share them.
func (r *Resolver) turnsOf(ctx context.Context, c *ent.Conference) (map[gid.ID][]conference.Turn, error) {
	return loadBatchMap(ctx, "turns on the floor", siblingKeysOf(c, conferenceID),
		func(ctx context.Context, ids []gid.ID) (map[gid.ID][]conference.Turn, error) {
			return r.turnsByConference(ctx, floorrequest.ConferenceIDIn(ids...))
		})
}

// floorTotals returns the speaking time at a conference.
func (r *Resolver) floorTotals(
	ctx context.Context, f *view.Floor, by view.SpeakingTotalBy,
) ([]*view.SpeakingTotal, error) {
	return loadBatch(ctx, siblingKeysOf(f.Conference, conferenceID),
		func(ctx context.Context, ids []gid.ID) (map[gid.ID][]*view.SpeakingTotal, error) {
			turns, err := r.turnsOf(ctx, f.Conference)
			if err != nil {
				return nil, err
			}
			totals, all := make(map[gid.ID][]conference.Total, len(ids)), []conference.Total(nil)
			for id, own := range turns {
				totals[id] = conference.SumTurns(own, conference.TotalGrouping(by))
				all = append(all, totals[id]...)
			}
			name, err := r.loadTotalNames(ctx, all)
			if err != nil {
				return nil, err
			}
			found := make(map[gid.ID][]*view.SpeakingTotal, len(ids))
			for _, c := range f.Conference.Siblings() {
				if !conference.IsRecorded(c) {
					found[c.ID] = name(totals[c.ID])
				}
			}
			return found, nil
		})
}

// yearTotals returns the speaking time at the conferences of a school year, of one cluster or of all.
func (r *Resolver) yearTotals(
	ctx context.Context, year vi.SchoolYear, cluster *int, by view.SpeakingTotalBy,
) (*view.YearSpeakingTotals, error) {
	if err := r.checkClusterNumber(ctx, cluster); err != nil {
		return nil, err
	}
	where := entconference.SchoolYear(year)
	if cluster != nil {
		where = entconference.And(where, entconference.HasClusterWith(entcluster.Number(*cluster)))
	}
	held, err := r.Reader.Conference.Query().Where(where, entconference.StateIn(conference.HeldStates()...)).
		Select(entconference.FieldState, entconference.FieldClosedAt).All(ctx)
	if err != nil {
		return nil, err
	}
	turns, err := r.turnsByConference(ctx, floorrequest.HasConferenceWith(where))
	if err != nil {
		return nil, err
	}
	var all []conference.Turn
	for _, own := range turns {
		all = append(all, own...)
	}
	totals := conference.SumTurns(all, conference.TotalGrouping(by))
	name, err := r.loadTotalNames(withSelectionOf(ctx, "totals"), totals)
	if err != nil {
		return nil, err
	}
	out := &view.YearSpeakingTotals{ConferenceCount: len(held), Totals: name(totals)}
	for _, c := range held {
		if !conference.IsRecorded(c) {
			out.TimedConferenceCount++
		}
	}
	return out, nil
}

// loadTotalNames loads the units and sites of totals with the selected fields, and returns a function that
// converts totals to their API form.
func (r *Resolver) loadTotalNames(
	ctx context.Context, totals []conference.Total,
) (func([]conference.Total) []*view.SpeakingTotal, error) {
	siteRows, err := collectMany(withSelectionOf(ctx, "site"), r.Reader.Site.Query().
		Where(entsite.IDIn(idsOf(totals, func(t conference.Total) gid.ID { return t.Site })...)),
		entsite.FieldName)
	if err != nil {
		return nil, err
	}
	unitRows, err := collectMany(withSelectionOf(ctx, "unit"), r.Reader.Unit.Query().
		Where(entunit.IDIn(idsOf(totals, func(t conference.Total) gid.ID { return t.Unit })...)),
		entunit.FieldName)
	if err != nil {
		return nil, err
	}
	sites, units := byKey(siteRows, func(s *ent.Site) gid.ID { return s.ID }), byKey(unitRows, unitID)
	return func(totals []conference.Total) []*view.SpeakingTotal {
		shown := make([]*view.SpeakingTotal, len(totals))
		for i, t := range totals {
			shown[i] = &view.SpeakingTotal{
				Unit: units[t.Unit], Site: sites[t.Site], Name: t.Speaker, Seconds: t.Seconds, TurnCount: t.Turns,
			}
			switch {
			case t.Speaker != "":
			case t.Unit != 0:
				shown[i].Name = units[t.Unit].Name
			default:
				shown[i].Name = sites[t.Site].Name
			}
		}
		return shown
	}, nil
}
