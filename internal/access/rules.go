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
	ent.TypeProvince: everybody, ent.TypeUnit: everybody, ent.TypeSuccession: everybody,
	ent.TypeCluster: everybody, ent.TypeMembership: everybody, ent.TypeOffice: everybody,
	ent.TypePerson: everybody, ent.TypePost: everybody, ent.TypeDocument: everybody,
	ent.TypeIndicator: everybody, ent.TypeMovement: everybody, ent.TypeTopic: everybody,
	ent.TypeAwardKind: everybody,

	ent.TypeReport: record(func(s sight) predicate.Report { return s.reports }),
	ent.TypeReportSection: record(func(s sight) predicate.ReportSection {
		return reportsection.HasReportWith(s.reports)
	}),
	ent.TypeIndicatorValue: record(func(s sight) predicate.IndicatorValue {
		return indicatorvalue.HasReportWith(s.reports)
	}),

	ent.TypeConference: record(func(s sight) predicate.Conference { return s.conferences }),
	ent.TypeSite: record(func(s sight) predicate.Site {
		return site.HasConferenceWith(s.conferences)
	}),
	ent.TypeAttendance: record(func(s sight) predicate.Attendance {
		return attendance.HasConferenceWith(s.conferences)
	}),
	ent.TypeAgendaItem: record(func(s sight) predicate.AgendaItem {
		return agendaitem.HasConferenceWith(s.conferences)
	}),
	ent.TypeAnnouncement: record(sight.announcements),
	ent.TypeFloorRequest: record(func(s sight) predicate.FloorRequest {
		return floorrequest.HasConferenceWith(s.conferences)
	}),
	ent.TypeSpeech: record(func(s sight) predicate.Speech {
		return speech.HasConferenceWith(s.conferences)
	}),
	ent.TypeProposal: record(sight.proposals),
	ent.TypeDirective: record(func(s sight) predicate.Directive {
		return directive.HasConferenceWith(s.conferences)
	}),
	ent.TypeTask: record(func(s sight) predicate.Task {
		return task.HasConferenceWith(s.conferences)
	}),
	ent.TypeTaskAssignment: record(func(s sight) predicate.TaskAssignment {
		return taskassignment.HasTaskWith(task.HasConferenceWith(s.conferences))
	}),
	ent.TypeHeadElection: record(func(s sight) predicate.HeadElection {
		return headelection.HasConferenceWith(s.conferences)
	}),
	ent.TypeNomination: record(sight.nominations),
	ent.TypeAward:      record(func(sight) predicate.Award { return decided }),

	ent.TypeDiscrepancy: record(sight.discrepancies),
	ent.TypeCitation:    record(sight.citations),

	ent.TypeAccount: own(func(v viewer.Viewer) predicate.Account { return account.ID(v.Account()) }),
	ent.TypeGrant:   own(func(v viewer.Viewer) predicate.Grant { return grant.AccountID(v.Account()) }),
	ent.TypeToken:   own(func(v viewer.Viewer) predicate.Token { return token.AccountID(v.Account()) }),
	// internal/live reads the journal as operator and filters by the audience of each entry.
	ent.TypeJournalHead: nobody, ent.TypeJournalEntry: nobody,
	// internal/conference reads it as operator, for viewers with the same rights.
	ent.TypeConferenceSnapshot: nobody,
	// internal/idempotency reads it as operator, for the owning account only.
	ent.TypeIdempotencyKey: nobody,
	// Types without a rule are hidden.
}
