package conference

import (
	"time"

	"thidua/ent/agendaitem"
	"thidua/ent/conference"
	"thidua/internal/gid"
	"thidua/internal/vi"
)

// NewAgendaItem is an item to add to an agenda.
type NewAgendaItem struct {
	Conference string // code
	Ordinal    int    // from 1; 0 to append
	Item       PlanAgendaItem
}

// AgendaItemEdit is the new content of an agenda item.
type AgendaItemEdit struct {
	ID   gid.ID
	Item PlanAgendaItem
}

// Copy plans a conference with the sites, agenda, quorum and quotas of another one.
type Copy struct {
	Conference    string // code
	Code          string
	Title         string
	SchoolYear    vi.SchoolYear
	HeldOn        vi.Date
	PartOfDay     conference.PartOfDay
	Venue         string
	StartAt       *time.Time
	CopyDelegates bool // whether to copy the delegates too, all as not called
}

// TemplateItem is an agenda item that conferences of a kind usually have.
type TemplateItem struct {
	Kind           agendaitem.Kind
	Title          string
	PlannedMinutes int
}
