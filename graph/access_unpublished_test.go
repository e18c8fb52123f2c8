package graph_test

import (
	"strings"
	"testing"
	"time"

	entconference "thidua/ent/conference"
	entreport "thidua/ent/report"
	"thidua/ent/reportsection"
	"thidua/internal/conference"
	"thidua/internal/gid"
	"thidua/internal/registry"
	"thidua/internal/report"
	"thidua/internal/vi"
	"thidua/internal/viewer"
)

// secret is a word that stands in every text of what is not public, and nowhere else.
const secret = "kinhmat"

// createHiddenRows writes a draft report and a planned conference, each with all its parts, on the rows that
// grow made.
func (a api) createHiddenRows() []gid.ID {
	a.t.Helper()
	ctx := viewer.NewContext(a.t.Context(), viewer.Operator())
	number := vi.DecimalOf(77_000_000, 0)
	cite := []registry.Cite{{Document: "doc", Place: secret}}
	for _, err := range []error{
		report.FileReport(ctx, a.store,
			report.Report{Cluster: 100, SchoolYear: nextYear, Period: entreport.PeriodFinal,
				State: entreport.StateDraft, Title: secret, Cites: cite,
				Sections: []report.Section{{Kind: reportsection.KindLimits, Title: secret, Body: secret, Cites: cite}},
				Values: []report.Value{{Indicator: "total", Unit: unitCode(0), Value: &number, Stated: secret,
					Cites: cite}, {Indicator: "part", Value: &number, Stated: secret}}}),
		conference.Record(ctx, a.store,
			conference.Conference{Code: secret, Kind: entconference.KindFinalReview, State: entconference.StatePlanned,
				Title:      secret,
				SchoolYear: nextYear, Cluster: 100, Host: unitCode(0), Cites: cite,
				Sites: []conference.Site{{Code: "main", Name: secret, Kind: "MAIN", Province: unitCode(0),
					Cites: cite}},
				Attendances: []conference.Attendance{{Capacity: "DELEGATE", Role: secret, Unit: unitCode(0),
					Person: "person-0", Site: "main", Cites: cite}},
				Agenda: []conference.AgendaItem{{Kind: "DISCUSSION", Title: secret, Cites: cite}},
				Speeches: []conference.Speech{{Kind: "REMARK", Speaker: secret, Person: "person-0", Unit: unitCode(0),
					AgendaItem: 1, Summary: secret, Cites: cite}},
				Proposals: []conference.Proposal{{Code: secret, Content: secret, Topics: []string{"topic"}, Speech: 1,
					Unit: unitCode(0), Cites: cite}},
				Directives: []conference.Directive{{Content: secret, Addressee: secret, Speech: 1, Person: "person-0",
					Issuer: unitCode(0), Cites: cite}},
				Tasks: []conference.Task{{SchoolYear: nextYear, Content: secret, Cluster: 100, Directive: 1,
					Cites: cite}}}),
		registry.PutDiscrepancy(ctx, a.store,
			discrepant(secret, cite, registry.Discrepancy{Conferences: []string{secret, "conference-0"}})),
		registry.PutDiscrepancy(ctx, a.store,
			discrepant(secret+"-report", cite, registry.Discrepancy{Reports: []registry.ReportKey{hiddenReport}})),
		registry.PutDiscrepancy(ctx, a.store,
			discrepant(secret+"-speech", cite,
				registry.Discrepancy{Speeches: []registry.SpeechKey{{Conference: "conference-0", Ordinal: 1},
					{Conference: secret, Ordinal: 1}}})),
		registry.PutDiscrepancy(ctx, a.store,
			discrepant(secret+"-proposal", cite, registry.Discrepancy{Proposals: []string{secret}})),
		registry.PutDiscrepancy(ctx, a.store,
			discrepant(secret+"-value", cite,
				registry.Discrepancy{Values: []registry.FigureKey{{Report: hiddenReport, Indicator: "part"}}})),
	} {
		if err != nil {
			a.t.Fatal(err)
		}
	}
	return []gid.ID{
		hiddenReport.ID(), registry.ConferenceID(secret),
		conference.SiteID(
			secret, "main",
		), conference.PartID(gid.Attendance, secret, 1), conference.PartID(gid.AgendaItem, secret, 1),
		conference.PartID(
			gid.Speech, secret, 1,
		), conference.PartID(gid.Directive, secret, 1), conference.PartID(gid.Task, secret, 1),
		registry.ProposalID(secret), registry.DiscrepancyID(secret), registry.DiscrepancyID(secret + "-report"),
		registry.DiscrepancyID(
			secret + "-speech",
		), registry.DiscrepancyID(secret + "-proposal"), registry.DiscrepancyID(secret + "-value"),
	}
}

var hiddenReport = registry.ReportKey{Cluster: 100, SchoolYear: nextYear, Period: "FINAL"}

// discrepant is a discrepancy about something hidden, and about a post that everybody sees.
func discrepant(code string, cite []registry.Cite, in registry.Discrepancy) registry.Discrepancy {
	in.Code, in.Ordinal, in.Kind, in.Severity = code, 99, "WORDING", "NOTE"
	in.Summary, in.SummaryEn, in.Treatment, in.Cites = secret, secret, secret, cite
	in.Posts = []registry.PostKey{{Person: "person-0", Ordinal: 1}}
	return in
}

