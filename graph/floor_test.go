package graph_test

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"thidua/internal/account"
	"thidua/internal/registry"
	"thidua/internal/store"
	"thidua/internal/viewer"
)

// createUnits has three units in the cluster whose conference is held.
func (h liveAPI) createUnits() {
	h.t.Helper()
	operator := viewer.NewContext(h.t.Context(), viewer.Operator())
	units := []string{"bac-ninh", "hue", "nam-dinh"}
	for _, unit := range units {
		if err := registry.PutUnit(operator, h.store,
			registry.Unit{Code: unit, Kind: "PROVINCIAL_DEPARTMENT", Name: "Sở " + unit,
				ShortName: unit}); err != nil {
			h.t.Fatal(err)
		}
	}
	if err := registry.PutMembership(operator, h.store,
		registry.Membership{Cluster: 2, SchoolYear: nextYear, Units: units}); err != nil {
		h.t.Fatal(err)
	}
}

func (a api) requestFloor(unit, kind, more string) string {
	a.t.Helper()
	got := a.data(fmt.Sprintf(`mutation { requestFloor(input: {conference: "hall", unit: %q, kind: %s %s}) { floorRequest { `+
		`id state } } }`, unit, kind, more), nil).changed("requestFloor")
	if at(got, "state") != "WAITING" {
		a.t.Errorf("%v", got)
	}
	return at(got, "id").(string)
}

// callFloorMutation calls a mutation of the floor that takes the request alone, and gives the state after it.
func (a api) callFloorMutation(mutation, id string) string {
	a.t.Helper()
	return at(a.data(fmt.Sprintf(`mutation { %s(input: {floorRequest: %q}) { floorRequest { state elapsedSeconds speech { `+
		`speaker } } } }`, mutation, id), nil), mutation, "floorRequest", "state").(string)
}

const floorNow = `{ currentRequest { state speaker unit { code } allottedSeconds } interrupted { unit { code } }
	speakersQueue { place reason overQuota unitSpokenSeconds floorRequest { kind unit { code } place
	placeReason } } totals { name turnCount unit { code } } unitQuotaSeconds siteQuotaSeconds }`

// formatFloor is a floor in a line: who has it, who was interrupted, who waits and why.
func formatFloor(floor any) string {
	word := "-"
	if unit := at(floor, "currentRequest", "unit", "code"); unit != nil {
		word = fmt.Sprint(unit, " ", at(floor, "currentRequest", "state"))
	}
	for _, r := range at(floor, "interrupted").([]any) {
		word += fmt.Sprint(" (", at(r, "unit", "code"), ")")
	}
	for _, q := range at(floor, "speakersQueue").([]any) {
		word += fmt.Sprint("; ", at(q, "place"), " ", at(q, "floorRequest", "unit", "code"), " ", at(q, "reason"))
	}
	return word
}

