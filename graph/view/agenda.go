package view

import (
	"time"

	"thidua/ent"
)

// Agenda is an agenda against the clock; its current item is resolved by the conference.
type Agenda struct {
	Conference *ent.Conference

	AsOf         time.Time
	Items        []*AgendaForecast
	EndsAt       *time.Time
	DelaySeconds *int
}
