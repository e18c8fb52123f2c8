package view

import (
	"time"

	"thidua/ent"
)

// Agenda is an agenda with its forecast. Its current item is resolved from the conference.
type Agenda struct {
	Conference *ent.Conference

	AsOf         time.Time
	Items        []*AgendaForecast
	EndsAt       *time.Time
	DelaySeconds *int
}
