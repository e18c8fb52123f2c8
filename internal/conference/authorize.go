package conference

import (
	"context"

	"thidua/ent"
	"thidua/ent/agendaitem"
	"thidua/ent/announcement"
	"thidua/ent/conference"
	"thidua/ent/predicate"
	"thidua/ent/proposal"
	"thidua/ent/task"
	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/store"
	"thidua/internal/vi"
	"thidua/internal/viewer"
)

// findConference returns a conference as seen by the caller, or NOT_FOUND, whatever they want to do.
// Commands call it before their transaction, so that rejected callers lock nothing.
func findConference(
	ctx context.Context, s *store.Store, where predicate.Conference,
) (*ent.Conference, error) {
	return notFoundAsFault(s.Reader().Conference.Query().Where(where).Only(ctx))
}

// findAsConductor is findConference for conductors; others get FORBIDDEN.
func findAsConductor(
	ctx context.Context, s *store.Store, where predicate.Conference,
) (*ent.Conference, error) {
	c, err := findConference(ctx, s, where)
	if err != nil {
		return nil, err
	}
	return c, viewer.Require(ctx, conductors.rules(c)...)
}

// hasAgendaItem matches the conference that an agenda item belongs to.
func hasAgendaItem(id gid.ID) predicate.Conference {
	return conference.HasAgendaItemsWith(agendaitem.ID(id))
}

// hasAnnouncement matches the conference that an announcement belongs to.
func hasAnnouncement(id gid.ID) predicate.Conference {
	return conference.HasAnnouncementsWith(announcement.ID(id))
}

// hasProposal matches the conference that a proposal belongs to.
func hasProposal(id gid.ID) predicate.Conference {
	return conference.HasProposalsWith(proposal.ID(id))
}

// hasTask matches the conference that a task belongs to.
func hasTask(id gid.ID) predicate.Conference {
	return conference.HasTasksWith(task.ID(id))
}

// notFoundAsFault turns ent's not-found error into NOT_FOUND.
func notFoundAsFault[T any](row T, err error) (T, error) {
	if ent.IsNotFound(err) {
		return row, fault.NotFound.With()
	}
	return row, err
}

// rules returns who belongs to the role set at a conference. A national one has no head.
func (r roleSet) rules(c *ent.Conference) []viewer.Rule {
	cluster := clusterIDOf(c)
	rules := []viewer.Rule{viewer.AllowMinistry(), viewer.AllowHead(cluster, c.SchoolYear)}
	if r == conductors {
		rules = append(rules, viewer.AllowDeputy(cluster, c.SchoolYear), viewer.AllowSecretary(c.ID))
	}
	return rules
}

// plannerRules returns who may plan a conference of a cluster, 0 for a national one, in a school year.
func plannerRules(cluster gid.ID, year vi.SchoolYear) []viewer.Rule {
	return []viewer.Rule{
		viewer.AllowMinistry(),
		viewer.AllowHead(cluster, year),
		viewer.AllowDeputy(cluster, year),
	}
}

func clusterIDOf(c *ent.Conference) gid.ID {
	if c.ClusterID == nil {
		return 0
	}
	return *c.ClusterID
}

// audienceOf returns the audience of an announcement: everybody, or the participants of the conference. These
// are the viewers whom internal/access permits to read the row, which a test verifies.
func audienceOf(c *ent.Conference, to announcement.Audience) viewer.Audience {
	if to == announcement.AudienceEveryone {
		return viewer.AudienceAll()
	}
	scopes := []viewer.Scope{{Conference: c.ID}}
	if c.ClusterID != nil {
		scopes = append(scopes, viewer.Scope{Cluster: *c.ClusterID, SchoolYear: c.SchoolYear})
	}
	return viewer.AudienceOf(scopes...)
}

// notFoundFields returns NOT_FOUND for fields of an input whose ids are those of no row of the conference.
func notFoundFields(paths ...string) error {
	var fields []fault.InvalidField
	for _, path := range paths {
		fields = append(fields, fault.InvalidField{Path: path, Code: string(fault.NotFound.Code())})
	}
	return fault.NotFound.With().WithFields(fields...)
}
