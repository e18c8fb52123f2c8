package record

import (
	"fmt"
	"strings"

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
	inRing(b, b.documents, namersOf, "cite")
	inRing(b, b.provinces, successorOf, "successor")
	inRing(b, b.units, parentOf, "parent")
	inRing(b, b.indicators, wholeOf, "whole")
}

// requireNotBefore rejects a day that is before the day that starts the same period.
func (b *book) following(row any, key string, first, then vi.Date) {
	if then.Before(first) {
		b.refuse(row, key, "%s, %v, is before %v", key, then, first)
	}
}

func inRing[T any](b *book, rows []*T, names func(*T) (own string, others []string), key string) {
	_, ring := othersFirst(rows, names)
	for _, row := range ring {
		own, others := names(row)
		b.refuse(row, key, "%s leads from %s by %s back to it", key, own, strings.Join(others, ", "))
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
	distinct(b, d, "reports", d.Reports)
	distinct(b, d, "conferences", d.Conferences)
	distinct(b, d, "speeches", d.Speeches)
	distinct(b, d, "proposals", d.Proposals)
	distinct(b, d, "posts", d.Posts)
	distinct(b, d, "values", d.Values)
	for i := range d.Reports {
		b.checkReportKey(&d.Reports[i])
	}
	speeches := b.speeches()
	for i := range d.Speeches {
		if s := &d.Speeches[i]; !speeches[*s] {
			b.refuse(s, "ordinal", "%s has no speech number %d", s.Conference, s.Ordinal)
		}
	}
	posts := b.posts()
	for i := range d.Posts {
		if p := &d.Posts[i]; !posts[*p] {
			b.refuse(p, "ordinal", "%s has no post number %d", p.Person, p.Ordinal)
		}
	}
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

// postKeys returns all posts in the files.
func (b *book) posts() map[registry.PostKey]bool {
	all := map[registry.PostKey]bool{}
	for _, p := range b.people {
		for i := range p.Posts {
			all[registry.PostKey{Person: p.Code, Ordinal: i + 1}] = true
		}
	}
	return all
}

// speechKeys returns all speeches in the files.
func (b *book) speeches() map[registry.SpeechKey]bool {
	all := map[registry.SpeechKey]bool{}
	for _, c := range b.conferences {
		for i := range c.Speeches {
			all[registry.SpeechKey{Conference: c.Code, Ordinal: i + 1}] = true
		}
	}
	return all
}