// A screen watches the floor over a socket while delegates ask for it and the chair gives it: what it shows
// is what anybody reads, the order has its reasons, and the year's totals have the turns. Nobody speaks for a
// second, or the order would have other reasons: who writes is an hour ahead, by a clock that goes on with
// each look.
func TestFloorLive_RequestsAndTurns(t *testing.T) {
	began, looks := time.Now().Add(time.Hour), new(atomic.Int64)
	eachLiveAPI(t, func(t *testing.T, h liveAPI) {
		h.createUnits()
		chair := h.asMinistry()
		code := "hall"
		token, _ := h.signUp("screen", account.NewGrant{Role: "SCREEN", Conference: &code})
		screen := h.dial(token.Secret)
		screen.subscribe("f", `subscription { floorLive(conference: "hall") `+floorNow+` }`, nil)
		seen := func(want string) any {
			t.Helper()
			floor := screen.readUntil("f", "floorLive", matchesText(want, formatFloor))
			if read := formatFloor(at(h.data(`{ conference(code: "hall") `+
				`{ floor `+floorNow+` } }`, nil), "conference", "floor")); read != want {
				t.Errorf("anybody reads %s, and the screen shows %s", read, want)
			}
			return floor
		}
		seen("-")
		paper := h.asDelegate("bac-ninh").requestFloor(
			"bac-ninh", "PRESENTATION", `, speaker: "Nguyễn Thị A", subject: "Đổi mới", allottedSeconds: 300`,
		)
		second := h.asDelegate("bac-ninh").requestFloor("bac-ninh", "REMARK", "")
		remark := h.asDelegate("hue").requestFloor("hue", "REMARK", `, site: "hue"`)
		seen("-; 1 bac-ninh CAME_FIRST; 2 hue EARLIER_TURN; 3 bac-ninh LAST")
		h.asDelegate("hue").checkRefused(
			fmt.Sprintf(`mutation { withdrawFloorRequest(input: {floorRequest: %q}) { floorRequest { id } } }`, second), "FORBIDDEN",
		)
		h.asDelegate("hue").checkRefused(fmt.Sprintf(`mutation { giveFloor(input: {floorRequest: %q}) { floorRequest { id } } }`, remark), "FORBIDDEN")
		h.checkRefused(
			`mutation { requestFloor(input: {conference: "hall", kind: REMARK, unit: "hue"}) { floorRequest { id } } }`, "UNAUTHENTICATED",
		)

		chair.callFloorMutation("giveFloor", paper)
		seen("bac-ninh SPEAKING; 1 hue EARLIER_TURN; 2 bac-ninh LAST")
		order := h.asDelegate("nam-dinh").requestFloor("nam-dinh", "POINT_OF_ORDER", "")
		seen("bac-ninh SPEAKING; 1 nam-dinh POINT_OF_ORDER; 2 hue EARLIER_TURN; 3 bac-ninh LAST")
		chair.checkRefused(fmt.Sprintf(`mutation { giveFloor(input: {floorRequest: %q}) { floorRequest { id } } }`, remark), "FLOOR_TAKEN")
		chair.callFloorMutation("giveFloor", order)
		seen("nam-dinh SPEAKING (bac-ninh); 1 hue EARLIER_TURN; 2 bac-ninh LAST")
		h.asDelegate("nam-dinh").callFloorMutation("yieldFloor", order)
		seen("bac-ninh PAUSED; 1 hue EARLIER_TURN; 2 bac-ninh LAST")
		chair.data(
			fmt.Sprintf(`mutation { resumeFloor(input: {floorRequest: %q}) { floorRequest { state } } allotFloorTime(input: {floorRequest: %q, allottedSeconds: 400}) { floorRequest {
				allottedSeconds } } }`, paper, paper),
			nil,
		)
		chair.data(
			fmt.Sprintf(`mutation { placeFloorRequest(input: {floorRequest: %q, place: 1, reason: "Phải ra sân bay"}) { floorRequest {
				place placeReason } } setFloorQuota(input: {conference: "hall", unitQuotaSeconds: 600}) { conference {
				unitQuotaSeconds } } }`, second),
			nil,
		)
		floor := seen("bac-ninh SPEAKING; 1 bac-ninh PLACED; 2 hue LAST")
		if at(floor, "unitQuotaSeconds") == nil { // it shows one of both changes
			floor = screen.readUntil(
				"f", "floorLive", func(floor any) bool { return at(floor, "unitQuotaSeconds") != nil },
			)
		}
		if at(floor, "speakersQueue", 0, "floorRequest", "placeReason") != "Phải ra sân bay" ||
			asInt(t, at(floor, "unitQuotaSeconds")) != 600 ||
			at(floor, "siteQuotaSeconds") != nil {
			t.Errorf("%v", floor)
		}
		chair.callFloorMutation("yieldFloor", paper)
		h.asDelegate("bac-ninh").callFloorMutation("withdrawFloorRequest", second)
		seen("-; 1 hue LAST")
		chair.callFloorMutation("giveFloor", remark)
		h.callTransitions("pauseConference")
		floor = seen("hue PAUSED")
		if totals := at(floor, "totals").([]any); len(totals) != 3 {
			t.Errorf("%v", totals)
		}
		h.callTransitions("closeConference")
		seen("-")
		year := h.data(`{
			all: speakingTotals(schoolYear: "2024-2025") {
				conferenceCount timedConferenceCount totals { turnCount unit { code } } }
			two: speakingTotals(schoolYear: "2024-2025", cluster: 2, by: SPEAKER) {
				totals { name turnCount unit { code } } }
			sites: speakingTotals(schoolYear: "2024-2025", by: SITE) { totals { name site { code } } }
			last: speakingTotals(schoolYear: "2023-2024") { conferenceCount totals { name } }
			conference(code: "hall") { speeches { edges { node {
				kind speaker summary floorRequests { edges { node { state elapsedSeconds } } } } } } } }`, nil)
		if all := at(year, "all", "totals").([]any); asInt(t, at(year, "all", "conferenceCount")) != 1 ||
			asInt(t, at(year, "all", "timedConferenceCount")) != 1 ||
			len(all) != 3 ||
			asInt(t, at(all, 0, "turnCount")) != 1 {
			t.Errorf("by unit %v", all)
		}
		const totals = "[map[name:Nguyễn Thị A turnCount:1 unit:map[code:bac-ninh]]] " +
			"[map[name:Huế site:map[code:hue]]] map[conferenceCount:0 totals:[]]"
		got := fmt.Sprint(at(year, "two", "totals"), at(year, "sites", "totals"), at(year, "last"))
		if got != totals {
			t.Errorf("by speaker, by site, and of another year %s", got)
		}
		var spoke []string
		for _, e := range at(year, "conference", "speeches", "edges").([]any) {
			spoke = append(
				spoke,
				fmt.Sprint(
					at(e, "node", "kind"), " ", at(e, "node", "speaker"), " ",
					at(e, "node", "floorRequests", "edges", 0, "node", "state"),
				),
			)
		}
		const record = "PRESENTATION Nguyễn Thị A YIELDED, " +
			"POINT_OF_ORDER Đại biểu Sở nam-dinh YIELDED, REMARK Đại biểu Sở hue YIELDED"
		if got := strings.Join(spoke, ", "); got != record {
			t.Errorf("the record has %s", got)
		}
		h.checkRefused(`{ speakingTotals(schoolYear: "2024-2025", cluster: 99) { conferenceCount } }`, "NOT_FOUND")
	}, store.WithClock(func() time.Time { return began.Add(time.Duration(looks.Add(1)) * time.Microsecond) }))
}

// TestFloor_TurnsReadOnce checks that the queue and all totals of a floor share the same turns, which are
// read once.
func TestFloor_TurnsReadOnce(t *testing.T) {
	eachLiveAPI(t, func(t *testing.T, h liveAPI) {
		counter := h.countStatements(`{ conference(code: "hall") { floor { speakersQueue { place } totals { name }
			sites: totals(by: SITE) { name } speakers: totals(by: SPEAKER) { name } } } }`, "")
		reads := 0
		for _, text := range counter.Statements() {
			if strings.Contains(text, "floor_requests") {
				reads++
			}
		}
		if reads != 2 { // who waits, and the turns
			t.Errorf("%d statements read requests:\n%s", reads, counter)
		}
	})
}
