package graph_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/99designs/gqlgen/graphql"

	"thidua/graph"
	"thidua/internal/access"
	"thidua/internal/account"
	"thidua/internal/conference/conferencetest"
	"thidua/internal/fault"
	"thidua/internal/live"
	"thidua/internal/registry"
	"thidua/internal/report"
	"thidua/internal/store"
	"thidua/internal/storetest"
	"thidua/internal/viewer"
)

// eventNodesQuery selects the nodes of events by the interfaces that the types of events share.
const eventNodesQuery = `subscription($after: Position) { conferenceEvents(conference: "hall", after: $after) {
	position
	conference { id state floorRequests(first: 5) { nodes { id state } } }
	change { __typename
		... on FloorRequestChange { floorRequest { id state unit { code } } entry { requestId } }
		... on AgendaItemChange { agendaItem { id startedAt endedAt } }
		... on AgendaItemStarted { endedAgendaItem { id endedAt } }
		... on AnnouncementChange { announcement { id text } }
		... on SiteChange { site { id code link } }
		... on ProposalChange { proposal { id content state } entry { proposalId } }
		... on TaskChange { task { id content assignments { nodes { unit { code } } } } entry { taskId } }
		... on DirectiveGiven { directive { id content } entry { content } }
		... on AttendanceChanged { attendances { id presence } entries { attendanceId } } } } }`

// A client that follows the events receives the changed objects as nodes, with the state after the event, and
// the lists of the conference: what a query of the same fields returns.
func TestEventNodes_FloorAndAgenda(t *testing.T) {
	eachLiveAPI(t, func(t *testing.T, h liveAPI) {
		h.createUnits()
		items := nodeIDs(at(h.data(`{ conference(code: "hall") { agendaItems { edges { node { id } } } } }`, nil),
			"conference", "agendaItems"))
		client := h.dial("")
		client.subscribe("1", eventNodesQuery, nil)
		if first := at(client.nextData("1"), "conferenceEvents"); at(first, "conference") != nil {
			t.Errorf("%v has a conference", at(first, "change", "__typename"))
		}
		next := func(kind string) any {
			t.Helper()
			for {
				event := at(client.nextData("1"), "conferenceEvents")
				if got := at(event, "change", "__typename"); got == kind {
					return event
				} else if got != "Heartbeat" {
					t.Fatalf("received %v, want %s", got, kind)
				}
			}
		}
		h.asMinistry().data(fmt.Sprintf(`mutation { startAgendaItem(input: {agendaItem: %q}) { agendaItem { id } } }`,
			items[0]), nil)
		if node := at(next("AgendaItemStarted"), "change", "agendaItem"); at(node, "id") != items[0] ||
			at(node, "startedAt") == nil || at(node, "endedAt") != nil {
			t.Errorf("the item is %v", node)
		}
		h.asMinistry().data(fmt.Sprintf(`mutation { startAgendaItem(input: {agendaItem: %q}) { agendaItem { id } } }`,
			items[1]), nil)
		if ended := at(next("AgendaItemStarted"), "change", "endedAgendaItem"); at(ended, "id") != items[0] ||
			at(ended, "endedAt") == nil {
			t.Errorf("the item that ended is %v", ended)
		}
		id := h.asMinistry().requestFloor("hue", "REMARK", "")
		event := next("FloorRequested")
		node := at(event, "change", "floorRequest")
		if at(node, "id") != id || at(node, "state") != "WAITING" || at(node, "unit", "code") != "hue" ||
			at(event, "change", "entry", "requestId") != id {
			t.Errorf("the request is %v", event)
		}
		h.asMinistry().callFloorMutation("giveFloor", id)
		event = next("FloorGiven")
		want := h.data(`{ conference(code: "hall") { id state floorRequests(first: 5) { nodes { id state } } } }`, nil)
		if got := at(event, "conference"); fmt.Sprint(got) != fmt.Sprint(want["conference"]) {
			t.Errorf("the event shows the conference as %v, a query as %v", got, want)
		}
		h.announce("Chào mừng", "EVERYONE")
		if text := at(next("AnnouncementMade"), "change", "announcement", "text"); text != "Chào mừng" {
			t.Errorf("the announcement is %v", text)
		}
		h.asMinistry().data(`mutation { checkInSite(input: {conference: "hall", site: "hue", delegatesPresent: 31}) {
			site { id } } }`, nil)
		if code := at(next("SiteCheckedIn"), "change", "site", "code"); code != "hue" {
			t.Errorf("the site is %v", code)
		}
	})
}

