package access

import (
	"entgo.io/ent/dialect/sql"

	"thidua/ent/announcement"
	"thidua/ent/award"
	"thidua/ent/conference"
	"thidua/ent/discrepancy"
	"thidua/ent/indicatorvalue"
	"thidua/ent/membership"
	"thidua/ent/nomination"
	"thidua/ent/predicate"
	"thidua/ent/proposal"
	"thidua/ent/report"
	"thidua/ent/speech"
	"thidua/ent/unit"
	"thidua/internal/viewer"
)

// Visible without a role. Drafts, conferences that are planned or were cancelled before opening, and
// undecided awards are hidden, with everything that belongs or refers to them.
var (
	publishedReports  = report.StateEQ(report.StatePublished)
	openedConferences = conference.StateIn(conference.StateOpen, conference.StateInSession,
		conference.StateOnBreak,
		conference.StateClosed)
	noConferences = predicate.Conference(func(s *sql.Selector) { s.Where(sql.False()) })
	decidedAwards = award.StateIn(award.StateDecided, award.StatePresented)
)

// visibility selects the reports and conferences visible to a viewer who does not see the whole record; most
// other types derive their visibility from these.
type visibility struct {
	reports       predicate.Report
	conferences   predicate.Conference
	participating predicate.Conference // those in which the viewer has a role, published or not
}

// visibilityOf adds the viewer's scopes to what is published: drafts of their cluster, its units and their
// unit in their school year, planned conferences of their cluster in that year, and their conference.
func visibilityOf(v viewer.Viewer) visibility {
	reports, own := []predicate.Report{publishedReports}, []predicate.Conference{noConferences}
	for _, s := range v.Scopes() {
		switch {
		case s.Conference != 0:
			own = append(own, conference.ID(s.Conference))
		case s.Unit != 0 && s.SchoolYear == 0:
			reports = append(reports, report.UnitID(s.Unit))
		case s.Unit != 0:
			reports = append(reports, report.And(report.UnitID(s.Unit), report.SchoolYear(s.SchoolYear)))
		case s.Cluster != 0:
			year := s.SchoolYear
			members := unit.HasMembershipsWith(membership.ClusterID(s.Cluster), membership.SchoolYear(year))
			reports = append(reports,
				report.And(report.SchoolYear(year),
					report.Or(report.ClusterID(s.Cluster), report.HasUnitWith(members))))
			own = append(own, conference.And(conference.ClusterID(s.Cluster), conference.SchoolYear(year)))
		}
	}
	return visibility{report.Or(reports...), conference.Or(append(own, openedConferences)...),
		conference.Or(own...)}
}

// announcements selects, of visible conferences, those to everyone that are not withdrawn, and all of the
// conferences in which the viewer has a role.
func (v visibility) announcements() predicate.Announcement {
	return announcement.Or(
		announcement.And(announcement.AudienceEQ(announcement.AudienceEveryone),
			announcement.WithdrawnAtIsNil(),
			announcement.HasConferenceWith(v.conferences)),
		announcement.HasConferenceWith(v.participating),
	)
}

// proposals selects those of visible conferences.
func (v visibility) proposals() predicate.Proposal { return proposal.HasConferenceWith(v.conferences) }

// nominations selects those of visible conferences, and those without a conference.
func (v visibility) nominations() predicate.Nomination {
	return nomination.Or(nomination.ConferenceIDIsNil(), nomination.HasConferenceWith(v.conferences))
}

// discrepancies selects those that refer to nothing hidden.
func (v visibility) discrepancies() predicate.Discrepancy {
	return discrepancy.And(
		discrepancy.Not(discrepancy.HasReportsWith(notMatching(v.reports))),
		discrepancy.Not(discrepancy.HasConferencesWith(notMatching(v.conferences))),
		discrepancy.Not(discrepancy.HasSpeechesWith(speech.Not(speech.HasConferenceWith(v.conferences)))),
		discrepancy.Not(discrepancy.HasProposalsWith(proposal.Not(v.proposals()))),
		discrepancy.Not(
			discrepancy.HasIndicatorValuesWith(indicatorvalue.Not(indicatorvalue.HasReportWith(v.reports))),
		),
	)
}

// notMatching negates a rule. A comparison with NULL is NULL, and so is its negation: without COALESCE such a
// row would be neither visible nor hidden.
func notMatching[P ~func(*sql.Selector)](seen P) P {
	return func(s *sql.Selector) {
		s.CollectPredicates()
		seen(s)
		rule := s.CollectedPredicates()
		s.UncollectedPredicates()
		s.Where(sql.P(func(b *sql.Builder) {
			b.WriteString("NOT COALESCE(").Wrap(func(b *sql.Builder) { b.Join(sql.And(rule...)) }).
				WriteString(", FALSE)")
		}))
	}
}
