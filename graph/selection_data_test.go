package graph_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"

	entaccount "thidua/ent/account"
	entaward "thidua/ent/award"
	"thidua/ent/office"
	entreport "thidua/ent/report"
	"thidua/graph"
	"thidua/internal/account"
	awards "thidua/internal/award"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/registry"
	reports "thidua/internal/report"
	"thidua/internal/store"
	"thidua/internal/vi"
	"thidua/internal/viewer"
)

// selectionFixture answers operations over data in which every type has rows.
type selectionFixture struct {
	t     testing.TB
	store *store.Store
	run   func(context.Context, string, map[string]any) *graphql.Response
	as    viewer.Viewer // sees all of the record, and has an account of its own
}

// newSelectionFixture adds to the published record a conference under way with all that the record
// has none of: requests for the floor, announcements, assignments, accounts.
func newSelectionFixture(t testing.TB, s *store.Store) selectionFixture {
	t.Helper()
	operator := viewer.NewContext(t.Context(), viewer.Operator())
	if err := journal.EnsureEpoch(operator, s); err != nil {
		t.Fatal(err)
	}
	if err := createClerk(operator, s); err != nil {
		t.Fatal(err)
	}
	ministry := viewer.Account(account.ID("clerk"), time.Time{}, viewer.Grant{Role: viewer.Ministry})
	x := selectionFixture{t: t, store: s, run: graph.NewUnlimitedExecutor(s), as: ministry}
	x.holdConference()
	return x
}

func createClerk(ctx context.Context, s *store.Store) error {
	year, number, unit, conference := thisYear, 2, "nam-dinh", "c2-2023-2024-final"
	_, err := account.Create(
		ctx, s, account.NewAccount{Subject: "clerk", Name: "Chuyên viên", Kind: entaccount.KindPerson},
	)
	for _, g := range []account.NewGrant{
		{Role: "MINISTRY"}, {Role: "CLUSTER_HEAD", Cluster: &number, SchoolYear: &year},
		{Role: "UNIT_EDITOR", Unit: &unit, SchoolYear: &year}, {Role: "SECRETARY", Conference: &conference},
	} {
		g.Account = "clerk"
		_, failed := account.GrantRole(ctx, s, g)
		err = errors.Join(err, failed)
	}
	_, failed := account.IssueToken(ctx, s, account.NewToken{Account: "clerk", Label: "Máy trạm"})
	decided, misread := vi.ParseDate("2024-09-30")
	ten := vi.DecimalOf(10_000_000, 0)
	return errors.Join(err, failed, misread, registry.PutOffice(ctx, s, registry.Office{
		Cluster: number, SchoolYear: year, Role: office.RoleDeputyHead, Unit: "ninh-binh",
	}), reports.FileReport(ctx, s, reports.Report{ // it states one part of a whole
		Unit: unit, SchoolYear: nextYear, Period: entreport.PeriodFinal, State: entreport.StatePublished,
		Title: "Báo cáo",
		Values: []reports.Value{
			{Indicator: "schools-at-national-standard", Value: &ten},
			{Indicator: "schools-at-national-standard-primary", Value: &ten},
		},
	}), awards.PutAward(ctx, s, awards.Award{
		Kind: "MINISTRY_EMULATION_FLAG", Unit: "nam-dinh", SchoolYear: year, Cluster: number, Nominated: true,
		State: entaward.StateDecided, DecisionNumber: "1/QĐ-BGDĐT", DecidedOn: decided,
		Cites: []registry.Cite{{Document: "s0", Place: "L7"}},
	}))
}

