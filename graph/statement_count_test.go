package graph_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"thidua/graph"
	"thidua/internal/registry"
	"thidua/internal/storetest"
	"thidua/internal/viewer"
	"thidua/internal/web"
)

// viewQueries are what frontends ask for, deep and wide: lists of everything, each with what hangs on it, by
// edges and by what is computed, with fragments as Relay writes them.
var viewQueries = map[string]string{
	"clusters": `{ clusters(first: 100) { totalCount pageInfo { hasNextPage endCursor } edges { node { number
		head(schoolYear: "2023-2024") { ...U } deputyHead(schoolYear: "2023-2024") { ...U } members(schoolYear:
		"2023-2024") { ...U }
		years { schoolYear head { ...U } members { ...U } }
		standings(indicator: "total", schoolYear: "2023-2024") { knownCount totalCount items { rank bestRank worstRank unit
		{ ...U } indicatorValue { ...V } } }
		memberships { totalCount edges { node { schoolYear unit { ...U } citations { locator document { code }
		} } } } offices { edges { node { role unit { ...U } } } }
		reports { edges { node { title sections { edges { node { title citations { locator } } } } indicatorValues {
		totalCount edges { node { ...V } } } } } }
		conferences { edges { node { code } } } nominations { edges { node { awardKind { code } unit { ...U }
		award { state } } } }
	} } } } fragment U on Unit { code province { code name } parent { code } }
	fragment V on IndicatorValue { value nationalRank indicator { code whole { code } } unit { code } citations {
	locator document { code } }
		reconciliation { agreement numeratorCheck { difference } parts { value indicator { code } }
		missingIndicators { code } } discrepancies { code } }`,
	"units": `{ units(first: 100) { edges { node { code successor { code province { code } } currentUnit { code
		incomingSuccessions { edges { node { predecessor { code } } } } }
		cluster(schoolYear: "2023-2024") { number conferences { edges { node { code } } } }
		trends { indicator { code whole { code } } points { schoolYear rankChange indicatorValue { value
		report { title cluster { number } } } } }
		posts { edges { node { title person { name } discrepancies { code } } } }
		proposals { edges { node { code topics { code } addressee { code } } } }
		citations { locator confidence document { code } } } } } }`,
	"conferences": `{ conferences(first: 100) { edges { node { code host { code } cluster { number } citations {
		locator document { code } }
		sites { edges { node { code province { code } attendances { edges { node { title } } } } } }
		attendances { totalCount edges { node { title person { name posts { edges { node { title unit { code } } } }
		} unit { code } site { code } } } }
		currentItem { title speeches { edges { node { summary } } } } announcements { totalCount edges { node { text
		site { code } } } }
		agendaItems { edges { node { kind speeches { edges { node { summary } } } } } }
		agenda { endsAt currentItem { title unit { code } speeches { edges { node { summary } } } } ...A }
		speeches { edges { node { summary person { name } unit { code } discrepancies { code } proposals { edges {
		node { code } } } directives { edges { node { content tasks { edges { node { content } } } } } } } } }
		proposals { edges { node { code topics { code proposals { totalCount } } unit { code } discrepancies { code
		} } } }
		directives { edges { node { content person { name } issuer { code } citations { locator } } } }
		tasks { edges { node { content cluster { number } directive { content } } } }
		headElections { edges { node { role elected { code } } } }
		nominations { edges { node { unit { code } awardKind { name } } } }
		reports { edges { node { title discrepancies { code } } } } discrepancies { code } } } } }
	fragment A on Agenda { delaySeconds items { startsAt ...F } }
	fragment F on AgendaForecast { item { title unit { code } documents { code } speeches { edges { node {
	summary person { name } } } } citations { locator } } }`,
	"attendance": `{ conferences(first: 100) { edges { node { attendanceSummary { counts { invited present ` +
		`substitutes } quorum { needed met } sites { site { code link unit { code } parent { code } } counts { ` +
		`invited } } } } } } }`,
	"floors": `{ conferences(first: 100) { edges { node { code floor { unitQuotaSeconds currentRequest { elapsedSeconds
		unit { code province { code } } speech { summary } } interrupted { site { code } }
		speakersQueue { place reason unitSpokenSeconds overQuota floorRequest { kind unit { code } site { code
		unit { code } } agendaItem { title } person { name } } }
		totals { name seconds turnCount unit { code province { code } } } bySite: totals(by: SITE) { name site
		{ code conference { code } } } bySpeaker: totals(by: SPEAKER) { name seconds unit { code } } } } } }
		speakingTotals(schoolYear: "2023-2024") { conferenceCount timedConferenceCount totals { name seconds turnCount unit {
		code cluster(schoolYear: "2023-2024") { number } } } } sites: speakingTotals(schoolYear: "2023-2024", by:
		SITE) { totals { name site { code province { code } } } } }`,
	"boards": `{ conferences(first: 100) { edges { node { code
		proposalBoard { totalCount columns { state count proposals(first: 3) { code overdue unit { code }
		topics { code } similar(first: 3) { percent proposal { code unit { code } } sharedTopics { code } } } }
		overdueProposals { code assignee { code } } }
		taskBoard { totalCount doneCount overdueCount percent clusterProgress { totalCount percent cluster {
		number } } tasks(first: 5) {
		content percent overdue assignments { edges { node { percent unit { code } } } } } } } } } }`,
	"followed up": `{ overdueProposals(first: 100) { code overdue conference { code } } overdueTasks(first: 100)
		{ content percent cluster { number } }
		similarProposals(text: "biên chế", topics: ["topic"], first: 20) { percent sharedTopics { code proposals {
		totalCount } } proposal { code unit { code province { code } } conference { cluster { number } } } } }`,
	"sources": `{ documents { edges { node { code citations { locator document { code } } quotes(first: 100) {
		edges { node { locator fact { __typename id
		... on Unit { code province { code } } ... on Speech { summary conference { code } } ... on IndicatorValue {
		value indicator { code } } } } } } } } } }`,
	"people": `{ people(first: 100) { edges { node { name posts { edges { node { title unit { code ` +
		`parent { code } } citations { locator document { code } } } } } speeches { edges { node { conference { ` +
		`code cluster { number } } } } } } } } }`,
	"proposals": `{ proposals(first: 100, where: {hasTopicsWith: [{code: "topic"}], text: "bien che"}) { ` +
		`totalCount edges { node { code unit { code } conference { code cluster { number } } speech { person { ` +
		`name } } citations { document { code } } } } } }`,
	"figures": `{ indicatorValues(first: 100, where: {hasIndicatorWith: [{code: "total"}]}, orderBy: ` +
		`[{field: NATIONAL_RANK}, {field: VALUE, direction: DESC}]) { totalCount edges { node { value unit { ` +
		`code } cluster { number } reconciliation { agreement parts { value report { title } } } citations { ` +
		`locator document { code } } } } } }`,
	"search": `{ search(text: "unit", first: 100) { __typename ... on Unit { code province { code } ` +
		`memberships { edges { node { cluster { number } } } } } } people: search(text: "nguyen", in: [PEOPLE], ` +
		`first: 100) { ... on Person { name posts { edges { node { unit { code } } } } } } }`,
	"nominations": `{ nominations(first: 100, where: {schoolYear: "2023-2024", hasAwardKindWith: [{code: ` +
		`"FLAG"}]}) { totalCount edges { node { unit { code } cluster { number } conference { code } awardKind { ` +
		`code } citations { locator } } } } }`,
	"discrepancies": `{ discrepancies(first: 100) { edges { node { code reports { title } conferences { code ` +
		`} speeches { summary } proposals { code } posts { title } indicatorValues { value } citations { ` +
		`document { code } } } } } }`,
}

