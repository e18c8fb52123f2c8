package graph

import (
	"context"
	"time"

	"thidua/ent"
	"thidua/ent/agendaitem"
	"thidua/graph/view"
	"thidua/internal/conference"
	"thidua/internal/gid"
	"thidua/internal/store"
)

// agenda returns the agenda of a conference with its forecast.
func (r *Resolver) agenda(ctx context.Context, c *ent.Conference) (*view.Agenda, error) {
	return loadBatch(ctx, siblingKeysOf(c, conferenceID),
		func(ctx context.Context, ids []gid.ID) (map[gid.ID]*view.Agenda, error) {
			return r.loadAgendas(ctx, ids, c.Siblings())
		})
}

// loadAgendas reads the items of several conferences with the selected fields, and forecasts each agenda.
func (r *Resolver) loadAgendas(
	ctx context.Context, ids []gid.ID, conferences []*ent.Conference,
) (map[gid.ID]*view.Agenda, error) {
	rows, err := collectMany(withSelectionOf(withSelectionOf(ctx, "items"), "item"), r.Reader.AgendaItem.Query().
		Where(agendaitem.ConferenceIDIn(ids...)).
		Order(agendaitem.ByOrdinal(), agendaitem.ByID()), agendaitem.Columns...)
	if err != nil {
		return nil, err
	}
	items, agendas, now := groupBy(rows, conferenceOfItem), make(map[gid.ID]*view.Agenda, len(conferences)),
		store.Now()
	for _, c := range conferences {
		agendas[c.ID] = forecastAgenda(c, items[c.ID], now)
	}
	return agendas, nil
}

func forecastAgenda(c *ent.Conference, items []*ent.AgendaItem, now time.Time) *view.Agenda {
	table := conference.Timetable{State: c.State, StartAt: c.PlannedStartAt,
		Items: make([]conference.Clock, len(items))}
	for i, item := range items {
		table.Items[i] = conference.ClockOf(item)
	}
	expected := table.Forecast(now)
	out := &view.Agenda{Conference: c, AsOf: now, Items: make([]*view.AgendaForecast, len(items)),
		EndsAt: expected.EndsAt, DelaySeconds: expected.DelaySeconds}
	for i, e := range expected.Items {
		out.Items[i] = &view.AgendaForecast{
			Item: items[i], PlannedStartAt: e.PlannedStartAt, StartsAt: e.StartsAt, EndsAt: e.EndsAt,
			ElapsedSeconds: e.ElapsedSeconds, OverrunSeconds: e.OverrunSeconds,
		}
	}
	return out
}

// spentSeconds returns the time spent on an item, or nil if it was not started here and so not measured.
func spentSeconds(a *ent.AgendaItem) *int {
	if a.StartedAt == nil {
		return nil
	}
	return &a.SpentSeconds
}

func conferenceID(c *ent.Conference) gid.ID { return c.ID }

func conferenceOfItem(i *ent.AgendaItem) gid.ID { return i.ConferenceID }

// templateItems returns pointers to the items of a template, as gqlgen expects them.
func templateItems(items []conference.TemplateItem) []*conference.TemplateItem {
	rows := make([]*conference.TemplateItem, len(items))
	for i := range items {
		rows[i] = &items[i]
	}
	return rows
}

// currentItem returns the agenda item that has started and not ended, or nil if there is none.
func (r *Resolver) currentItem(ctx context.Context, c *ent.Conference) (*ent.AgendaItem, error) {
	return loadBatch(ctx, siblingKeysOf(c, conferenceID),
		func(ctx context.Context, ids []gid.ID) (map[gid.ID]*ent.AgendaItem, error) {
			items, err := collectMany(ctx, r.Reader.AgendaItem.Query().
				Where(agendaitem.ConferenceIDIn(ids...), agendaitem.StartedAtNotNil(),
					agendaitem.EndedAtIsNil()), agendaitem.Columns...)
			return byKey(items, conferenceOfItem), err
		})
}
