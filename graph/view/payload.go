package view

import (
	"context"

	"thidua/ent"
	"thidua/internal/journal"
)

// The results of mutations. Each of these types is the model of all payload types of the API whose first
// field has its type: package graph/codegen binds them.

// AccountPayload is the result of a mutation of an account.
type AccountPayload struct{ Account *ent.Account }

// GrantPayload is the result of a mutation of a grant.
type GrantPayload struct{ Grant *ent.Grant }

// TokenPayload is the result of a mutation of a token.
type TokenPayload struct{ Token *ent.Token }

// AgendaItemPayload is the result of a mutation of an agenda item.
type AgendaItemPayload struct {
	AgendaItem *ent.AgendaItem
	EventPosition
}

// AnnouncementPayload is the result of a mutation of an announcement.
type AnnouncementPayload struct {
	Announcement *ent.Announcement
	EventPosition
}

// AttendancePayload is the result of a mutation of a delegate on the roll.
type AttendancePayload struct {
	Attendance *ent.Attendance
	EventPosition
}

// AttendancesPayload is the result of a mutation of several delegates on the roll.
type AttendancesPayload struct {
	Attendances []*ent.Attendance
	EventPosition
}

// ConferencePayload is the result of a mutation of a conference.
type ConferencePayload struct {
	Conference *ent.Conference
	EventPosition
}

// DirectivePayload is the result of a mutation of a directive.
type DirectivePayload struct {
	Directive *ent.Directive
	EventPosition
}

// FloorRequestPayload is the result of a mutation of a floor request.
type FloorRequestPayload struct {
	FloorRequest *ent.FloorRequest
	EventPosition
}

// ProposalPayload is the result of a mutation of a proposal.
type ProposalPayload struct {
	Proposal *ent.Proposal
	EventPosition
}

// ReportPayload is the result of a mutation of a report.
type ReportPayload struct {
	Report *ent.Report
	EventPosition
}

// SitePayload is the result of a mutation of a site.
type SitePayload struct {
	Site *ent.Site
	EventPosition
}

// TaskPayload is the result of a mutation of a task.
type TaskPayload struct {
	Task *ent.Task
	EventPosition
}

// TaskAssignmentPayload is the result of a mutation of the part of a unit in a task.
type TaskAssignmentPayload struct {
	TaskAssignment *ent.TaskAssignment
	EventPosition
}

// EventPosition is the position of the events of a mutation. The zero value is the position of a mutation
// without events.
type EventPosition struct {
	read func(context.Context) (*journal.Position, error)
}

// NewEventPosition returns a position that read returns when it is selected.
func NewEventPosition(read func(context.Context) (*journal.Position, error)) EventPosition {
	return EventPosition{read}
}

// Position returns the position after the last event of the mutation, or nil if it has none.
func (p EventPosition) Position(ctx context.Context) (*journal.Position, error) {
	if p.read == nil {
		return nil, nil
	}
	return p.read(ctx)
}