// holdConference conducts a conference by the mutations of the API, up to the middle of its agenda.
func (x selectionFixture) holdConference() {
	x.t.Helper()
	x.mutate(
		`planConference(input: {code: "hall", kind: FINAL_REVIEW, title: "Tổng kết", schoolYear: "2023-2024",
			cluster: 2,
		host: "nam-dinh", quorumPercent: 50, plannedStartAt: "2024-08-01T01:00:00Z",
		sites: [{code: "main", name: "Nam Định", kind: MAIN, province: "nam-dinh", unit: "nam-dinh"},
			{code: "branch", name: "Ninh Bình", kind: REMOTE, province: "ninh-binh", unit: "ninh-binh", parent:
			"main"}],
		agendaItems: [{kind: REPORT, title: "Báo cáo", unit: "nam-dinh", documents: ["s0"]}, {kind: DISCUSSION,
		title: "Thảo luận"}]}) { conference { id } }`,
	)
	x.mutate(
		`inviteDelegates(input: {conference: "hall", delegates: [{title: "Giám đốc", unit: "nam-dinh", site: "main"},
		{title: "Giám đốc", unit: "ninh-binh", site: "branch"}, {title: "Phó Giám đốc", unit: "ha-nam", site:
		"main"}]}) { attendances { id } }`,
	)
	x.mutate(`openConference(input: {conference: "hall"}) { conference { id } }`)
	x.mutate(`startConference(input: {conference: "hall"}) { conference { id } }`)
	x.mutate(`checkInSite(input: {conference: "hall", site: "main", delegatesPresent: 7}) { site { id } }`)
	x.mutate(`setFloorQuota(input: {conference: "hall", unitQuotaSeconds: 600, siteQuotaSeconds: 900}) { conference { id } }`)
	item := x.queryID(
		`{ conference(code: "hall") { agendaItems(first: 1) { edges { node { id } } } } }`, "conference",
		"agendaItems", "edges", 0, "node", "id",
	)
	x.mutate(fmt.Sprintf(`startAgendaItem(input: {agendaItem: %q}) { agendaItem { id } }`, item))
	for _, to := range []string{`site: "main"`, `screen: "lobby"`, `audience: PARTICIPANTS`} {
		x.mutate(
			fmt.Sprintf(
				`makeAnnouncement(input: {conference: "hall", text: "Mời đại biểu ổn định chỗ ngồi", %s}) { announcement { id } }`, to,
			),
		)
	}
	requests := map[string]string{}
	for unit, kind := range map[string]string{"nam-dinh": "PRESENTATION", "ninh-binh": "POINT_OF_ORDER",
		"ha-nam": "PRESENTATION", "hung-yen": "REMARK"} {
		requests[unit] = x.mutate(
			fmt.Sprintf(`requestFloor(input: {conference: "hall", unit: %q, kind: %s, site: "main",
			person: "nguyen-the-son", subject: "Biên chế giáo viên", agendaItem: %q}) { floorRequest { id } }`, unit, kind, item),
		)
	}
	x.mutate(fmt.Sprintf(`giveFloor(input: {floorRequest: %q}) { floorRequest { id } }`, requests["ha-nam"]))
	x.mutate(fmt.Sprintf(`yieldFloor(input: {floorRequest: %q}) { floorRequest { id } }`, requests["ha-nam"]))
	x.mutate(fmt.Sprintf(`giveFloor(input: {floorRequest: %q}) { floorRequest { id } }`, requests["nam-dinh"]))
	x.mutate(fmt.Sprintf(`giveFloor(input: {floorRequest: %q}) { floorRequest { id } }`, requests["ninh-binh"]))  // it interrupts
	x.mutate(fmt.Sprintf(`pauseFloor(input: {floorRequest: %q}) { floorRequest { id } }`, requests["ninh-binh"])) // and time stands still
	const content = "Bổ sung biên chế giáo viên mầm non cho các địa phương còn thiếu"
	proposals := make([]string, 3)
	for i := range proposals {
		proposals[i] = x.mutate(
			fmt.Sprintf(
				`submitProposal(input: {conference: "hall", content: %q, unit: "nam-dinh", topics: ["staffing"],
			addressee: "bo-gddt", dueOn: "2024-10-01", sponsors: ["ninh-binh"], floorRequest: %q}) { proposal { id } }`,
				fmt.Sprint(content, " ", i),
				requests["ha-nam"],
			),
		)
	}
	x.mutate(fmt.Sprintf(`mergeProposal(input: {proposal: %q, into: %q}) { proposal { id } }`, proposals[2], proposals[0]))
	x.mutate(fmt.Sprintf(`sendProposal(input: {proposal: %q}) { proposal { id } }`, proposals[0]))
	x.mutate(fmt.Sprintf(`acknowledgeProposal(input: {proposal: %q}) { proposal { id } }`, proposals[0]))
	x.mutate(
		fmt.Sprintf(
			`assignProposal(input: {proposal: %q, assignee: "vu-giao-duc-trung-hoc"}) { proposal { id } }`, proposals[0],
		),
	)
	directive := x.mutate(
		fmt.Sprintf(
			`giveDirective(input: {conference: "hall", content: "Rà soát biên chế", addresseeStated: "các Sở", issuer:
				"bo-gddt",
		floorRequest: %q, dueOn: "2024-12"}) { directive { id } }`,
			requests["ha-nam"],
		),
	)
	task := x.mutate(
		fmt.Sprintf(
			`setTask(input: {conference: "hall", content: "Rà soát", cluster: 2, directive: %q, units: ["nam-dinh",
				"ninh-binh"],
		dueOn: "2024-11"}) { task { id } }`,
			directive,
		),
	)
	x.mutate(
		fmt.Sprintf(
			`reportTask(input: {task: %q, unit: "nam-dinh", percent: 40, evidence: "https://example.vn/1"}) { taskAssignment { id } }`,
			task,
		),
	)
}

// mutate executes a mutation and gives the id of what it returns.
func (x selectionFixture) mutate(mutation string) string {
	x.t.Helper()
	response := x.run(viewer.NewContext(x.t.Context(), x.as), `mutation { m: `+mutation+` }`, nil)
	if len(response.Errors) > 0 {
		x.t.Fatalf("%s: %v", mutation, response.Errors)
	}
	var data map[string]any
	if err := json.Unmarshal(response.Data, &data); err != nil {
		x.t.Fatal(err)
	}
	id, _ := at(responseData(data).changed("m"), "id").(string)
	return id
}

// query executes a query that must succeed.
func (x selectionFixture) query(query string, variables map[string]any) map[string]any {
	x.t.Helper()
	response := x.run(viewer.NewContext(x.t.Context(), x.as), query, variables)
	if len(response.Errors) > 0 {
		x.t.Fatalf("%v\n%.2000s", response.Errors, query)
	}
	var data map[string]any
	if err := json.Unmarshal(response.Data, &data); err != nil {
		x.t.Fatal(err)
	}
	return data
}

func (x selectionFixture) queryID(query string, path ...any) string {
	x.t.Helper()
	return at(x.query(query, nil), path...).(string)
}

// rowIDs are the ids of all rows of a type.
func (x selectionFixture) rowIDs(kind gid.Kind) []string {
	x.t.Helper()
	ids, err := idsOf[kind](viewer.NewContext(x.t.Context(), viewer.Operator()), x.store.Reader())
	if err != nil {
		x.t.Fatal(err)
	}
	texts := make([]string, len(ids))
	for i, id := range ids {
		texts[i] = id.String()
	}
	return texts
}
