package graph

import (
	"context"

	entaccount "thidua/ent/account"
	"thidua/ent/agendaitem"
	entannouncement "thidua/ent/announcement"
	entattendance "thidua/ent/attendance"
	entconference "thidua/ent/conference"
	entdirective "thidua/ent/directive"
	"thidua/ent/floorrequest"
	entgrant "thidua/ent/grant"
	entproposal "thidua/ent/proposal"
	entreport "thidua/ent/report"
	entsite "thidua/ent/site"
	enttask "thidua/ent/task"
	"thidua/ent/taskassignment"
	enttoken "thidua/ent/token"
	"thidua/graph/view"
	"thidua/internal/gid"
	"thidua/internal/journal"
)

// Each of the methods ...Payload returns the result of a mutation from that of its command: the row that was
// changed, as seen by the current viewer, or the error of the command.

func (r *Resolver) accountPayload(ctx context.Context, id gid.ID, err error) (*view.AccountPayload, error) {
	q := r.Reader.Account.Query().Where(entaccount.ID(id))
	row, err := loadPayloadRow(asOperatorForMinistry(ctx), "account", q, err)
	if err != nil {
		return nil, err
	}
	return &view.AccountPayload{Account: row}, nil
}

func (r *Resolver) grantPayload(ctx context.Context, id gid.ID, err error) (*view.GrantPayload, error) {
	q := r.Reader.Grant.Query().Where(entgrant.ID(id))
	row, err := loadPayloadRow(asOperatorForMinistry(ctx), "grant", q, err)
	if err != nil {
		return nil, err
	}
	return &view.GrantPayload{Grant: row}, nil
}

func (r *Resolver) tokenPayload(ctx context.Context, id gid.ID, err error) (*view.TokenPayload, error) {
	q := r.Reader.Token.Query().Where(enttoken.ID(id))
	row, err := loadPayloadRow(asOperatorForMinistry(ctx), "token", q, err)
	if err != nil {
		return nil, err
	}
	return &view.TokenPayload{Token: row}, nil
}

func (r *Resolver) agendaItemPayload(
	ctx context.Context, id gid.ID, err error,
) (*view.AgendaItemPayload, error) {
	row, err := loadPayloadRow(ctx, "agendaItem", r.Reader.AgendaItem.Query().Where(agendaitem.ID(id)), err)
	if err != nil {
		return nil, err
	}
	return &view.AgendaItemPayload{AgendaItem: row, EventPosition: r.eventPosition(ctx)}, nil
}

func (r *Resolver) announcementPayload(
	ctx context.Context, id gid.ID, err error,
) (*view.AnnouncementPayload, error) {
	q := r.Reader.Announcement.Query().Where(entannouncement.ID(id))
	row, err := loadPayloadRow(ctx, "announcement", q, err)
	if err != nil {
		return nil, err
	}
	return &view.AnnouncementPayload{Announcement: row, EventPosition: r.eventPosition(ctx)}, nil
}

func (r *Resolver) attendancePayload(
	ctx context.Context, id gid.ID, err error,
) (*view.AttendancePayload, error) {
	row, err := loadPayloadRow(ctx, "attendance", r.Reader.Attendance.Query().Where(entattendance.ID(id)), err)
	if err != nil {
		return nil, err
	}
	return &view.AttendancePayload{Attendance: row, EventPosition: r.eventPosition(ctx)}, nil
}

func (r *Resolver) conferencePayload(
	ctx context.Context, id gid.ID, err error,
) (*view.ConferencePayload, error) {
	row, err := loadPayloadRow(ctx, "conference", r.Reader.Conference.Query().Where(entconference.ID(id)), err)
	if err != nil {
		return nil, err
	}
	return &view.ConferencePayload{Conference: row, EventPosition: r.eventPosition(ctx)}, nil
}

func (r *Resolver) directivePayload(
	ctx context.Context, id gid.ID, err error,
) (*view.DirectivePayload, error) {
	row, err := loadPayloadRow(ctx, "directive", r.Reader.Directive.Query().Where(entdirective.ID(id)), err)
	if err != nil {
		return nil, err
	}
	return &view.DirectivePayload{Directive: row, EventPosition: r.eventPosition(ctx)}, nil
}