// hiddenRowQueries are all the ways to what is hidden: roots, edges from everything that is public, counts,
// search, sources.
var hiddenRowQueries = []string{
	`{ reports(first: 100) { totalCount edges { node { title sections(first: 5) { edges { node { body } } } } } } }`,
	`{ indicatorValues(first: 100) { totalCount edges { node { valueStated report { title } } } } }`,
	`{ conferences(first: 100) { totalCount edges { node { title } } } }`,
	`{ conference(code: "kinhmat") { title } }`,
	`{ proposal(code: "kinhmat") { content } }`,
	`{ discrepancy(code: "kinhmat") { summary } }`,
	`{ proposals(first: 100) { totalCount edges { node { content } } } speeches(first: 100) { totalCount ` +
		`edges { node { summary } } } }`,
	`{ directives(first: 100) { totalCount edges { node { content } } } tasks(first: 100) { totalCount edges ` +
		`{ node { content } } } }`,
	`{ discrepancies(first: 100) { totalCount edges { node { summary } } } }`,
	`{ cluster(number: 100) { reports { totalCount edges { node { title } } } conferences { totalCount edges {
		node { title } } } tasks { totalCount edges { node { content } } }
		indicatorValues { totalCount edges { node { valueStated } } } standings(indicator: "total", schoolYear:
		"2024-2025") { items { indicatorValue { valueStated } } } } }`,
	`{ unit(code: "unit-0") { hostedConferences { totalCount edges { node { title } } }
		attendances { totalCount edges { node { title } } }
		speeches { totalCount edges { node { summary } } }
		proposals { totalCount edges { node { content } } } directives { totalCount edges { node { content } } }
		indicatorValues { totalCount edges { node { valueStated } } }
		trends { points { indicatorValue { valueStated } } } } }`,
	`{ person(code: "person-0") { posts { edges { node { discrepancies { summary } } } } } }`,
	`{ conference(code: "conference-0") { discrepancies { summary } speeches { edges { node { discrepancies ` +
		`{ summary } } } } } }`,
	`{ discrepancies(first: 100, where: {hasConferencesWith: [{code: "conference-0"}]}) { totalCount edges { ` +
		`node { summary } } } }`,
	`{ discrepancies(first: 100, where: {hasPosts: true}) { totalCount edges { node { summary } } } }`,
	`{ person(code: "person-0") { speeches { totalCount edges { node { summary } } } attendances { ` +
		`totalCount edges { node { title } } } directives { totalCount edges { node { content } } } } }`,
	`{ topic(code: "topic") { proposals { totalCount edges { node { content } } } } province(code: "unit-0") ` +
		`{ sites { totalCount edges { node { name } } } } }`,
	`{ indicator(code: "total") { indicatorValues { totalCount edges { node { valueStated } } } } }`,
	`{ document(code: "doc") { quotes(first: 100) { totalCount edges { node { locator fact { id ... on ` +
		`Speech { summary } } } } } } }`,
	`{ similarProposals(text: "kinhmat") { percent proposal { content } } }`,
	`{ conference(code: "kinhmat") { title proposalBoard { totalCount columns { count proposals { content } } } ` +
		`taskBoard { totalCount tasks { content } } } }`,
	`{ proposals(first: 100) { edges { node { code similar(first: 5) { percent proposal { content } } } } } }`,
	`{ search(text: "kinhmat") { ... on Proposal { content } } }`,
}

// TestAccess_UnpublishedRowsUnreachable checks that unpublished rows are unreachable: for an anonymous
// viewer, or one whose grants have another scope, all responses are byte for byte as before the rows existed.
// The operator and viewers with the grant do see them, which shows that the queries lead there.
func TestAccess_UnpublishedRowsUnreachable(t *testing.T) {
	eachAPI(t, func(a api) {
		a.createRows(0, 2)
		strangers := []api{a, serve(a.t, a.store, viewer.Account(0, time.Time{},
			viewer.Grant{Role: viewer.ClusterHead, Cluster: registry.ClusterID(100), SchoolYear: thisYear},
			viewer.Grant{Role: viewer.ClusterDeputy, Cluster: registry.ClusterID(101), SchoolYear: nextYear},
			viewer.Grant{Role: viewer.UnitEditor, Unit: registry.UnitID(unitCode(0))},
			viewer.Grant{Role: viewer.Secretary, Conference: registry.ConferenceID("conference-0")}))}
		before := make([]string, len(hiddenRowQueries))
		for i, way := range hiddenRowQueries {
			before[i] = string(a.responseBody(way, nil))
		}
		hidden := a.createHiddenRows()
		operator := serve(a.t, a.store, viewer.Operator())
		head := serve(
			a.t,
			a.store,
			viewer.Account(
				0, time.Time{},
				viewer.Grant{Role: viewer.ClusterHead, Cluster: registry.ClusterID(100), SchoolYear: nextYear},
			),
		)
		for i, way := range hiddenRowQueries {
			for _, stranger := range strangers {
				if after := string(stranger.responseBody(way, nil)); after != before[i] {
					a.t.Errorf("%s: %s\nbefore: %s\nafter:  %s", stranger.as.VisibilityClass(), way, before[i], after)
				}
			}
			if seen := string(head.responseBody(way, nil)); !strings.Contains(seen, secret) {
				a.t.Errorf("the head does not see by %s: %s", way, seen)
			}
			if seen := string(operator.responseBody(way, nil)); !strings.Contains(seen, secret) {
				a.t.Errorf("the operator does not see by %s: %s", way, seen)
			}
		}
		for _, id := range hidden {
			kind, _ := id.Kind()
			operator.checkNodeFound(kind, []gid.ID{id})
			a.checkNodeHidden(kind, id)
		}
	})
}
