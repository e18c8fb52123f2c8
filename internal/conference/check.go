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
	v.OptionalText("venue", in.Venue)
	v.Require(in.Kind != conference.KindNationalReview || in.Cluster == 0, "cluster",
		command.ReasonNotAllowed)
	registry.ValidateCites(v, in.Cites)
	checkSites(in, v)
	for i, a := range in.Attendances {
		element := v.Element("attendances", i)
		element.Enum("capacity", attendance.CapacityValidator(a.Capacity))
		element.Text("role", a.Role)
		registry.ValidateCites(element, a.Cites)
	}
	for i, a := range in.Agenda {
		element := v.Element("agenda", i)
		element.Enum("kind", agendaitem.KindValidator(a.Kind))
		element.Text("title", a.Title)
		element.NonNegative("planned_minutes", a.PlannedMinutes)
		element.AtMost("planned_minutes", a.PlannedMinutes, maxItemMinutes)
		registry.ValidateCites(element, a.Cites)
	}
	for i, s := range in.Speeches {
		element := v.Element("speeches", i)
		element.Enum("kind", speech.KindValidator(s.Kind))
		element.Text("speaker", s.Speaker)
		element.NonNegative("papers", s.Papers)
		element.Require(!s.Uncounted || s.Papers == 0, "uncounted", command.ReasonNotAllowed)
		element.Prose("summary", s.Summary)
		registry.ValidateCites(element, s.Cites)
	}
	checkProposals(in, v)
	for i, d := range in.Directives {
		element := v.Element("directives", i)
		element.Prose("content", d.Content)
		element.Text("addressee", d.Addressee)
		registry.ValidateCites(element, d.Cites)
	}
	for i, t := range in.Tasks {
		element := v.Element("tasks", i)
		element.Year("school_year", t.SchoolYear)
		element.Prose("content", t.Content)
		registry.ValidateCites(element, t.Cites)
	}
}

func checkSites(in Conference, v *command.Validator) {
	var codes []string
	for i, s := range in.Sites {
		element := v.Element("sites", i)
		element.Code("code", s.Code)
		element.Text("name", s.Name)
		element.Enum("kind", site.KindValidator(s.Kind))
		// Only the first may be the main site.
		element.Require(i == 0 || s.Kind != site.KindMain, "kind", command.ReasonOutOfOrder)
		element.Require(s.Parent == "" || slices.Contains(codes, s.Parent), "parent", command.ReasonOutOfOrder)
		registry.ValidateCites(element, s.Cites)
		codes = append(codes, s.Code)
	}
	command.RequireDistinct(v, "sites", codes)
}

func checkProposals(in Conference, v *command.Validator) {
	var codes []string
	for i, p := range in.Proposals {
		element := v.Element("proposals", i)
		element.Code("code", p.Code)
		element.Enum("kind", proposal.KindValidator(cmp.Or(p.Kind, proposal.DefaultKind)))
		element.Prose("content", p.Content)
		element.Enum("state", proposal.StateValidator(cmp.Or(p.State, proposal.DefaultState)))
		element.Enum("attribution",
			proposal.AttributionValidator(cmp.Or(p.Attribution, proposal.DefaultAttribution)))
		element.Require(p.Unit == "" || p.Cluster == 0, "unit", command.ReasonEitherOr)
		command.RequireDistinct(element, "topics", p.Topics)
		element.OptionalText("addressee_stated", p.AddresseeStated)
		element.OptionalProse("response", p.Response)
		registry.ValidateCites(element, p.Cites)
		codes = append(codes, p.Code)
	}
	command.RequireDistinct(v, "proposals", codes)
}
