package graph

import (
	"context"
	"maps"
	"slices"

	"github.com/99designs/gqlgen/graphql"

	"thidua/ent"
	"thidua/ent/cluster"
	"thidua/ent/membership"
	"thidua/ent/province"
	"thidua/ent/succession"
	"thidua/ent/unit"
	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/registry"
	"thidua/internal/vi"
)

// loadReferencedUnits returns the units that rows refer to, with the selected fields.
func loadReferencedUnits[Row any](
	ctx context.Context, r *Resolver, rows []Row, ref func(Row) gid.ID,
) (map[gid.ID]*ent.Unit, error) {
	// officeHolder chooses one of several units by the sort key.
	units, err := collectMany(ctx, r.Reader.Unit.Query().Where(unit.IDIn(idsOf(rows, ref)...)),
		unit.FieldSortKey)
	return byKey(units, unitID), err
}

// successor returns the successor of a unit, or nil if it has none.
func (r *Resolver) successor(ctx context.Context, u *ent.Unit) (*ent.Unit, error) {
	return r.followLinks(ctx, u, func(id gid.ID, links []registry.LineageLink) gid.ID {
		i := slices.IndexFunc(links, func(l registry.LineageLink) bool { return l.Predecessor == id })
		if i < 0 {
			return 0
		}
		return links[i].Successor
	})
}

// currentUnit returns the last successor of a unit, which may be the unit itself, or nil if that does not
// exist today.
func (r *Resolver) currentUnit(ctx context.Context, u *ent.Unit) (*ent.Unit, error) {
	day := dayOrToday(nil)
	return loadBatch(ctx, siblingKeysOf(u, unitID),
		func(ctx context.Context, ids []gid.ID) (map[gid.ID]*ent.Unit, error) {
			links, err := r.successionLinks(ctx)
			if err != nil {
				return nil, err
			}
			links = registry.LinksEffectiveBy(day, links)
			ends := make(map[gid.ID]gid.ID, len(ids))
			for _, id := range ids {
				ends[id] = registry.CurrentSuccessor(id, links)
			}
			existing, err := r.existingUnits(ctx, slices.Collect(maps.Values(ends)), day)
			if err != nil {
				return nil, err
			}
			units, err := loadReferencedUnits(ctx, r, existing, unitID)
			found := make(map[gid.ID]*ent.Unit, len(ids))
			for id, end := range ends {
				found[id] = units[end]
			}
			return found, err
		})
}

// existingUnits returns the units that exist on a day.
func (r *Resolver) existingUnits(ctx context.Context, ids []gid.ID, day vi.Date) ([]*ent.Unit, error) {
	rows, err := r.Reader.Unit.Query().Where(unit.IDIn(ids...)).WithProvince().All(ctx)
	return slices.DeleteFunc(rows, func(u *ent.Unit) bool { return !registry.ExistsOn(u, day) }), err
}

// followLinks returns the unit that step determines from the succession links.
func (r *Resolver) followLinks(
	ctx context.Context, u *ent.Unit, step func(gid.ID, []registry.LineageLink) gid.ID,
) (*ent.Unit, error) {
	return loadBatch(ctx, siblingKeysOf(u, unitID),
		func(ctx context.Context, ids []gid.ID) (map[gid.ID]*ent.Unit, error) {
			links, err := r.successionLinks(ctx)
			if err != nil {
				return nil, err
			}
			units, err := loadReferencedUnits(ctx, r, ids, func(id gid.ID) gid.ID { return step(id, links) })
			found := make(map[gid.ID]*ent.Unit, len(ids))
			for _, id := range ids {
				found[id] = units[step(id, links)]
			}
			return found, err
		})
}

// successionLinks returns all successions. There are a few dozen in a century.
func (r *Resolver) successionLinks(ctx context.Context) ([]registry.LineageLink, error) {
	rows, err := r.Reader.Succession.Query().Order(succession.ByEffectiveOn(), succession.ByID()).All(ctx)
	links := make([]registry.LineageLink, len(rows))
	for i, s := range rows {
		links[i] = registry.LineageLink{Predecessor: s.PredecessorID, Successor: s.SuccessorID,
			EffectiveOn: s.EffectiveOn}
	}
	return links, err
}

// unitCluster returns the cluster of a unit in a school year, or nil if there is none.
func (r *Resolver) unitCluster(ctx context.Context, u *ent.Unit, year vi.SchoolYear) (*ent.Cluster, error) {
	return loadBatch(ctx, siblingKeysOf(u, unitID),
		func(ctx context.Context, ids []gid.ID) (map[gid.ID]*ent.Cluster, error) {
			rows, err := r.Reader.Membership.Query().
				Where(membership.UnitIDIn(ids...), membership.SchoolYear(year)).All(ctx)
			if err != nil {
				return nil, err
			}
			units := make(map[gid.ID][]gid.ID)
			var clusters []gid.ID
			for _, m := range rows {
				units[m.ClusterID] = append(units[m.ClusterID], m.UnitID)
				clusters = append(clusters, m.ClusterID)
			}
			list, err := collectMany(ctx, r.Reader.Cluster.Query().Where(cluster.IDIn(clusters...)))
			found := make(map[gid.ID]*ent.Cluster, len(ids))
			for _, c := range list {
				for _, id := range units[c.ID] {
					found[id] = c
				}
			}
			return found, err
		})
}

// filterUnitsValidOn selects units that exist on a day.
func filterUnitsValidOn(ctx context.Context, where *ent.UnitWhereInput, day *vi.Date) error {
	return addFullDayFilter(ctx, day, func(on vi.Date) {
		where.AddPredicates(
			unit.Or(unit.ValidFromIsNil(), unit.ValidFromLTE(on)),
			unit.Or(unit.ValidToIsNil(), unit.ValidToGT(on)),
			unit.Or(unit.ProvinceIDIsNil(), unit.HasProvinceWith(
				province.Or(province.ValidFromIsNil(), province.ValidFromLTE(on)),
				province.Or(province.ValidToIsNil(), province.ValidToGT(on)))))
	})
}

// filterProvincesValidOn selects provinces that exist on a day.
func filterProvincesValidOn(ctx context.Context, where *ent.ProvinceWhereInput, day *vi.Date) error {
	return addFullDayFilter(ctx, day, func(on vi.Date) {
		where.AddPredicates(
			province.Or(province.ValidFromIsNil(), province.ValidFromLTE(on)),
			province.Or(province.ValidToIsNil(), province.ValidToGT(on)))
	})
}

// addFullDayFilter calls add with the day, if there is one, and rejects a date that is not a certain full
// day.
func addFullDayFilter(ctx context.Context, day *vi.Date, add func(vi.Date)) error {
	if day == nil {
		return nil
	}
	if day.Precision() != vi.PrecisionDay || day.Uncertain() {
		return graphql.ErrorOnPath(ctx, fault.BadDate.With("reason", "NOT_A_FULL_DAY"))
	}
	add(*day)
	return nil
}

func unitID(u *ent.Unit) gid.ID { return u.ID }
