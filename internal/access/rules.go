package access

import (
	"thidua/ent"
	"thidua/ent/account"
	"thidua/ent/agendaitem"
	"thidua/ent/attendance"
	"thidua/ent/directive"
	"thidua/ent/floorrequest"
	"thidua/ent/grant"
	"thidua/ent/headelection"
	"thidua/ent/indicatorvalue"
	"thidua/ent/predicate"
	"thidua/ent/reportsection"
	"thidua/ent/site"
	"thidua/ent/speech"
	"thidua/ent/task"
	"thidua/ent/taskassignment"
	"thidua/ent/token"
	"thidua/internal/viewer"
)

// rules has the rule of each type.
var rules = map[string]rule{
	ent.TypeProvince: allowAll, ent.TypeUnit: allowAll, ent.TypeSuccession: allowAll,
	ent.TypeCluster: allowAll, ent.TypeMembership: allowAll, ent.TypeOffice: allowAll,
	ent.TypePerson: allowAll, ent.TypePost: allowAll, ent.TypeDocument: allowAll,
	ent.TypeIndicator: allowAll, ent.TypeMovement: allowAll, ent.TypeTopic: allowAll,
	ent.TypeAwardKind: allowAll,

	ent.TypeReport: publishedOrScopedRows(func(s visibility) predicate.Report { return s.reports }),
	ent.TypeReportSection: publishedOrScopedRows(func(s visibility) predicate.ReportSection {
		return reportsection.HasReportWith(s.reports)
	}),
	ent.TypeIndicatorValue: publishedOrScopedRows(func(s visibility) predicate.IndicatorValue {
		return indicatorvalue.HasReportWith(s.reports)
	}),

	ent.TypeConference: publishedOrScopedRows(func(s visibility) predicate.Conference { return s.conferences }),
	ent.TypeSite: publishedOrScopedRows(func(s visibility) predicate.Site {
		return site.HasConferenceWith(s.conferences)
	}),
	ent.TypeAttendance: publishedOrScopedRows(func(s visibility) predicate.Attendance {
		return attendance.HasConferenceWith(s.conferences)
	}),
	ent.TypeAgendaItem: publishedOrScopedRows(func(s visibility) predicate.AgendaItem {
		return agendaitem.HasConferenceWith(s.conferences)
	}),
	ent.TypeAnnouncement: publishedOrScopedRows(visibility.announcements),
	ent.TypeFloorRequest: publishedOrScopedRows(func(s visibility) predicate.FloorRequest {
		return floorrequest.HasConferenceWith(s.conferences)
	}),
	ent.TypeSpeech: publishedOrScopedRows(func(s visibility) predicate.Speech {
		return speech.HasConferenceWith(s.conferences)
	}),
	ent.TypeProposal: publishedOrScopedRows(visibility.proposals),
	ent.TypeDirective: publishedOrScopedRows(func(s visibility) predicate.Directive {
		return directive.HasConferenceWith(s.conferences)
	}),
	ent.TypeTask: publishedOrScopedRows(func(s visibility) predicate.Task {
		return task.HasConferenceWith(s.conferences)
	}),
	ent.TypeTaskAssignment: publishedOrScopedRows(func(s visibility) predicate.TaskAssignment {
		return taskassignment.HasTaskWith(task.HasConferenceWith(s.conferences))
	}),
	ent.TypeHeadElection: publishedOrScopedRows(func(s visibility) predicate.HeadElection {
		return headelection.HasConferenceWith(s.conferences)
	}),
	ent.TypeNomination: publishedOrScopedRows(visibility.nominations),
	ent.TypeAward:      publishedOrScopedRows(func(visibility) predicate.Award { return decidedAwards }),

	ent.TypeDiscrepancy: publishedOrScopedRows(visibility.discrepancies),
	ent.TypeCitation:    publishedOrScopedRows(visibility.citations),

	ent.TypeAccount: ownAccountRows(func(v viewer.Viewer) predicate.Account { return account.ID(v.Account()) }),
	ent.TypeGrant: ownAccountRows(
		func(v viewer.Viewer) predicate.Grant { return grant.AccountID(v.Account()) },
	),
	ent.TypeToken: ownAccountRows(
		func(v viewer.Viewer) predicate.Token { return token.AccountID(v.Account()) },
	),
	// internal/live reads the journal as operator and filters by the audience of each entry.
	ent.TypeJournalHead: denyAll, ent.TypeJournalEntry: denyAll,
	// internal/conference reads it as operator, for viewers with the same rights.
	ent.TypeConferenceSnapshot: denyAll,
	// internal/idempotency reads it as operator, for the owning account only.
	ent.TypeIdempotencyKey: denyAll,
	// Types without a rule are hidden.
}
