package record

import (
	"fmt"

	"thidua/ent/office"
	"thidua/internal/registry"
	"thidua/internal/vi"
)

func (b *book) checkUnits() {
	for _, p := range b.provinces {
		b.following(p, "valid_to", p.ValidFrom, p.ValidTo)
	}
	for _, u := range b.units {
		b.following(u, "valid_to", u.ValidFrom, u.ValidTo)
	}
	for _, s := range b.successions {
		if s.Predecessor == s.Successor {
			b.refuse(s, "successor", "%s went into itself", s.Successor)
		}
	}
	for _, p := range b.people {
		for i := range p.Posts {
			b.following(&p.Posts[i], "held_to", p.Posts[i].HeldFrom, p.Posts[i].HeldTo)
		}
	}
	inRing(b, b.provinces, successorOf, "successor")
	inRing(b, b.units, parentOf, "parent")
	inRing(b, b.indicators, wholeOf, "whole")
}

// following refuses a day that is before the one that it ends.
func (b *book) following(row any, key string, first, then vi.Date) {
	if then.Before(first) {
		b.refuse(row, key, "%s, %v, is before %v", key, then, first)
	}
}

func inRing[T any](b *book, rows []*T, names func(*T) (own, other string), key string) {
	_, ring := othersFirst(rows, names)
	for _, row := range ring {
		own, other := names(row)
		b.refuse(row, key, "%s leads from %s by %s back to it", key, own, other)
	}
}

func (b *book) checkClusters() {
	for _, m := range b.memberships {
		distinct(b, m, "units", m.Units)
	}
	elsewhere := map[string]int{}
	for _, m := range b.memberships {
		for _, unit := range m.Units {
			key := fmt.Sprint(unit, " ", m.SchoolYear)
			if other, ok := elsewhere[key]; ok && other != m.Cluster {
				b.refuse(m, "units", "%s is in cluster %d too in %v", unit, other, m.SchoolYear)
			}
			elsewhere[key] = m.Cluster
		}
	}
	for _, m := range b.movements {
		distinct(b, m, "clusters", m.Clusters)
	}
	for _, o := range b.offices {
		if o.Role == office.RoleHead {
			b.once(o, "role", fmt.Sprintf("the head of cluster %d in %v", o.Cluster, o.SchoolYear))
		}
	}
}

func (b *book) checkDiscrepancy(d *registry.Discrepancy) {
	if d.Report != nil {
		b.checkReportKey(d.Report)
	}
	if d.Post != nil && !b.posts()[*d.Post] {
		b.refuse(d.Post, "ordinal", "%s has no post number %d", d.Post.Person, d.Post.Ordinal)
	}
	distinct(b, d, "values", d.Values)
	figures := b.figures()
	for i := range d.Values {
		v := &d.Values[i]
		if !b.checkReportKey(&v.Report) {
			continue
		}
		if _, known := figures[v.ID()]; !known {
			b.refuse(v, "indicator", "the report %v states no such %s", v.Report, v.Indicator)
		}
	}
}

// posts are all posts in the files.
func (b *book) posts() map[registry.PostKey]bool {
	all := map[registry.PostKey]bool{}
	for _, p := range b.people {
		for i := range p.Posts {
			all[registry.PostKey{Person: p.Code, Ordinal: i + 1}] = true
		}
	}
	return all
}
