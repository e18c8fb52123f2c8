package dataset

import (
	"fmt"

	entconference "thidua/ent/conference"
	"thidua/ent/site"
	"thidua/internal/conference"
	"thidua/internal/gid"
)

func (ds *dataset) checkConference(c *conference.Conference) {
	if c.Kind == entconference.KindNationalReview && c.Cluster != 0 {
		ds.reject(c, "cluster", "a national review is of no cluster")
	}
	sites := ds.checkSites(c)
	for i := range c.Attendances {
		if a := &c.Attendances[i]; a.Site != "" && !sites[a.Site] {
			ds.reject(a, "site", "this conference has no site %s", a.Site)
		}
	}
	for i := range c.Speeches {
		s := &c.Speeches[i]
		ds.checkOrdinal(s, "agenda_item", s.AgendaItem, len(c.Agenda), gid.AgendaItem)
	}
	for i := range c.Proposals {
		p := &c.Proposals[i]
		ds.checkOrdinal(p, "speech", p.Speech, len(c.Speeches), gid.Speech)
		requireDistinct(ds, p, "topics", p.Topics)
		if p.Unit != "" && p.Cluster != 0 {
			ds.reject(p, "cluster", "a proposal is of a unit or of a cluster, not of both")
		}
	}
	for i := range c.Directives {
		d := &c.Directives[i]
		ds.checkOrdinal(d, "speech", d.Speech, len(c.Speeches), gid.Speech)
	}
	for i := range c.Tasks {
		t := &c.Tasks[i]
		ds.checkOrdinal(t, "directive", t.Directive, len(c.Directives), gid.Directive)
	}
}

func (ds *dataset) checkSites(c *conference.Conference) map[string]bool {
	sites := map[string]bool{}
	for i := range c.Sites {
		s := &c.Sites[i]
		ds.requireUnique(s, "code", fmt.Sprintf("the site %s of %s", s.Code, c.Code))
		if i > 0 && s.Kind == site.KindMain {
			ds.reject(s, "kind", "there is one main site, and it comes first")
		}
		sites[s.Code] = true
	}
	return sites
}
