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
func (s visibility) citations() predicate.Citation {
	return citation.And(
		citation.Or(citation.ReportIDIsNil(), citation.HasReportWith(s.reports)),
		citation.Or(citation.ReportSectionIDIsNil(),
			citation.HasReportSectionWith(reportsection.HasReportWith(s.reports))),
		citation.Or(citation.IndicatorValueIDIsNil(),
			citation.HasIndicatorValueWith(indicatorvalue.HasReportWith(s.reports))),
		citation.Or(citation.ConferenceIDIsNil(), citation.HasConferenceWith(s.conferences)),
		citation.Or(citation.SiteIDIsNil(), citation.HasSiteWith(site.HasConferenceWith(s.conferences))),
		citation.Or(citation.AttendanceIDIsNil(),
			citation.HasAttendanceWith(attendance.HasConferenceWith(s.conferences))),
		citation.Or(citation.AgendaItemIDIsNil(),
			citation.HasAgendaItemWith(agendaitem.HasConferenceWith(s.conferences))),
		citation.Or(citation.SpeechIDIsNil(),
			citation.HasSpeechWith(speech.HasConferenceWith(s.conferences))),
		citation.Or(citation.ProposalIDIsNil(), citation.HasProposalWith(s.proposals())),
		citation.Or(citation.DirectiveIDIsNil(),
			citation.HasDirectiveWith(directive.HasConferenceWith(s.conferences))),
		citation.Or(citation.TaskIDIsNil(), citation.HasTaskWith(task.HasConferenceWith(s.conferences))),
		citation.Or(citation.HeadElectionIDIsNil(),
			citation.HasHeadElectionWith(headelection.HasConferenceWith(s.conferences))),
		citation.Or(citation.NominationIDIsNil(), citation.HasNominationWith(s.nominations())),
		citation.Or(citation.AwardIDIsNil(), citation.HasAwardWith(decidedAwards)),
		citation.Or(citation.DiscrepancyIDIsNil(), citation.HasDiscrepancyWith(s.discrepancies())),
	)
}
