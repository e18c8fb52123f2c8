package dataset

import (
	"fmt"
	"strings"

	"thidua/ent/office"
	"thidua/internal/registry"
	"thidua/internal/vi"
)

func (ds *dataset) checkUnits() {
	for _, p := range ds.provinces {
		ds.requireNotBefore(p, "valid_to", p.ValidFrom, p.ValidTo)
	}
	for _, u := range ds.units {
		ds.requireNotBefore(u, "valid_to", u.ValidFrom, u.ValidTo)
	}
	for _, s := range ds.successions {
		if s.Predecessor == s.Successor {
			ds.reject(s, "successor", "%s went into itself", s.Successor)
		}
	}
	for _, p := range ds.people {
		for i := range p.Posts {
			ds.requireNotBefore(&p.Posts[i], "held_to", p.Posts[i].HeldFrom, p.Posts[i].HeldTo)
		}
	}
	rejectCycles(ds, ds.documents, citedDocumentsOf, "cite")
	rejectCycles(ds, ds.provinces, successorOf, "successor")
	rejectCycles(ds, ds.units, parentOf, "parent")
	rejectCycles(ds, ds.indicators, wholeOf, "whole")
}

// requireNotBefore rejects a day that is before the day that starts the same period.
func (ds *dataset) requireNotBefore(row any, key string, first, then vi.Date) {
	if then.Before(first) {
		ds.reject(row, key, "%s, %v, is before %v", key, then, first)
	}
}

func rejectCycles[T any](b *dataset, rows []*T, names func(*T) (own string, others []string), key string) {
	_, ring := topoSort(rows, names)
	for _, row := range ring {
		own, others := names(row)
		b.reject(row, key, "%s leads from %s by %s back to it", key, own, strings.Join(others, ", "))
	}
}

func (ds *dataset) checkClusters() {
	for _, m := range ds.memberships {
		requireDistinct(ds, m, "units", m.Units)
	}
	elsewhere := map[string]int{}
	for _, m := range ds.memberships {
		for _, unit := range m.Units {
			key := fmt.Sprint(unit, " ", m.SchoolYear)
			if other, ok := elsewhere[key]; ok && other != m.Cluster {
				ds.reject(m, "units", "%s is in cluster %d too in %v", unit, other, m.SchoolYear)
			}
			elsewhere[key] = m.Cluster
		}
	}
	for _, m := range ds.movements {
		requireDistinct(ds, m, "clusters", m.Clusters)
	}
	for _, o := range ds.offices {
		if o.Role == office.RoleHead {
			ds.requireUnique(o, "role", fmt.Sprintf("the head of cluster %d in %v", o.Cluster, o.SchoolYear))
		}
	}
}

func (ds *dataset) checkDiscrepancy(d *registry.Discrepancy) {
	requireDistinct(ds, d, "reports", d.Reports)
	requireDistinct(ds, d, "conferences", d.Conferences)
	requireDistinct(ds, d, "speeches", d.Speeches)
	requireDistinct(ds, d, "proposals", d.Proposals)
	requireDistinct(ds, d, "posts", d.Posts)
	requireDistinct(ds, d, "values", d.Values)
	for i := range d.Reports {
		ds.checkReportKey(&d.Reports[i])
	}
	speeches := ds.speechKeys()
	for i := range d.Speeches {
		if s := &d.Speeches[i]; !speeches[*s] {
			ds.reject(s, "ordinal", "%s has no speech number %d", s.Conference, s.Ordinal)
		}
	}
	posts := ds.postKeys()
	for i := range d.Posts {
		if p := &d.Posts[i]; !posts[*p] {
			ds.reject(p, "ordinal", "%s has no post number %d", p.Person, p.Ordinal)
		}
	}
	figures := ds.figuresByID()
	for i := range d.Values {
		v := &d.Values[i]
		if !ds.checkReportKey(&v.Report) {
			continue
		}
		if _, known := figures[v.ID()]; !known {
			ds.reject(v, "indicator", "the report %v states no such %s", v.Report, v.Indicator)
		}
	}
}

// postKeys returns all posts in the files.
func (ds *dataset) postKeys() map[registry.PostKey]bool {
	all := map[registry.PostKey]bool{}
	for _, p := range ds.people {
		for i := range p.Posts {
			all[registry.PostKey{Person: p.Code, Ordinal: i + 1}] = true
		}
	}
	return all
}

// speechKeys returns all speeches in the files.
func (ds *dataset) speechKeys() map[registry.SpeechKey]bool {
	all := map[registry.SpeechKey]bool{}
	for _, c := range ds.conferences {
		for i := range c.Speeches {
			all[registry.SpeechKey{Conference: c.Code, Ordinal: i + 1}] = true
		}
	}
	return all
}
