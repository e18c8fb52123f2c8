package graph

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"entgo.io/ent/dialect/sql"
	"github.com/99designs/gqlgen/graphql"

	"thidua/ent"
	"thidua/ent/awardkind"
	"thidua/ent/cluster"
	entconference "thidua/ent/conference"
	"thidua/ent/topic"
	"thidua/ent/unit"
	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/vi"
)

// GroupKeys are the keys of a group of rows as the database returns them; those that are not selected are
// nil. The name is exported because ent scans only exported fields.
type GroupKeys struct {
	Total      int            `sql:"total"` // number of groups
	Count      int            `sql:"row_count"`
	SchoolYear *vi.SchoolYear `sql:"school_year"`
	Cluster    *gid.ID        `sql:"cluster_id"`
	Conference *gid.ID        `sql:"conference_id"`
	Unit       *gid.ID        `sql:"unit_id"`
	Topic      *gid.ID        `sql:"topic_id"`
	AwardKind  *gid.ID        `sql:"award_kind_id"`
	Kind       *string        `sql:"kind"`
	State      *string        `sql:"state"`
	Capacity   *string        `sql:"capacity"`
}

func (k GroupKeys) keys() GroupKeys { return k }

// groupsPage is a page of groups.
type groupsPage[R any] struct {
	rows  []R
	total *int // of all pages; nil if all groups were skipped
}

// readGroups checks the page and reads its groups with a function that runs the statement.
func readGroups[R interface{ keys() GroupKeys }](
	ctx context.Context, first, skip int, read func() ([]R, error),
) (page groupsPage[R], err error) {
	if err := checkFirst(first, ent.PageMax); err != nil {
		return page, err
	}
	if skip < 0 {
		return page, graphql.ErrorOnPath(graphql.WithPathContext(ctx, graphql.NewPathWithField("skip")),
			fault.BadInput.With("reason", "NEGATIVE", "min", 0, "max", math.MaxInt32, "value", skip))
	}
	rows, err := read()
	switch {
	case err != nil:
		return page, err
	case len(rows) > 0:
		total := rows[0].keys().Total
		page.total = &total
	case skip == 0:
		page.total = new(int)
	}
	page.rows = rows
	return page, nil
}

// groupObjects are the objects that are keys of groups, with the selected fields.
type groupObjects struct {
	clusters    map[gid.ID]*ent.Cluster
	conferences map[gid.ID]*ent.Conference
	units       map[gid.ID]*ent.Unit
	topics      map[gid.ID]*ent.Topic
	awardKinds  map[gid.ID]*ent.AwardKind
}

// loadGroupObjects loads the objects that are keys of groups, by one statement for each selected type.
func loadGroupObjects[R interface{ keys() GroupKeys }](
	ctx context.Context, r *Resolver, rows []R,
) (found groupObjects, err error) {
	ctx = withSelectionOf(ctx, "groups")
	of := func(key func(GroupKeys) *gid.ID) func(R) *gid.ID {
		return func(row R) *gid.ID { return key(row.keys()) }
	}
	if found.clusters, err = loadKeys(withSelectionOf(ctx, "cluster"), rows,
		of(func(k GroupKeys) *gid.ID { return k.Cluster }),
		func(ids []gid.ID) *ent.ClusterQuery { return r.Reader.Cluster.Query().Where(cluster.IDIn(ids...)) },
		func(c *ent.Cluster) gid.ID { return c.ID }); err != nil {
		return found, err
	}
	if found.conferences, err = loadKeys(withSelectionOf(ctx, "conference"), rows,
		of(func(k GroupKeys) *gid.ID { return k.Conference }),
		func(ids []gid.ID) *ent.ConferenceQuery {
			return r.Reader.Conference.Query().Where(entconference.IDIn(ids...))
		}, conferenceID); err != nil {
		return found, err
	}
	if found.units, err = loadKeys(withSelectionOf(ctx, "unit"), rows,
		of(func(k GroupKeys) *gid.ID { return k.Unit }),
		func(ids []gid.ID) *ent.UnitQuery { return r.Reader.Unit.Query().Where(unit.IDIn(ids...)) },
		unitID); err != nil {
		return found, err
	}
	if found.topics, err = loadKeys(withSelectionOf(ctx, "topic"), rows,
		of(func(k GroupKeys) *gid.ID { return k.Topic }),
		func(ids []gid.ID) *ent.TopicQuery { return r.Reader.Topic.Query().Where(topic.IDIn(ids...)) },
		func(t *ent.Topic) gid.ID { return t.ID }); err != nil {
		return found, err
	}
	found.awardKinds, err = loadKeys(withSelectionOf(ctx, "awardKind"), rows,
		of(func(k GroupKeys) *gid.ID { return k.AwardKind }),
		func(ids []gid.ID) *ent.AwardKindQuery {
			return r.Reader.AwardKind.Query().Where(awardkind.IDIn(ids...))
		},
		func(k *ent.AwardKind) gid.ID { return k.ID })
	return found, err
}