// Events of the follow-up and of the roll contain their rows.
func TestEventNodes_FollowUp(t *testing.T) {
	eachLiveAPI(t, func(t *testing.T, h liveAPI) {
		h.createUnits()
		from := at(h.data(`{ conference(code: "hall") { position } }`, nil), "conference", "position")
		ministry := h.asMinistry()
		ministry.data(`mutation { inviteDelegates(input: {conference: "hall", delegates: [{unit: "hue",
			capacity: DELEGATE, title: "Giám đốc"}]}) { attendances { id } } }`, nil)
		ministry.data(`mutation { submitProposal(input: {conference: "hall", unit: "hue", kind: PROPOSAL,
			content: "Thêm giáo viên"}) { proposal { id } } }`, nil)
		ministry.data(`mutation { giveDirective(input: {conference: "hall", content: "Rà soát",
			addresseeStated: "các sở"}) { directive { id } } }`, nil)
		ministry.data(`mutation { setTask(input: {conference: "hall", content: "Báo cáo", units: ["hue", "nam-dinh"]}) {
			task { id } } }`, nil)
		client := h.dial("")
		client.subscribe("1", eventNodesQuery, map[string]any{"after": from})
		for _, want := range []string{
			"AttendanceChanged [map[id:ID presence:NOT_CALLED]]",
			"ProposalSubmitted map[content:Thêm giáo viên id:ID state:SUBMITTED]",
			"DirectiveGiven map[content:Rà soát id:ID]",
			"TaskSet map[assignments:map[nodes:[map[unit:map[code:hue]] map[unit:map[code:nam-dinh]]]] content:Báo cáo id:ID]",
		} {
			change := at(client.nextEvent("1"), "conferenceEvents", "change")
			got := fmt.Sprint(at(change, "__typename"), " ")
			for _, field := range []string{"attendances", "proposal", "directive", "task"} {
				node := at(change, field)
				id := at(node, "id")
				if list, ok := node.([]any); ok {
					id = at(list[0], "id")
				}
				if node != nil {
					got += strings.ReplaceAll(fmt.Sprint(node), fmt.Sprint(id), "ID")
				}
			}
			if got != want {
				t.Errorf("%s, want %s", got, want)
			}
		}
	})
}

// A report that was withdrawn is null for those who may not see it, and missing in their list.
func TestEventNodes_Hidden(t *testing.T) {
	eachLiveAPI(t, func(t *testing.T, h liveAPI) {
		operator := viewer.NewContext(t.Context(), viewer.Operator())
		const year = 2024
		filed := report.Report{Cluster: 2, SchoolYear: year, Period: "FINAL", Title: "Báo cáo cụm", State: "PUBLISHED"}
		if err := errors.Join(report.FileReport(operator, h.store, filed)); err != nil {
			t.Fatal(err)
		}
		id := registry.ReportKey{Cluster: 2, SchoolYear: year, Period: "FINAL"}.ID().String()
		const reports = `subscription($after: Position) { clusterEvents(cluster: 2, schoolYear: "2024-2025", after: $after) {
			position cluster { number reports { totalCount } }
			change { __typename ... on ReportChange { report { id state } } } } }`
		begin := at(h.data(`{ cluster(number: 2) { position(schoolYear: "2024-2025") } }`, nil), "cluster", "position")
		token, _ := h.signUp("bo", account.NewGrant{Role: "MINISTRY"})
		public, ministry := h.dial(""), h.dial(token.Secret)
		for _, s := range []socket{public, ministry} {
			s.subscribe("1", reports, map[string]any{"after": begin})
		}
		h.asMinistry().data(fmt.Sprintf(`mutation { withdrawReport(input: {report: %q, reason: "Sai số liệu"}) {
			report { id } } }`, id), nil)
		for name, c := range map[string]struct {
			socket socket
			want   string
		}{
			"public":   {public, "map[number:2 reports:map[totalCount:0]] <nil>"},
			"ministry": {ministry, "map[number:2 reports:map[totalCount:1]] map[id:" + id + " state:DRAFT]"},
		} {
			event := at(c.socket.readEvent("1", "clusterEvents", "ReportWithdrawn"), "clusterEvents")
			if got := fmt.Sprint(at(event, "cluster"), " ", at(event, "change", "report")); got != c.want {
				t.Errorf("%s: %s, want %s", name, got, c.want)
			}
		}
	})
}

// readEvent is the next event of a type.
func (s socket) readEvent(id, field, kind string) map[string]any {
	s.Helper()
	for {
		if data := s.nextData(id); at(data, field, "change", "__typename") == kind {
			return data
		}
	}
}

