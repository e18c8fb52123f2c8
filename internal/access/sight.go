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

// What is written but not published, planned or called off but not opened, proposed but not decided, is seen by nobody without a role;
// what is part of it, or speaks of it, neither.
var (
	published = report.StateEQ(report.StatePublished)
	opened    = conference.StateIn(conference.StateOpen, conference.StateInSession, conference.StateOnBreak, conference.StateClosed)
	none      = predicate.Conference(func(s *sql.Selector) { s.Where(sql.False()) })
	decided   = award.StateIn(award.StateDecided, award.StatePresented)
)

// sight is which of what others hang on a viewer may see, who does not see all of the record.
type sight struct {
	reports     predicate.Report
	conferences predicate.Conference
	own         predicate.Conference // those that the viewer has a part in, published or not
}

// sightOf adds the viewer's scopes to what is published: the drafts of their cluster, of its units and of their unit in
// their school year, the planned conferences of their cluster in that year, and the conference they have a part in.
func sightOf(v viewer.Viewer) sight {
	reports, own := []predicate.Report{published}, []predicate.Conference{none}
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
			reports = append(reports, report.And(report.SchoolYear(year), report.Or(report.ClusterID(s.Cluster), report.HasUnitWith(members))))
			own = append(own, conference.And(conference.ClusterID(s.Cluster), conference.SchoolYear(year)))
		}
	}
	return sight{report.Or(reports...), conference.Or(append(own, opened)...), conference.Or(own...)}
}

// announcements returns those to everyone that are not withdrawn, of visible conferences, and all of one's
// own conferences.
func (s sight) announcements() predicate.Announcement {
	return announcement.Or(
		announcement.And(announcement.AudienceEQ(announcement.AudienceEveryone), announcement.WithdrawnAtIsNil(),
			announcement.HasConferenceWith(s.conferences)),
		announcement.HasConferenceWith(s.own),
	)
}

// proposals are those of the conferences that are seen; nominations too, and those that no conference made.
func (s sight) proposals() predicate.Proposal { return proposal.HasConferenceWith(s.conferences) }

func (s sight) nominations() predicate.Nomination {
	return nomination.Or(nomination.ConferenceIDIsNil(), nomination.HasConferenceWith(s.conferences))
}

// discrepancies are those that are about nothing hidden.
func (s sight) discrepancies() predicate.Discrepancy {
	return discrepancy.And(
		discrepancy.Not(discrepancy.HasReportsWith(unseen(s.reports))),
		discrepancy.Not(discrepancy.HasConferencesWith(unseen(s.conferences))),
		discrepancy.Not(discrepancy.HasSpeechesWith(speech.Not(speech.HasConferenceWith(s.conferences)))),
		discrepancy.Not(discrepancy.HasProposalsWith(proposal.Not(s.proposals()))),
		discrepancy.Not(discrepancy.HasIndicatorValuesWith(indicatorvalue.Not(indicatorvalue.HasReportWith(s.reports)))),
	)
}

// unseen passes the rows that a rule does not. Where a rule asks a column that is null its answer is null, and NOT of that
// is null again: such a row would be neither seen nor unseen.
func unseen[P ~func(*sql.Selector)](seen P) P {
	return func(s *sql.Selector) {
		s.CollectPredicates()
		seen(s)
		rule := s.CollectedPredicates()
		s.UncollectedPredicates()
		s.Where(sql.P(func(b *sql.Builder) {
			b.WriteString("NOT COALESCE(").Wrap(func(b *sql.Builder) { b.Join(sql.And(rule...)) }).WriteString(", FALSE)")
		}))
	}
}
