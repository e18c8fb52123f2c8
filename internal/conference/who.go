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

// find finds a conference with the eyes of who is asking: what they may not see is NOT_FOUND, whatever they wanted to do
// to it. It comes before the Tx, so that who is refused has locked nothing.
func find(ctx context.Context, s *store.Store, which predicate.Conference) (*ent.Conference, error) {
	return seen(s.Reader().Conference.Query().Where(which).Only(ctx))
}

// conducted is find for those who conduct the conference.
func conducted(ctx context.Context, s *store.Store, which predicate.Conference) (*ent.Conference, error) {
	c, err := find(ctx, s, which)
	if err != nil {
		return nil, err
	}
	return c, viewer.Require(ctx, conducting.allows(c)...)
}

// ofItem is find by an item of the agenda.
func ofItem(id gid.ID) predicate.Conference {
	return conference.HasAgendaItemsWith(agendaitem.ID(id))
}

// ofAnnouncement is find by an announcement.
func ofAnnouncement(id gid.ID) predicate.Conference {
	return conference.HasAnnouncementsWith(announcement.ID(id))
}

// ofProposal is find by a proposal.
func ofProposal(id gid.ID) predicate.Conference {
	return conference.HasProposalsWith(proposal.ID(id))
}

// ofTask is find by a task.
func ofTask(id gid.ID) predicate.Conference {
	return conference.HasTasksWith(task.ID(id))
}

func seen[T any](row T, err error) (T, error) {
	if ent.IsNotFound(err) {
		return row, fault.NotFound.With()
	}
	return row, err
}

// allows is who may take a step, or do what that circle does, at a conference. A national one has no head.
func (by circle) allows(c *ent.Conference) []viewer.Rule {
	cluster := clusterOf(c)
	rules := []viewer.Rule{viewer.AsMinistry(), viewer.HeadOf(cluster, c.SchoolYear)}
	if by == conducting {
		rules = append(rules, viewer.DeputyOf(cluster, c.SchoolYear), viewer.SecretaryOf(c.ID))
	}
	return rules
}

// planners are who may plan a conference of a cluster, 0 for a national one, in a school year.
func planners(cluster gid.ID, year vi.SchoolYear) []viewer.Rule {
	return []viewer.Rule{viewer.AsMinistry(), viewer.HeadOf(cluster, year), viewer.DeputyOf(cluster, year)}
}

func clusterOf(c *ent.Conference) gid.ID {
	if c.ClusterID == nil {
		return 0
	}
	return *c.ClusterID
}

// told is whom an announcement is for: whoever follows the conference, or who has a part in it. It is who may see its row
// by internal/access, which a test holds it to.
func told(c *ent.Conference, to announcement.Audience) viewer.Audience {
	if to == announcement.AudienceEveryone {
		return viewer.Everybody()
	}
	scopes := []viewer.Scope{{Conference: c.ID}}
	if c.ClusterID != nil {
		scopes = append(scopes, viewer.Scope{Cluster: *c.ClusterID, SchoolYear: c.SchoolYear})
	}
	return viewer.Only(scopes...)
}