// TestViews_StatementCount checks that the number of statements is the same for ten times as many rows.
func TestViews_StatementCount(t *testing.T) {
	eachAPI(t, func(a api) {
		a.createRows(0, 3)
		few := a.countAllViews()
		a.createRows(3, 30)
		many := a.countAllViews()
		for name := range few {
			a.t.Logf("%-14s %3d statements", name, few[name].Count())
			if many[name].Count() > few[name].Count() {
				a.t.Errorf("%s: %d statements grew to %d:\n%s", name, few[name].Count(), many[name].Count(), many[name])
			}
		}
	})
}

// TestNodes_StatementCount checks that nodes are read by the same statements as edges, and that rows which
// are selected several times, as edges, as nodes or under aliases, are read once with all that is below them.
func TestNodes_StatementCount(t *testing.T) {
	eachAPI(t, func(a api) {
		a.createRows(0, 5)
		const inner = `memberships(first: 3, orderBy: [{field: ORDINAL}]) { %s }`
		const edges, nodes = `edges { node { unit { code } } }`, `nodes { unit { code } }`
		ofEdges, ofNodes := fmt.Sprintf(inner, edges), fmt.Sprintf(inner, nodes)
		statements := func(selection string) []string {
			return a.countStatements(`{ units(first: 4) { `+selection+` } }`, "").Statements()
		}
		one := statements(`edges { node { kind ` + ofEdges + ` } }`)
		if got := statements(`nodes { kind ` + ofNodes + ` }`); !slices.Equal(got, one) {
			a.t.Errorf("nodes take\n%s\nedges\n%s", strings.Join(got, "\n"), strings.Join(one, "\n"))
		}
		below := len(one) - 1
		for _, selection := range []string{
			`edges { node { ` + ofEdges + ` } } nodes { kind ` + ofNodes + ` }`,
			`a: nodes { ` + ofNodes + ` } b: nodes { kind ` + ofEdges + ` }`,
			`a: edges { n: node { kind ` + ofNodes + ` } } b: edges { node { ` + ofEdges + ` } }`,
		} {
			if got := statements(selection); len(got) != 1+2*below {
				a.t.Errorf("%s takes %d statements, want %d:\n%s", selection, len(got), 1+2*below,
					strings.Join(got, "\n"))
			}
		}
	})
}