func (r *Resolver) floorRequestPayload(
	ctx context.Context, id gid.ID, err error,
) (*view.FloorRequestPayload, error) {
	q := r.Reader.FloorRequest.Query().Where(floorrequest.ID(id))
	row, err := loadPayloadRow(ctx, "floorRequest", q, err)
	if err != nil {
		return nil, err
	}
	return &view.FloorRequestPayload{FloorRequest: row, EventPosition: r.eventPosition(ctx)}, nil
}

func (r *Resolver) proposalPayload(ctx context.Context, id gid.ID, err error) (*view.ProposalPayload, error) {
	row, err := loadPayloadRow(ctx, "proposal", r.Reader.Proposal.Query().Where(entproposal.ID(id)), err)
	if err != nil {
		return nil, err
	}
	return &view.ProposalPayload{Proposal: row, EventPosition: r.eventPosition(ctx)}, nil
}

func (r *Resolver) reportPayload(ctx context.Context, id gid.ID, err error) (*view.ReportPayload, error) {
	row, err := loadPayloadRow(ctx, "report", r.Reader.Report.Query().Where(entreport.ID(id)), err)
	if err != nil {
		return nil, err
	}
	return &view.ReportPayload{Report: row, EventPosition: r.eventPosition(ctx)}, nil
}

func (r *Resolver) sitePayload(ctx context.Context, id gid.ID, err error) (*view.SitePayload, error) {
	row, err := loadPayloadRow(ctx, "site", r.Reader.Site.Query().Where(entsite.ID(id)), err)
	if err != nil {
		return nil, err
	}
	return &view.SitePayload{Site: row, EventPosition: r.eventPosition(ctx)}, nil
}

func (r *Resolver) taskPayload(ctx context.Context, id gid.ID, err error) (*view.TaskPayload, error) {
	row, err := loadPayloadRow(ctx, "task", r.Reader.Task.Query().Where(enttask.ID(id)), err)
	if err != nil {
		return nil, err
	}
	return &view.TaskPayload{Task: row, EventPosition: r.eventPosition(ctx)}, nil
}

func (r *Resolver) taskAssignmentPayload(
	ctx context.Context, id gid.ID, err error,
) (*view.TaskAssignmentPayload, error) {
	q := r.Reader.TaskAssignment.Query().Where(taskassignment.ID(id))
	row, err := loadPayloadRow(ctx, "taskAssignment", q, err)
	if err != nil {
		return nil, err
	}
	return &view.TaskAssignmentPayload{TaskAssignment: row, EventPosition: r.eventPosition(ctx)}, nil
}

// attendancesPayload returns the delegates in the order of the roll.
func (r *Resolver) attendancesPayload(
	ctx context.Context, ids []gid.ID, err error,
) (*view.AttendancesPayload, error) {
	if err != nil {
		return nil, err
	}
	rows, err := collectMany(withSelectionOf(ctx, "attendances"),
		r.Reader.Attendance.Query().Where(entattendance.IDIn(ids...)).Order(entattendance.ByOrdinal()))
	if err != nil {
		return nil, err
	}
	return &view.AttendancesPayload{Attendances: rows, EventPosition: r.eventPosition(ctx)}, nil
}

// loadPayloadRow returns the only row of q, which a command changed, with what the operation selects below
// the field of the payload; or the error of the command.
func loadPayloadRow[Q query[Q, T], T any](ctx context.Context, field string, q Q, err error) (*T, error) {
	if err != nil {
		return nil, err
	}
	return collectOne(withSelectionOf(ctx, field), q)
}

// eventPosition returns the position of the events that the command before it has committed.
func (r *Resolver) eventPosition(ctx context.Context) view.EventPosition {
	last, ok := journal.TakeLastPosition(ctx)
	if !ok {
		return view.EventPosition{}
	}
	return view.NewEventPosition(func(ctx context.Context) (*journal.Position, error) {
		heads, err := journal.ReadHeads(ctx, r.Reader, last.Stream)
		if err != nil {
			return nil, err
		}
		p := heads.Key.PositionAt(heads.Epoch, last.Stream, last.Seq)
		return &p, nil
	})
}
