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
	"thidua/internal/command"
	"thidua/internal/registry"
)

func checkConference(in Conference, v *command.Validator) {
	v.Code("code", in.Code)
	v.Enum("kind", conference.KindValidator(in.Kind))
	v.Enum("state", conference.StateValidator(cmp.Or(in.State, conference.DefaultState)))
	v.Text("title", in.Title)
	v.Year("school_year", in.SchoolYear)
	v.Enum("part_of_day", conference.PartOfDayValidator(cmp.Or(in.PartOfDay, conference.DefaultPartOfDay)))
	v.OptionalText("place", in.Place)
	v.Require(in.Kind != conference.KindNationalReview || in.Cluster == 0, "cluster",
		command.ReasonNotAllowed)
	registry.ValidateCites(v, in.Cites)
	checkSites(in, v)
	for i, a := range in.Attendances {
		at := v.Element("attendances", i)
		at.Enum("capacity", attendance.CapacityValidator(a.Capacity))
		at.Text("role", a.Role)
		registry.ValidateCites(at, a.Cites)
	}
	for i, a := range in.Agenda {
		at := v.Element("agenda", i)
		at.Enum("kind", agendaitem.KindValidator(a.Kind))
		at.Text("title", a.Title)
		at.NonNegative("planned_minutes", a.PlannedMinutes)
		at.AtMost("planned_minutes", a.PlannedMinutes, maxItemMinutes)
		registry.ValidateCites(at, a.Cites)
	}
	for i, s := range in.Speeches {
		at := v.Element("speeches", i)
		at.Enum("kind", speech.KindValidator(s.Kind))
		at.Text("speaker", s.Speaker)
		at.NonNegative("papers", s.Papers)
		at.Require(!s.Uncounted || s.Papers == 0, "uncounted", command.ReasonNotAllowed)
		at.Prose("summary", s.Summary)
		registry.ValidateCites(at, s.Cites)
	}
	checkProposals(in, v)
	for i, d := range in.Directives {
		at := v.Element("directives", i)
		at.Prose("content", d.Content)
		at.Text("addressee", d.Addressee)
		registry.ValidateCites(at, d.Cites)
	}
	for i, t := range in.Tasks {
		at := v.Element("tasks", i)
		at.Year("school_year", t.SchoolYear)
		at.Prose("content", t.Content)
		registry.ValidateCites(at, t.Cites)
	}
}

func checkSites(in Conference, v *command.Validator) {
	var codes []string
	for i, s := range in.Sites {
		at := v.Element("sites", i)
		at.Code("code", s.Code)
		at.Text("name", s.Name)
		at.Enum("kind", site.KindValidator(s.Kind))
		// Only the first may be the main site.
		at.Require(i == 0 || s.Kind != site.KindMain, "kind", command.ReasonOutOfOrder)
		at.Require(s.Parent == "" || slices.Contains(codes, s.Parent), "parent", command.ReasonOutOfOrder)
		registry.ValidateCites(at, s.Cites)
		codes = append(codes, s.Code)
	}
	command.RequireDistinct(v, "sites", codes)
}

func checkProposals(in Conference, v *command.Validator) {
	var codes []string
	for i, p := range in.Proposals {
		at := v.Element("proposals", i)
		at.Code("code", p.Code)
		at.Enum("kind", proposal.KindValidator(cmp.Or(p.Kind, proposal.DefaultKind)))
		at.Prose("content", p.Content)
		at.Enum("state", proposal.StateValidator(cmp.Or(p.State, proposal.DefaultState)))
		at.Enum("attribution",
			proposal.AttributionValidator(cmp.Or(p.Attribution, proposal.DefaultAttribution)))
		at.Require(p.Unit == "" || p.Cluster == 0, "unit", command.ReasonEitherOr)
		command.RequireDistinct(at, "topics", p.Topics)
		at.OptionalText("addressee_stated", p.AddresseeStated)
		at.OptionalProse("response", p.Response)
		registry.ValidateCites(at, p.Cites)
		codes = append(codes, p.Code)
	}
	command.RequireDistinct(v, "proposals", codes)
}
