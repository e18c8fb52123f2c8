package access

import (
	"thidua/ent"
	"thidua/ent/agendaitem"
	"thidua/ent/attendance"
	"thidua/ent/award"
	"thidua/ent/citation"
	"thidua/ent/conference"
	"thidua/ent/directive"
	"thidua/ent/discrepancy"
	"thidua/ent/headelection"
	"thidua/ent/indicatorvalue"
	"thidua/ent/nomination"
	"thidua/ent/proposal"
	"thidua/ent/report"
	"thidua/ent/reportsection"
	"thidua/ent/site"
	"thidua/ent/speech"
	"thidua/ent/task"
)

// What is written but not published, planned or called off but not opened, proposed but not decided, is seen by nobody without a role;
// what is part of it, or speaks of it, neither.
var (
	published = report.StateEQ(report.StatePublished)
	opened    = conference.StateIn(conference.StateOpen, conference.StateInSession, conference.StateOnBreak, conference.StateClosed)
	decided   = award.StateIn(award.StateDecided, award.StatePresented)
)

// aboutSeen are the discrepancies that are about nothing hidden.
var aboutSeen = discrepancy.And(
	discrepancy.Not(discrepancy.HasReportsWith(report.Not(published))),
	discrepancy.Not(discrepancy.HasConferencesWith(conference.Not(opened))),
	discrepancy.Not(discrepancy.HasSpeechesWith(speech.Not(speech.HasConferenceWith(opened)))),
	discrepancy.Not(discrepancy.HasProposalsWith(proposal.Not(proposal.HasConferenceWith(opened)))),
	discrepancy.Not(discrepancy.HasIndicatorValuesWith(indicatorvalue.Not(indicatorvalue.HasReportWith(published)))),
)

// rules has one rule for each type.
var rules = map[string]rule{
	ent.TypeProvince: everybody, ent.TypeUnit: everybody, ent.TypeSuccession: everybody,
	ent.TypeCluster: everybody, ent.TypeMembership: everybody, ent.TypeOffice: everybody,
	ent.TypePerson: everybody, ent.TypePost: everybody, ent.TypeDocument: everybody,
	ent.TypeIndicator: everybody, ent.TypeMovement: everybody, ent.TypeTopic: everybody, ent.TypeAwardKind: everybody,

	ent.TypeReport:         where(published),
	ent.TypeReportSection:  where(reportsection.HasReportWith(published)),
	ent.TypeIndicatorValue: where(indicatorvalue.HasReportWith(published)),

	ent.TypeConference:   where(opened),
	ent.TypeSite:         where(site.HasConferenceWith(opened)),
	ent.TypeAttendance:   where(attendance.HasConferenceWith(opened)),
	ent.TypeAgendaItem:   where(agendaitem.HasConferenceWith(opened)),
	ent.TypeSpeech:       where(speech.HasConferenceWith(opened)),
	ent.TypeProposal:     where(proposal.HasConferenceWith(opened)),
	ent.TypeDirective:    where(directive.HasConferenceWith(opened)),
	ent.TypeTask:         where(task.HasConferenceWith(opened)),
	ent.TypeHeadElection: where(headelection.HasConferenceWith(opened)),
	ent.TypeNomination:   where(nomination.Or(nomination.ConferenceIDIsNil(), nomination.HasConferenceWith(opened))),
	ent.TypeAward:        where(decided),

	ent.TypeDiscrepancy: where(aboutSeen),
	ent.TypeCitation: where(citation.And(
		citation.Or(citation.ReportIDIsNil(), citation.HasReportWith(published)),
		citation.Or(citation.ReportSectionIDIsNil(), citation.HasReportSectionWith(reportsection.HasReportWith(published))),
		citation.Or(citation.IndicatorValueIDIsNil(), citation.HasIndicatorValueWith(indicatorvalue.HasReportWith(published))),
		citation.Or(citation.ConferenceIDIsNil(), citation.HasConferenceWith(opened)),
		citation.Or(citation.SiteIDIsNil(), citation.HasSiteWith(site.HasConferenceWith(opened))),
		citation.Or(citation.AttendanceIDIsNil(), citation.HasAttendanceWith(attendance.HasConferenceWith(opened))),
		citation.Or(citation.AgendaItemIDIsNil(), citation.HasAgendaItemWith(agendaitem.HasConferenceWith(opened))),
		citation.Or(citation.SpeechIDIsNil(), citation.HasSpeechWith(speech.HasConferenceWith(opened))),
		citation.Or(citation.ProposalIDIsNil(), citation.HasProposalWith(proposal.HasConferenceWith(opened))),
		citation.Or(citation.DirectiveIDIsNil(), citation.HasDirectiveWith(directive.HasConferenceWith(opened))),
		citation.Or(citation.TaskIDIsNil(), citation.HasTaskWith(task.HasConferenceWith(opened))),
		citation.Or(citation.HeadElectionIDIsNil(), citation.HasHeadElectionWith(headelection.HasConferenceWith(opened))),
		citation.Or(citation.NominationIDIsNil(), citation.HasNominationWith(nomination.Or(nomination.ConferenceIDIsNil(), nomination.HasConferenceWith(opened)))),
		citation.Or(citation.AwardIDIsNil(), citation.HasAwardWith(decided)),
		citation.Or(citation.DiscrepancyIDIsNil(), citation.HasDiscrepancyWith(aboutSeen)),
	)),
	// Account, Grant, Token: nobody. A rule that is not here hides all.
}
