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

// Each of these methods reads the row that a command changed, as seen by the current viewer, or returns the
// error of the command.

func (r *Resolver) reloadConference(ctx context.Context, id gid.ID, err error) (*ent.Conference, error) {
	return reload(ctx, r.Reader.Conference.Query().Where(entconference.ID(id)), err)
}

func (r *Resolver) reloadAgendaItem(ctx context.Context, id gid.ID, err error) (*ent.AgendaItem, error) {
	return reload(ctx, r.Reader.AgendaItem.Query().Where(agendaitem.ID(id)), err)
}

func (r *Resolver) reloadAnnouncement(ctx context.Context, id gid.ID, err error) (*ent.Announcement, error) {
	return reload(ctx, r.Reader.Announcement.Query().Where(entannouncement.ID(id)), err)
}

func (r *Resolver) reloadSite(ctx context.Context, id gid.ID, err error) (*ent.Site, error) {
	return reload(ctx, r.Reader.Site.Query().Where(entsite.ID(id)), err)
}

func (r *Resolver) reloadReport(ctx context.Context, id gid.ID, err error) (*ent.Report, error) {
	return reload(ctx, r.Reader.Report.Query().Where(entreport.ID(id)), err)
}

func (r *Resolver) reloadProposal(ctx context.Context, id gid.ID, err error) (*ent.Proposal, error) {
	return reload(ctx, r.Reader.Proposal.Query().Where(entproposal.ID(id)), err)
}

func (r *Resolver) reloadDirective(ctx context.Context, id gid.ID, err error) (*ent.Directive, error) {
	return reload(ctx, r.Reader.Directive.Query().Where(entdirective.ID(id)), err)
}

func (r *Resolver) reloadTask(ctx context.Context, id gid.ID, err error) (*ent.Task, error) {
	return reload(ctx, r.Reader.Task.Query().Where(enttask.ID(id)), err)
}

func (r *Resolver) reloadTaskAssignment(
	ctx context.Context, id gid.ID, err error,
) (*ent.TaskAssignment, error) {
	return reload(ctx, r.Reader.TaskAssignment.Query().Where(taskassignment.ID(id)), err)
}

// reload returns the only row of q, which a command changed, or the error of the command.
func reload[Q query[Q, T], T any](ctx context.Context, q Q, commandErr error) (*T, error) {
	if commandErr != nil {
		return nil, commandErr
	}
	return getOne(ctx, q)
}

// checkOutSite is not in the resolvers because arguments there shadow the packages.
func (r *Resolver) checkOutSite(ctx context.Context, code, site string) (*ent.Site, error) {
	changed, err := conference.CheckOutSite(ctx, r.Store, code, site)
	return r.reloadSite(ctx, changed, err)
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
