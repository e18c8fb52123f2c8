package conference

import (
	"cmp"
	"slices"

	"thidua/ent/agendaitem"
	"thidua/ent/attendance"
	"thidua/ent/conference"
	"thidua/ent/proposal"
	"thidua/ent/site"
	"thidua/ent/speech"
	"thidua/internal/registry"
)

func checkConference(in Conference, c *registry.Check) {
	c.Code("code", in.Code)
	c.Value("kind", conference.KindValidator(in.Kind))
	c.Value("state", conference.StateValidator(cmp.Or(in.State, conference.DefaultState)))
	c.Text("title", in.Title)
	c.Year("school_year", in.SchoolYear)
	c.Value("part_of_day", conference.PartOfDayValidator(cmp.Or(in.PartOfDay, conference.DefaultPartOfDay)))
	c.MaybeText("place", in.Place)
	c.That(in.Kind != conference.KindNationalReview || in.Cluster == 0, "cluster", registry.NotAllowed)
	c.Cites(in.Cites)
	checkSites(in, c)
	for i, a := range in.Attendances {
		at := c.At("attendances", i)
		at.Value("capacity", attendance.CapacityValidator(a.Capacity))
		at.Text("role", a.Role)
		at.Cites(a.Cites)
	}
	for i, a := range in.Agenda {
		at := c.At("agenda", i)
		at.Value("kind", agendaitem.KindValidator(a.Kind))
		at.Text("title", a.Title)
		at.Natural("planned_minutes", a.PlannedMinutes)
		at.That(a.PlannedMinutes <= minutesMax, "planned_minutes", registry.TooLarge)
		at.Cites(a.Cites)
	}
	for i, s := range in.Speeches {
		at := c.At("speeches", i)
		at.Value("kind", speech.KindValidator(s.Kind))
		at.Text("speaker", s.Speaker)
		at.Natural("papers", s.Papers)
		at.That(!s.Uncounted || s.Papers == 0, "uncounted", registry.NotAllowed)
		at.Prose("summary", s.Summary)
		at.Cites(s.Cites)
	}
	checkProposals(in, c)
	for i, d := range in.Directives {
		at := c.At("directives", i)
		at.Prose("content", d.Content)
		at.Text("addressee", d.Addressee)
		at.Cites(d.Cites)
	}
	for i, t := range in.Tasks {
		at := c.At("tasks", i)
		at.Year("school_year", t.SchoolYear)
		at.Prose("content", t.Content)
		at.Cites(t.Cites)
	}
}

func checkSites(in Conference, c *registry.Check) {
	var codes []string
	for i, s := range in.Sites {
		at := c.At("sites", i)
		at.Code("code", s.Code)
		at.Text("name", s.Name)
		at.Value("kind", site.KindValidator(s.Kind))
		// Only the first may be the main site.
		at.That(i == 0 || s.Kind != site.KindMain, "kind", registry.OutOfOrder)
		at.That(s.Parent == "" || slices.Contains(codes, s.Parent), "parent", registry.OutOfOrder)
		at.Cites(s.Cites)
		codes = append(codes, s.Code)
	}
	registry.Distinct(c, "sites", codes)
}

func checkProposals(in Conference, c *registry.Check) {
	var codes []string
	for i, p := range in.Proposals {
		at := c.At("proposals", i)
		at.Code("code", p.Code)
		at.Value("kind", proposal.KindValidator(cmp.Or(p.Kind, proposal.DefaultKind)))
		at.Prose("content", p.Content)
		at.Value("state", proposal.StateValidator(cmp.Or(p.State, proposal.DefaultState)))
		at.Value("attribution",
			proposal.AttributionValidator(cmp.Or(p.Attribution, proposal.DefaultAttribution)))
		at.That(p.Unit == "" || p.Cluster == 0, "unit", registry.EitherOr)
		registry.Distinct(at, "topics", p.Topics)
		at.MaybeText("addressee_stated", p.AddresseeStated)
		at.MaybeProse("response", p.Response)
		at.Cites(p.Cites)
		codes = append(codes, p.Code)
	}
	registry.Distinct(c, "proposals", codes)
}
