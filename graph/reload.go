package graph

import (
	"context"

	"thidua/ent"
	"thidua/ent/agendaitem"
	entannouncement "thidua/ent/announcement"
	entconference "thidua/ent/conference"
	entdirective "thidua/ent/directive"
	entproposal "thidua/ent/proposal"
	entreport "thidua/ent/report"
	entsite "thidua/ent/site"
	enttask "thidua/ent/task"
	"thidua/ent/taskassignment"
	"thidua/internal/conference"
	"thidua/internal/gid"
)

// Each of these methods reads the row that a command changed, as seen by the current viewer.

func (r *Resolver) reloadConference(ctx context.Context) func(gid.ID, error) (*ent.Conference, error) {
	return reload(ctx, func(id gid.ID) *ent.ConferenceQuery {
		return r.Reader.Conference.Query().Where(entconference.ID(id))
	})
}

func (r *Resolver) reloadAgendaItem(ctx context.Context) func(gid.ID, error) (*ent.AgendaItem, error) {
	return reload(ctx, func(id gid.ID) *ent.AgendaItemQuery {
		return r.Reader.AgendaItem.Query().Where(agendaitem.ID(id))
	})
}

func (r *Resolver) reloadAnnouncement(ctx context.Context) func(gid.ID, error) (*ent.Announcement, error) {
	return reload(ctx, func(id gid.ID) *ent.AnnouncementQuery {
		return r.Reader.Announcement.Query().Where(entannouncement.ID(id))
	})
}

func (r *Resolver) reloadSite(ctx context.Context) func(gid.ID, error) (*ent.Site, error) {
	return reload(ctx, func(id gid.ID) *ent.SiteQuery { return r.Reader.Site.Query().Where(entsite.ID(id)) })
}

func (r *Resolver) reloadReport(ctx context.Context) func(gid.ID, error) (*ent.Report, error) {
	return reload(ctx, func(id gid.ID) *ent.ReportQuery {
		return r.Reader.Report.Query().Where(entreport.ID(id))
	})
}

func (r *Resolver) reloadProposal(ctx context.Context) func(gid.ID, error) (*ent.Proposal, error) {
	return reload(ctx, func(id gid.ID) *ent.ProposalQuery {
		return r.Reader.Proposal.Query().Where(entproposal.ID(id))
	})
}

func (r *Resolver) reloadDirective(ctx context.Context) func(gid.ID, error) (*ent.Directive, error) {
	return reload(ctx, func(id gid.ID) *ent.DirectiveQuery {
		return r.Reader.Directive.Query().Where(entdirective.ID(id))
	})
}

func (r *Resolver) reloadTask(ctx context.Context) func(gid.ID, error) (*ent.Task, error) {
	return reload(ctx, func(id gid.ID) *ent.TaskQuery { return r.Reader.Task.Query().Where(enttask.ID(id)) })
}

func (r *Resolver) reloadTaskAssignment(ctx context.Context) func(gid.ID, error) (*ent.TaskAssignment, error) {
	return reload(ctx, func(id gid.ID) *ent.TaskAssignmentQuery {
		return r.Reader.TaskAssignment.Query().Where(taskassignment.ID(id))
	})
}

// reload returns a function that reads the row whose id a command returned, or passes on the error of the
// command.
func reload[Q query[Q, T], T any](ctx context.Context, of func(gid.ID) Q) func(gid.ID, error) (*T, error) {
	return func(id gid.ID, err error) (*T, error) {
		if err != nil {
			return nil, err
		}
		return getOne(ctx, of(id))
	}
}

// checkOutSite is not in the resolvers because arguments there shadow the packages.
func (r *Resolver) checkOutSite(ctx context.Context, code, site string) (*ent.Site, error) {
	return r.reloadSite(ctx)(conference.CheckOutSite(ctx, r.Store, code, site))
}

// currentItem returns the agenda item that has started and not ended, or nil if there is none.
func (r *Resolver) currentItem(ctx context.Context, c *ent.Conference) (*ent.AgendaItem, error) {
	return loadBatch(ctx, siblingKeysOf(c, conferenceID),
		func(ctx context.Context, ids []gid.ID) (map[gid.ID]*ent.AgendaItem, error) {
			items, err := getMany(ctx, r.Reader.AgendaItem.Query().
				Where(agendaitem.ConferenceIDIn(ids...), agendaitem.StartedAtNotNil(),
					agendaitem.EndedAtIsNil()), agendaitem.Columns...)
			return byKey(items, conferenceOfItem), err
		})
}
