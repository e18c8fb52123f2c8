package graph_test

import (
	"context"
	"fmt"

	"thidua/ent/agendaitem"
	"thidua/ent/attendance"
	"thidua/ent/conference"
	"thidua/internal/gid"
	"thidua/internal/registry"

	conferences "thidua/internal/conference"
	"thidua/internal/store"
)

// agendaCalls adds the calls of the mutations of an agenda.
func agendaCalls(calls map[string]string, before map[string]func(context.Context, *store.Tx) error) {
	first := conferences.PartID(gid.AgendaItem, "theirs", 1)
	second := conferences.PartID(gid.AgendaItem, "theirs", 2)
	for name, call := range map[string]string{
		"addAgendaItem":    `(input: {conference: "theirs", item: {kind: TASKS, title: "t"}})`,
		"changeAgendaItem": fmt.Sprintf(`(input: {agendaItem: %q, item: {kind: TASKS, title: "t"}})`, first),
		"moveAgendaItem":   fmt.Sprintf(`(input: {agendaItem: %q, ordinal: 1})`, first),
		"removeAgendaItem": fmt.Sprintf(`(input: {agendaItem: %q})`, second),
	} {
		calls[name+" theirs"] = mutationCall(name, call)
		before[name+" theirs"] = func(ctx context.Context, tx *store.Tx) error {
			if err := tx.Conference.UpdateOneID(registry.ConferenceID("theirs")).SetState(conference.StateOpen).
				Exec(ctx); err != nil {
				return err
			}
			if _, err := tx.AgendaItem.Delete().Where(agendaitem.ID(second)).Exec(ctx); err != nil {
				return err
			}
			return tx.AgendaItem.Create().SetID(second).SetConferenceID(registry.ConferenceID("theirs")).
				SetOrdinal(100).SetKind("TASKS").SetTitle("t").Exec(ctx)
		}
	}
	for line, of := range map[string]string{
		"of the cluster":               `conference: "theirs", schoolYear: "2024-2025"`,
		"of the cluster, another year": `conference: "theirs", schoolYear: "2023-2024"`,
		"of another cluster":           `conference: "conference-1", schoolYear: "2024-2025"`,
	} {
		calls["copyConference "+line] = fmt.Sprintf(
			`mutation { copyConference(input: {%s, code: "like", title: "t", copyDelegates: true}) { conference { id } } }`, of,
		)
		before["copyConference "+line] = func(ctx context.Context, tx *store.Tx) error {
			if _, err := tx.Attendance.Delete().Where(attendance.ConferenceID(registry.ConferenceID("like"))).
				Exec(ctx); err != nil {
				return err
			}
			_, err := tx.Conference.Delete().Where(conference.Code("like")).Exec(ctx)
			return err
		}
	}
}