// TestAccess_NoStatements checks that access rules take no statements, whatever grants the viewer has.
func TestAccess_NoStatements(t *testing.T) {
	eachAPI(t, func(a api) {
		a.createRows(0, 5)
		public := a.countAllViews()
		for name, v := range map[string]viewer.Viewer{
			"auditor": viewer.Account(0, time.Time{}, viewer.Grant{Role: viewer.Auditor}),
			"scopes": viewer.Account(0, time.Time{},
				viewer.Grant{Role: viewer.ClusterHead, Cluster: registry.ClusterID(1), SchoolYear: nextYear},
				viewer.Grant{Role: viewer.UnitEditor, Unit: registry.UnitID(unitCode(0))},
				viewer.Grant{Role: viewer.Screen, Conference: registry.ConferenceID("conference-0")}),
		} {
			as := a
			as.as = v
			for view, counter := range as.countAllViews() {
				if counter.Count() > public[view].Count()+3 { // as above
					a.t.Errorf(
						"%s, %s: %d statements, and %d for the public", name, view, counter.Count(), public[view].Count(),
					)
				}
			}
		}
	})
}

// TestExamples_StatementCount checks that each example takes a bounded number of statements.
func TestExamples_StatementCount(t *testing.T) {
	eachDataset(t, func(a api) {
		for _, e := range web.Examples() {
			if hasOperation(e, "subscription") {
				continue // live's own tests count those
			}
			n := a.exampleAPI(e).countStatements(e.Query, e.Variables).Count()
			a.t.Logf("%-22s %3d statements", e.Name, n)
			if n > 40 {
				a.t.Errorf("%s takes %d statements", e.Name, n)
			}
		}
	})
}

func (a api) countAllViews() map[string]*storetest.Counter {
	a.t.Helper()
	counts := map[string]*storetest.Counter{}
	for name, query := range viewQueries {
		counts[name] = a.countStatements(query, "")
	}
	return counts
}

// countStatements runs an operation that must succeed and gives the statements that it took.
func (a api) countStatements(query, variables string) *storetest.Counter {
	a.t.Helper()
	counted, counter := storetest.CountQueries(context.Background())
	h := graph.Handler(a.store, withoutCostLimit()) // the views are wider than any page needs
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.ServeHTTP(w, r.WithContext(viewer.NewContext(counted, a.as)))
	}))
	defer server.Close()
	there := a
	there.url = server.URL
	there.data(query, parseVariables(a.t, variables))
	return counter
}
