package access

import (
	"thidua/ent/agendaitem"
	"thidua/ent/attendance"
	"thidua/ent/citation"
	"thidua/ent/directive"
	"thidua/ent/headelection"
	"thidua/ent/indicatorvalue"
	"thidua/ent/predicate"
	"thidua/ent/reportsection"
	"thidua/ent/site"
	"thidua/ent/speech"
	"thidua/ent/task"
)

// citations selects citations of visible facts. A citation of a public fact has none of these keys.
func (v visibility) citations() predicate.Citation {
	return citation.And(
		citation.Or(citation.ReportIDIsNil(), citation.HasReportWith(v.reports)),
		citation.Or(citation.ReportSectionIDIsNil(),
			citation.HasReportSectionWith(reportsection.HasReportWith(v.reports))),
		citation.Or(citation.IndicatorValueIDIsNil(),
			citation.HasIndicatorValueWith(indicatorvalue.HasReportWith(v.reports))),
		citation.Or(citation.ConferenceIDIsNil(), citation.HasConferenceWith(v.conferences)),
		citation.Or(citation.SiteIDIsNil(), citation.HasSiteWith(site.HasConferenceWith(v.conferences))),
		citation.Or(citation.AttendanceIDIsNil(),
			citation.HasAttendanceWith(attendance.HasConferenceWith(v.conferences))),
		citation.Or(citation.AgendaItemIDIsNil(),
			citation.HasAgendaItemWith(agendaitem.HasConferenceWith(v.conferences))),
		citation.Or(citation.SpeechIDIsNil(),
			citation.HasSpeechWith(speech.HasConferenceWith(v.conferences))),
		citation.Or(citation.ProposalIDIsNil(), citation.HasProposalWith(v.proposals())),
		citation.Or(citation.DirectiveIDIsNil(),
			citation.HasDirectiveWith(directive.HasConferenceWith(v.conferences))),
		citation.Or(citation.TaskIDIsNil(), citation.HasTaskWith(task.HasConferenceWith(v.conferences))),
		citation.Or(citation.HeadElectionIDIsNil(),
			citation.HasHeadElectionWith(headelection.HasConferenceWith(v.conferences))),
		citation.Or(citation.NominationIDIsNil(), citation.HasNominationWith(v.nominations())),
		citation.Or(citation.AwardIDIsNil(), citation.HasAwardWith(decidedAwards)),
		citation.Or(citation.DiscrepancyIDIsNil(), citation.HasDiscrepancyWith(v.discrepancies())),
	)
}
