package graph

import (
	"cmp"
	"context"
	"slices"

	"github.com/99designs/gqlgen/graphql"

	"thidua/ent"
	"thidua/ent/cluster"
	"thidua/ent/membership"
	"thidua/ent/office"
	"thidua/graph/view"
	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/vi"
)

// checkClusterNumber rejects an unknown cluster with NOT_FOUND, because an empty result would hide the
// mistake.
func (r *Resolver) checkClusterNumber(ctx context.Context, number *int) error {
	if number == nil {
		return nil
	}
	exists, err := r.Reader.Cluster.Query().Where(cluster.Number(*number)).Exist(ctx)
	if err == nil && !exists {
		at := graphql.WithPathContext(ctx, graphql.NewPathWithField("cluster"))
		err = graphql.ErrorOnPath(at, fault.NotFound.With())
	}
	return err
}

// clusterYear is the key of data about a cluster in a school year.
type clusterYear struct {
	cluster gid.ID
	year    vi.SchoolYear
}

// clusterKeys returns the keys of a cluster and its siblings in one school year.
func clusterKeys(c *ent.Cluster, year vi.SchoolYear) siblingKeys[clusterYear] {
	return siblingKeysOf(c, func(c *ent.Cluster) clusterYear { return clusterYear{c.ID, year} })
}

// yearKeys returns the keys of a cluster's year and its siblings: other years, also of other clusters.
func yearKeys(y *view.ClusterYear) siblingKeys[clusterYear] {
	return siblingKeysOf(
		y, func(y *view.ClusterYear) clusterYear { return clusterYear{y.Cluster, y.SchoolYear} },
	)
}

// splitKeys returns the clusters and the years of the keys. A query by both may return more rows than
// requested.
func splitKeys(keys []clusterYear) (clusters []gid.ID, years []vi.SchoolYear) {
	for _, k := range keys {
		clusters, years = append(clusters, k.cluster), append(years, k.year)
	}
	return clusters, sortedUnique(years)
}

// officeHolder returns the unit that holds an office of a cluster in a school year, or nil if no document
// states it. Of several deputy heads it returns the first by name.
func (r *Resolver) officeHolder(
	ctx context.Context, of siblingKeys[clusterYear], role office.Role,
) (*ent.Unit, error) {
	return loadBatch(ctx, of, func(ctx context.Context, keys []clusterYear) (map[clusterYear]*ent.Unit, error) {
		clusters, years := splitKeys(keys)
		offices, err := r.Reader.Office.Query().
			Where(office.ClusterIDIn(clusters...), office.SchoolYearIn(years...), office.RoleEQ(role)).All(ctx)
		if err != nil {
			return nil, err
		}
		units, err := loadReferencedUnits(ctx, r, offices, func(o *ent.Office) gid.ID { return o.UnitID })
		if err != nil {
			return nil, err
		}
		holders := make(map[clusterYear]*ent.Unit, len(offices))
		for _, o := range offices {
			k, u := clusterYear{o.ClusterID, o.SchoolYear}, units[o.UnitID]
			if have := holders[k]; u != nil && (have == nil || u.SortKey < have.SortKey) {
				holders[k] = u
			}
		}
		return holders, nil
	})
}

// members returns the units of a cluster in a school year, in the order of the document.
func (r *Resolver) members(ctx context.Context, of siblingKeys[clusterYear]) ([]*ent.Unit, error) {
	return loadBatch(ctx, of, r.loadMembers)
}

func (r *Resolver) loadMembers(ctx context.Context, keys []clusterYear) (map[clusterYear][]*ent.Unit, error) {
	clusters, years := splitKeys(keys)
	rows, err := r.Reader.Membership.Query().
		Where(membership.ClusterIDIn(clusters...), membership.SchoolYearIn(years...)).
		Order(membership.ByOrdinal()).All(ctx)
	if err != nil {
		return nil, err
	}
	units, err := loadReferencedUnits(ctx, r, rows, func(m *ent.Membership) gid.ID { return m.UnitID })
	if err != nil {
		return nil, err
	}
	members := make(map[clusterYear][]*ent.Unit, len(keys))
	for _, m := range rows {
		if u := units[m.UnitID]; u != nil {
			k := clusterYear{m.ClusterID, m.SchoolYear}
			members[k] = append(members[k], u)
		}
	}
	return members, nil
}

// clusterYears returns the school years for which members or offices of a cluster are known, oldest first.
func (r *Resolver) clusterYears(ctx context.Context, c *ent.Cluster) ([]*view.ClusterYear, error) {
	return loadBatch(ctx, siblingKeysOf(c, clusterID),
		func(ctx context.Context, ids []gid.ID) (map[gid.ID][]*view.ClusterYear, error) {
			var known []*view.ClusterYear
			err := r.Reader.Membership.Query().Where(membership.ClusterIDIn(ids...)).Unique(true).
				Select(membership.FieldClusterID, membership.FieldSchoolYear).Scan(ctx, &known)
			if err != nil {
				return nil, err
			}
			var held []*view.ClusterYear
			err = r.Reader.Office.Query().Where(office.ClusterIDIn(ids...)).Unique(true).
				Select(office.FieldClusterID, office.FieldSchoolYear).Scan(ctx, &held)
			if err != nil {
				return nil, err
			}
			known = append(known, held...)
			slices.SortFunc(known, func(a, b *view.ClusterYear) int {
				return cmp.Or(cmp.Compare(a.Cluster, b.Cluster), cmp.Compare(a.SchoolYear, b.SchoolYear))
			})
			known = slices.CompactFunc(known, func(a, b *view.ClusterYear) bool {
				return a.Cluster == b.Cluster && a.SchoolYear == b.SchoolYear
			})
			view.SetSiblings(known)
			return groupBy(known, func(y *view.ClusterYear) gid.ID { return y.Cluster }), nil
		})
}

func clusterID(c *ent.Cluster) gid.ID { return c.ID }
