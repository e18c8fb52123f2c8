package graph_test

import (
	"context"
	"fmt"

	"thidua/ent/conference"
	"thidua/ent/report"
	"thidua/internal/gid"
	"thidua/internal/registry"

	conferences "thidua/internal/conference"
	"thidua/internal/store"
)

// inTx writes what no mutation would.
func (a api) inTx(do func(context.Context, *store.Tx) error) {
	a.t.Helper()
	if err := a.store.Tx(a.t.Context(), do); err != nil {
		a.t.Fatal(err)
	}
}

// conductCalls adds the calls of the mutations that make events, by line of the table, and what has to be so
// before each.
func conductCalls(
	rows tableRows, calls map[string]string, before map[string]func(context.Context, *store.Tx) error,
) {
	for line, of := range map[string]string{
		"of the cluster":               `code: "c", cluster: 1, schoolYear: "2024-2025"`,
		"of the cluster, another year": `code: "c-last", cluster: 1, schoolYear: "2023-2024"`,
		"of another cluster":           `code: "c-other", cluster: 101, schoolYear: "2024-2025"`,
	} {
		calls["planConference "+line] = fmt.Sprintf(
			`mutation { planConference(input: {%s, kind: FINAL_REVIEW, title: "t"}) { conference { code } } }`, of,
		)
	}
	calls["planConference of the whole country"] = `mutation { planConference(input: {code: "national", ` +
		`schoolYear: "2024-2025", kind: NATIONAL_REVIEW, title: "t"}) { conference { code } } }`
	item, made := conferences.PartID(
		gid.AgendaItem, "theirs", 1,
	), rows["planned conference, or one called off, theirs"]["Announcement"][0]
	for name, c := range map[string]struct {
		from conference.State
		call string
	}{
		"openConference": {"PLANNED", `(input: {conference: "theirs"})`}, "startConference": {"OPEN", `(input: {conference: "theirs"})`},
		"pauseConference":  {"IN_SESSION", `(input: {conference: "theirs"})`},
		"resumeConference": {"ON_BREAK", `(input: {conference: "theirs"})`}, "closeConference": {"IN_SESSION", `(input: {conference: "theirs"})`},
		"postponeConference":   {"PLANNED", `(input: {conference: "theirs", reason: "x"})`},
		"cancelConference":     {"OPEN", `(input: {conference: "theirs", reason: "x"})`},
		"replanConference":     {"POSTPONED", `(input: {conference: "theirs"})`},
		"startAgendaItem":      {"IN_SESSION", fmt.Sprintf(`(input: {agendaItem: %q})`, item)},
		"endAgendaItem":        {"IN_SESSION", fmt.Sprintf(`(input: {agendaItem: %q})`, item)},
		"makeAnnouncement":     {"OPEN", `(input: {conference: "theirs", text: "x"})`},
		"withdrawAnnouncement": {"OPEN", fmt.Sprintf(`(input: {announcement: %q})`, made)},
		"checkInSite":          {"OPEN", `(input: {conference: "theirs", site: "main", delegatesPresent: 2})`},
		"checkOutSite":         {"ON_BREAK", `(input: {conference: "theirs", site: "main"})`},
	} {
		calls[name+" theirs"] = mutationCall(name, c.call)
		before[name+" theirs"] = func(ctx context.Context, tx *store.Tx) error {
			return prepareConference(ctx, tx, "theirs", c.from, name, made)
		}
	}
	for line, code := range map[string]string{"another conference of the cluster": "sibling",
		"of the cluster, another year": "last-year"} {
		calls["openConference "+line] = fmt.Sprintf(`mutation { openConference(input: {conference: %q}) { conference { id } } }`, code)
		before["openConference "+line] = func(ctx context.Context, tx *store.Tx) error {
			return tx.Conference.UpdateOneID(registry.ConferenceID(code)).SetState("PLANNED").Exec(ctx)
		}
	}
	for line, key := range map[string]registry.ReportKey{
		"of the unit": {Unit: unitCode(0)}, "of the cluster": {Cluster: 1}, "of another cluster": {Cluster: 101},
	} {
		key.SchoolYear, key.Period = nextYear, "FINAL"
		for mutation, from := range map[string]report.State{
			"publishReport": "DRAFT", "withdrawReport": "PUBLISHED",
		} {
			reason := ""
			if mutation == "withdrawReport" {
				reason = `, reason: "x"`
			}
			calls[mutation+" "+line] = mutationCall(mutation, fmt.Sprintf(`(input: {report: %q%s})`, key.ID(), reason))
			before[mutation+" "+line] = func(ctx context.Context, tx *store.Tx) error {
				return tx.Report.UpdateOneID(key.ID()).SetState(from).Exec(ctx)
			}
		}
	}
}

// prepareConference puts a conference where a mutation begins.
func prepareConference(
	ctx context.Context, tx *store.Tx, code string, state conference.State, mutation string, made gid.ID,
) error {
	item := tx.AgendaItem.UpdateOneID(
		conferences.PartID(gid.AgendaItem, code, 1),
	).ClearEndedAt().ClearResumedAt()
	if mutation == "endAgendaItem" {
		item.SetStartedAt(longAgo)
	} else {
		item.ClearStartedAt()
	}
	site := tx.Site.UpdateOneID(conferences.SiteID(code, "main")).ClearCheckedOutAt()
	if mutation == "checkOutSite" {
		site.SetCheckedInAt(longAgo).SetDelegatesPresent(1)
	} else {
		site.ClearCheckedInAt().ClearDelegatesPresent()
	}
	for _, exec := range []func(context.Context) error{
		item.Exec, site.Exec, tx.Announcement.UpdateOneID(made).ClearWithdrawnAt().Exec,
		tx.Conference.UpdateOneID(registry.ConferenceID(code)).SetState(state).Exec,
	} {
		if err := exec(ctx); err != nil {
			return err
		}
	}
	return nil
}
