package graph

import (
	"context"
	"math"
	"slices"

	"entgo.io/ent/dialect/sql"
	"github.com/99designs/gqlgen/graphql"

	"thidua/ent"
	"thidua/ent/awardkind"
	"thidua/ent/cluster"
	entconference "thidua/ent/conference"
	"thidua/ent/indicator"
	"thidua/ent/topic"
	"thidua/ent/unit"
	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/vi"
)

// GroupKeys are the keys of a group of rows as the database returns them, nil if the rows are not grouped by
// them, and the numbers that every group has. A row of groups embeds it; its name is exported because ent
// scans only exported fields.
type GroupKeys struct {
	Total      int            `sql:"total"`     // number of groups
	Count      int            `sql:"row_count"` // number of rows in the group
	SchoolYear *vi.SchoolYear `sql:"school_year"`
	Cluster    *gid.ID        `sql:"cluster_id"`
	Conference *gid.ID        `sql:"conference_id"`
	Unit       *gid.ID        `sql:"unit_id"`
	Topic      *gid.ID        `sql:"topic_id"`
	AwardKind  *gid.ID        `sql:"award_kind_id"`
	Indicator  *gid.ID        `sql:"indicator_id"`
	Kind       *string        `sql:"kind"`
	State      *string        `sql:"state"`
	Capacity   *string        `sql:"capacity"`
}

func (k GroupKeys) groupKeys() GroupKeys { return k }

// grouped is a row of groups: a struct that embeds GroupKeys.
type grouped interface{ groupKeys() GroupKeys }

// groupable is an ent query whose rows can be grouped.
type groupable[S any] interface {
	Modify(modifiers ...func(*sql.Selector)) S
}

// scannable is a query of groups.
type scannable interface {
	Scan(ctx context.Context, rows any) error
}

// groupPage is a page of groups.
type groupPage struct{ first, skip int }

// rowGroups are the groups of a page with the objects that are their keys.
type rowGroups[R grouped] struct {
	groupObjects
	rows  []R
	total *int // number of groups on all pages; nil if all were skipped
}

// readGroups groups the rows of a query that pass a filter and reads a page of the groups, by one statement,
// and the selected objects that are keys, by one for each type.
func readGroups[R grouped, Q groupable[S], S scannable](
	ctx context.Context, r *Resolver, query Q, filter func(Q) (Q, error), page groupPage, group func(*grouping),
) (found rowGroups[R], err error) {
	if err := checkFirst(page.first, ent.MaxPageSize); err != nil {
		return found, err
	}
	if page.skip < 0 {
		return found, graphql.ErrorOnPath(graphql.WithPathContext(ctx, graphql.NewPathWithField("skip")),
			fault.BadInput.With("reason", "NEGATIVE", "min", 0, "max", math.MaxInt32, "value", page.skip))
	}
	query, err = filter(query)
	if err != nil {
		return found, err
	}
	if err := query.Modify(page.selectGroups(group)).Scan(ctx, &found.rows); err != nil {
		return found, err
	}
	keys := make([]GroupKeys, len(found.rows))
	for i, row := range found.rows {
		keys[i] = row.groupKeys()
	}
	switch {
	case len(keys) > 0:
		found.total = &keys[0].Total
	case page.skip == 0:
		found.total = new(int)
	}
	found.groupObjects, err = r.loadGroupObjects(withSelectionOf(ctx, "groups"), keys)
	return found, err
}

// groupObjects are the objects that are keys of groups, with the selected fields.
type groupObjects struct {
	clusters    map[gid.ID]*ent.Cluster
	conferences map[gid.ID]*ent.Conference
	units       map[gid.ID]*ent.Unit
	topics      map[gid.ID]*ent.Topic
	awardKinds  map[gid.ID]*ent.AwardKind
	indicators  map[gid.ID]*ent.Indicator
}

func (r *Resolver) loadGroupObjects(ctx context.Context, keys []GroupKeys) (found groupObjects, err error) {
	if found.clusters, err = loadKeys(ctx, "cluster", keys, func(k GroupKeys) *gid.ID { return k.Cluster },
		func(ids []gid.ID) *ent.ClusterQuery { return r.Reader.Cluster.Query().Where(cluster.IDIn(ids...)) },
		func(c *ent.Cluster) gid.ID { return c.ID }); err != nil {
		return found, err
	}
	if found.conferences, err = loadKeys(ctx, "conference", keys,
		func(k GroupKeys) *gid.ID { return k.Conference },
		func(ids []gid.ID) *ent.ConferenceQuery {
			return r.Reader.Conference.Query().Where(entconference.IDIn(ids...))
		}, conferenceID); err != nil {
		return found, err
	}
	if found.units, err = loadKeys(ctx, "unit", keys, func(k GroupKeys) *gid.ID { return k.Unit },
		func(ids []gid.ID) *ent.UnitQuery { return r.Reader.Unit.Query().Where(unit.IDIn(ids...)) },
		unitID); err != nil {
		return found, err
	}
	if found.topics, err = loadKeys(ctx, "topic", keys, func(k GroupKeys) *gid.ID { return k.Topic },
		func(ids []gid.ID) *ent.TopicQuery { return r.Reader.Topic.Query().Where(topic.IDIn(ids...)) },
		func(t *ent.Topic) gid.ID { return t.ID }); err != nil {
		return found, err
	}
	if found.awardKinds, err = loadKeys(ctx, "awardKind", keys,
		func(k GroupKeys) *gid.ID { return k.AwardKind },
		func(ids []gid.ID) *ent.AwardKindQuery {
			return r.Reader.AwardKind.Query().Where(awardkind.IDIn(ids...))
		},
		func(k *ent.AwardKind) gid.ID { return k.ID }); err != nil {
		return found, err
	}
	found.indicators, err = loadKeys(ctx, "indicator", keys, func(k GroupKeys) *gid.ID { return k.Indicator },
		func(ids []gid.ID) *ent.IndicatorQuery {
			return r.Reader.Indicator.Query().Where(indicator.IDIn(ids...))
		},
		func(i *ent.Indicator) gid.ID { return i.ID })
	return found, err
}

// loadKeys loads the objects of a key of groups with the fields that are selected below a field, by id; none
// if the field is not selected.
func loadKeys[Q query[Q, T], T any](
	ctx context.Context, field string, keys []GroupKeys, key func(GroupKeys) *gid.ID, query func([]gid.ID) Q,
	id func(*T) gid.ID,
) (map[gid.ID]*T, error) {
	ctx = withSelectionOf(ctx, field)
	if graphql.GetFieldContext(ctx).Field.Field == nil { // it is not selected
		return nil, nil
	}
	var ids []gid.ID
	for _, k := range keys {
		if keyID := key(k); keyID != nil {
			ids = append(ids, *keyID)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	slices.Sort(ids)
	objects, err := collectMany(ctx, query(slices.Compact(ids)), "id")
	return byKey(objects, id), err
}

// objectOf returns the object with the id of a key; nil if the rows are not grouped by it.
func objectOf[T any](objects map[gid.ID]*T, key *gid.ID) *T {
	if key == nil {
		return nil
	}
	return objects[*key]
}
