package dataset

import (
	"fmt"
	"strings"

	"thidua/ent/office"
	"thidua/internal/registry"
	"thidua/internal/vi"
)

func (b *dataset) checkUnits() {
	for _, p := range b.provinces {
		b.requireNotBefore(p, "valid_to", p.ValidFrom, p.ValidTo)
	}
	for _, u := range b.units {
		b.requireNotBefore(u, "valid_to", u.ValidFrom, u.ValidTo)
	}
	for _, s := range b.successions {
		if s.Predecessor == s.Successor {
			b.reject(s, "successor", "%s went into itself", s.Successor)
		}
	}
	for _, p := range b.people {
		for i := range p.Posts {
			b.requireNotBefore(&p.Posts[i], "held_to", p.Posts[i].HeldFrom, p.Posts[i].HeldTo)
		}
	}
	rejectCycles(b, b.documents, citedDocumentsOf, "cite")
	rejectCycles(b, b.provinces, successorOf, "successor")
	rejectCycles(b, b.units, parentOf, "parent")
	rejectCycles(b, b.indicators, wholeOf, "whole")
}

// requireNotBefore rejects a day that is before the day that starts the same period.
func (b *dataset) requireNotBefore(row any, key string, first, then vi.Date) {
	if then.Before(first) {
		b.reject(row, key, "%s, %v, is before %v", key, then, first)
	}
}

func rejectCycles[T any](b *dataset, rows []*T, names func(*T) (own string, others []string), key string) {
	_, ring := topoSort(rows, names)
	for _, row := range ring {
		own, others := names(row)
		b.reject(row, key, "%s leads from %s by %s back to it", key, own, strings.Join(others, ", "))
	}
}

func (b *dataset) checkClusters() {
	for _, m := range b.memberships {
		requireDistinct(b, m, "units", m.Units)
	}
	elsewhere := map[string]int{}
	for _, m := range b.memberships {
		for _, unit := range m.Units {
			key := fmt.Sprint(unit, " ", m.SchoolYear)
			if other, ok := elsewhere[key]; ok && other != m.Cluster {
				b.reject(m, "units", "%s is in cluster %d too in %v", unit, other, m.SchoolYear)
			}
			elsewhere[key] = m.Cluster
		}
	}
	for _, m := range b.movements {
		requireDistinct(b, m, "clusters", m.Clusters)
	}
	for _, o := range b.offices {
		if o.Role == office.RoleHead {
			b.requireUnique(o, "role", fmt.Sprintf("the head of cluster %d in %v", o.Cluster, o.SchoolYear))
		}
	}
}

func (b *dataset) checkDiscrepancy(d *registry.Discrepancy) {
	requireDistinct(b, d, "reports", d.Reports)
	requireDistinct(b, d, "conferences", d.Conferences)
	requireDistinct(b, d, "speeches", d.Speeches)
	requireDistinct(b, d, "proposals", d.Proposals)
	requireDistinct(b, d, "posts", d.Posts)
	requireDistinct(b, d, "values", d.Values)
	for i := range d.Reports {
		b.checkReportKey(&d.Reports[i])
	}
	speeches := b.speechKeys()
	for i := range d.Speeches {
		if s := &d.Speeches[i]; !speeches[*s] {
			b.reject(s, "ordinal", "%s has no speech number %d", s.Conference, s.Ordinal)
		}
	}
	posts := b.postKeys()
	for i := range d.Posts {
		if p := &d.Posts[i]; !posts[*p] {
			b.reject(p, "ordinal", "%s has no post number %d", p.Person, p.Ordinal)
		}
	}
	figures := b.figuresByID()
	for i := range d.Values {
		v := &d.Values[i]
		if !b.checkReportKey(&v.Report) {
			continue
		}
		if _, known := figures[v.ID()]; !known {
			b.reject(v, "indicator", "the report %v states no such %s", v.Report, v.Indicator)
		}
	}
}

// postKeys returns all posts in the files.
func (b *dataset) postKeys() map[registry.PostKey]bool {
	all := map[registry.PostKey]bool{}
	for _, p := range b.people {
		for i := range p.Posts {
			all[registry.PostKey{Person: p.Code, Ordinal: i + 1}] = true
		}
	}
	return all
}

// speechKeys returns all speeches in the files.
func (b *dataset) speechKeys() map[registry.SpeechKey]bool {
	all := map[registry.SpeechKey]bool{}
	for _, c := range b.conferences {
		for i := range c.Speeches {
			all[registry.SpeechKey{Conference: c.Code, Ordinal: i + 1}] = true
		}
	}
	return all
}