// Nodes of events that are rendered together are read once: a subscriber that catches up takes about as many
// statements for twenty events as for two, because batches grow.
func TestEventNodes_StatementsOfCatchUp(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		trace := &statementTrace{}
		h := newLiveAPI(t, s, graph.WithExtension(trace))
		h.createUnits()
		count := func(n int) []string {
			t.Helper()
			from := at(h.data(`{ conference(code: "hall") { position } }`, nil), "conference", "position")
			for i := range n {
				h.announce(fmt.Sprint("Thông báo ", i), "EVERYONE")
				h.asMinistry().data(fmt.Sprintf(`mutation { setTask(input: {conference: "hall", content: "Việc %d",
					units: ["hue"]}) { task { id } } }`, i), nil)
			}
			trace.take()
			client := h.dial("")
			client.subscribe("1", eventNodesQuery, map[string]any{"after": from})
			for range 2 * n {
				client.nextEvent("1")
			}
			return trace.take()
		}
		few, many := count(1), count(10)
		if len(few) == 0 || len(many) > 2*len(few) {
			t.Errorf("%d statements for 2 events, %d for 20:\n%s", len(few), len(many), strings.Join(many, "\n"))
		}
		conferencetest.CheckReplay(t, s, "hall")
	}, store.WithReadRules(access.InstallReadRules))
}

// statementTrace is a gqlgen extension that records the statements of responses.
type statementTrace struct {
	mu    sync.Mutex
	texts []string
}

func (*statementTrace) ExtensionName() string { return "StatementTrace" }

func (*statementTrace) Validate(graphql.ExecutableSchema) error { return nil }

func (s *statementTrace) InterceptResponse(
	ctx context.Context, next graphql.ResponseHandler,
) *graphql.Response {
	return next(store.WithStatementHook(ctx, func(text string) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.texts = append(s.texts, text)
	}))
}

// take returns the statements since the last call.
func (s *statementTrace) take() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	texts := s.texts
	s.texts = nil
	return texts
}

// The position of a node of the stream is that of its event: the client has not received the later ones.
func TestEventNodes_PositionOfEvent(t *testing.T) {
	eachLiveAPI(t, func(t *testing.T, h liveAPI) {
		from := at(h.data(`{ conference(code: "hall") { position } }`, nil), "conference", "position")
		for i := range 6 {
			h.announce(fmt.Sprint("Thông báo ", i), "EVERYONE")
		}
		client := h.dial("")
		client.subscribe("1", `subscription($after: Position) { conferenceEvents(conference: "hall", after: $after) {
			position conference { position } change { __typename } } }`, map[string]any{"after": from})
		for range 6 {
			event := at(client.nextEvent("1"), "conferenceEvents")
			if at(event, "position") != at(event, "conference", "position") {
				t.Errorf("the conference of the event at %v has the position %v", at(event, "position"),
					at(event, "conference", "position"))
			}
		}
	})
}

// failOnce is a gqlgen extension that lets responses of events exceed their deadline while nodes are read.
type failOnce struct{ left atomic.Int64 }

func (*failOnce) ExtensionName() string { return "FailOnce" }

func (*failOnce) Validate(graphql.ExecutableSchema) error { return nil }

func (f *failOnce) InterceptResponse(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	if live.EventBatchOf(ctx) == nil || f.left.Add(-1) < 0 {
		return next(ctx)
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	return next(store.WithStatementHook(ctx, func(string) { cancel(fault.Timeout.With()) }))
}

// A node that could not be read is read again: it is not shown as null, which would tell the client that it
// may not see it.
func TestEventNodes_FailedReadRetried(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		fails := &failOnce{}
		h := newLiveAPI(t, s, graph.WithExtension(fails))
		h.createUnits()
		client := h.dial("")
		client.subscribe("1", eventNodesQuery, nil)
		client.nextData("1")
		fails.left.Store(1)
		id := h.asMinistry().requestFloor("hue", "REMARK", "")
		if node := at(client.nextEvent("1"), "conferenceEvents", "change", "floorRequest"); at(node, "id") != id {
			t.Errorf("the request is %v", node)
		}
		if fails.left.Load() >= 0 {
			t.Error("no read has failed")
		}
	}, store.WithReadRules(access.InstallReadRules))
}

// A connection that is empty where a fragment is spread alone has its rows where other fields are merged.
func TestConnections_FragmentMergedElsewhere(t *testing.T) {
	eachLiveAPI(t, func(t *testing.T, h liveAPI) {
		h.createUnits()
		h.asMinistry().requestFloor("hue", "REMARK", "")
		got := h.data(`{ conferences(first: 1) { nodes {
			a: sites(first: 1) { nodes { conference { ...F } } }
			b: sites(first: 1) { nodes { conference { ...F floorRequests(first: 5) { nodes { state } totalCount } }
			} } } } }
			fragment F on Conference { floorRequests(first: 5) { __typename } }`, nil)
		requests := at(at(at(got, "conferences", "nodes").([]any)[0], "b", "nodes").([]any)[0], "conference",
			"floorRequests")
		if fmt.Sprint(at(requests, "totalCount")) != "1" || len(at(requests, "nodes").([]any)) != 1 {
			t.Errorf("the requests are %v", requests)
		}
	})
}
