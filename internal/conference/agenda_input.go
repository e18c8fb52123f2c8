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
	Ordinal    int    // place that it gets; the last if 0
	Item       PlanAgendaItem
}

// AgendaItemEdit is an item as it is to be from now on.
type AgendaItemEdit struct {
	ID   gid.ID
	Item PlanAgendaItem
}

// Copy plans a conference as another one was: its sites, its agenda, its quorum and quotas.
type Copy struct {
	From       string // code
	Code       string
	Title      string
	SchoolYear vi.SchoolYear
	HeldOn     vi.Date
	PartOfDay  conference.PartOfDay
	Place      string
	StartAt    *time.Time
	Roll       bool // with the delegates on its roll, none of them called
}

// TemplateItem is a step that conferences of a kind usually have.
type TemplateItem struct {
	Kind           agendaitem.Kind
	Title          string
	PlannedMinutes int
}