// objectOf returns the object with the id of a key; nil if the rows are not grouped by it.
func objectOf[T any](objects map[gid.ID]*T, key *gid.ID) *T {
	if key == nil {
		return nil
	}
	return objects[*key]
}

// loadKeys loads the objects of a key of groups with the selected fields, by id; none if the key is not
// selected.
func loadKeys[R any, Q query[Q, T], T any](
	ctx context.Context, rows []R, key func(R) *gid.ID, query func([]gid.ID) Q, id func(*T) gid.ID,
) (map[gid.ID]*T, error) {
	if graphql.GetFieldContext(ctx).Field.Field == nil { // it is not selected
		return nil, nil
	}
	var ids []gid.ID
	for _, row := range rows {
		if k := key(row); k != nil {
			ids = append(ids, *k)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	slices.Sort(ids)
	objects, err := collectMany(ctx, query(slices.Compact(ids)), "id")
	return byKey(objects, id), err
}

// grouping makes a query of rows one of groups of them.
type grouping struct {
	s           *sql.Selector
	columns     []sql.Querier
	conferences *sql.SelectTable // the conferences of the rows, if they were joined
}

// groupRows makes a query one of a page of groups, by keys that are added in their order; a key that is given
// twice is added once.
func groupRows[K comparable](
	keys []K, limit, skip int, addKey func(*grouping, K), addNumbers func(*grouping),
) func(*sql.Selector) {
	return func(s *sql.Selector) {
		g := &grouping{s: s}
		for i, key := range keys {
			if !slices.Contains(keys[:i], key) {
				addKey(g, key)
			}
		}
		g.column("total", "COUNT(*) OVER ()")
		g.column("row_count", "COUNT(*)")
		addNumbers(g)
		if len(keys) == 0 {
			s.Having(sql.ExprP("COUNT(*) > 0")) // no rows are no group
		}
		s.SelectExpr(g.columns...)
		s.Limit(limit).Offset(skip)
	}
}

// column selects an expression under a name.
func (g *grouping) column(name, expression string) {
	g.columns = append(g.columns, sql.Raw(expression+" AS "+name))
}

// count selects the number of rows that meet a condition.
func (g *grouping) count(name, condition string) { g.number(name, "COUNT", condition, "1") }

// number selects an aggregate of an expression over the rows that meet a condition.
func (g *grouping) number(name, function, condition, expression string) {
	g.column(name, fmt.Sprintf("%s(CASE WHEN %s THEN %s END)", function, condition, expression))
}

// key groups by an expression, and orders the groups by another one that depends on it, if there is one, and
// then by the key.
func (g *grouping) key(name, expression, order string) {
	g.column(name, expression)
	g.s.GroupBy(expression)
	if order != "" {
		g.s.OrderExpr(sql.Raw(order + " NULLS FIRST"))
	}
	g.s.OrderExpr(sql.Raw(expression + " NULLS FIRST"))
}

// objectKey groups by the row of a table with an id, which may be null, and orders by a column of the table.
func (g *grouping) objectKey(name, table, id, order string) {
	t := g.leftJoin(table, "id", id)
	g.key(name, t.C("id"), t.C(order))
}

// conference returns the table of the conferences of the rows, and joins it once.
func (g *grouping) conference() *sql.SelectTable {
	if g.conferences == nil {
		g.conferences = g.leftJoin(entconference.Table, entconference.FieldID, g.s.C("conference_id"))
	}
	return g.conferences
}

// conferenceKey groups by the conferences of the rows.
func (g *grouping) conferenceKey() {
	g.key("conference_id", g.conference().C(entconference.FieldID), g.conference().C(entconference.FieldCode))
}

// leftJoin joins the rows of a table whose column equals an expression.
func (g *grouping) leftJoin(table, column, expression string) *sql.SelectTable {
	t := sql.Dialect(g.s.Dialect()).Table(table)
	g.s.LeftJoin(t).OnP(sql.P(func(b *sql.Builder) {
		b.WriteString(t.C(column) + " = " + expression)
	}))
	return t
}

// quoted returns values as a list of SQL strings; they are constants of the program.
func quoted[S ~string](values ...S) string {
	list := make([]string, len(values))
	for i, v := range values {
		list[i] = "'" + string(v) + "'"
	}
	return strings.Join(list, ", ")
}
