package graph_test

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"thidua/ent/unit"
	"thidua/internal/account"
	"thidua/internal/conference"
	"thidua/internal/registry"
	"thidua/internal/store"
	"thidua/internal/viewer"
)

// TestRollCall_TwoSites calls a roll at two sites, by the secretary, a screen and a delegate with the code of
// the hall, while a site loses its connection and recovers.
func TestRollCall_TwoSites(t *testing.T) {
	eachLiveAPI(t, func(t *testing.T, h liveAPI) {
		operator := viewer.NewContext(t.Context(), viewer.Operator())
		for _, code := range []string{"ha-noi", "hue"} {
			if err := registry.PutUnit(operator, h.store,
				registry.Unit{Code: code, Kind: unit.KindProvincialDepartment, Name: "Sở " + code,
					ShortName: code}); err != nil {
				t.Fatal(err)
			}
		}
		h.asMinistry().data(`mutation { planConference(input: {code: "roll", kind: INTERIM_REVIEW, title: "Sơ kết",
			schoolYear: "2024-2025", cluster: 2, quorumPercent: 50, sites: [{code: "main", name: "Hà Nội", kind: MAIN,
			unit: "ha-noi"}, {code: "hue", name: "Huế", kind: REMOTE, unit: "hue", parent: "main"}]}) { conference { id } } }`, nil)
		invited := h.asMinistry().data(`mutation { inviteDelegates(input: {conference: "roll", delegates: [
			{title: "Giám đốc", unit: "hue", site: "hue"}, {title: "Phó Giám đốc", unit: "hue", site: "hue"}, {title:
			"Giám đốc", unit: "ha-noi", site: "main"},
			{title: "Chánh văn phòng", unit: "ha-noi", site: "main"}, {capacity: GUEST, title: "Khách", site: "main"}]})
			{ attendances { id ordinal unit { code } site { code } } } openConference(input: {conference: "roll"}) { conference { id } } }`, nil).changed("inviteDelegates")
		first := at(invited, 0, "id").(string)
		if asInt(t, at(invited, 4, "ordinal")) != 5 || at(invited, 1, "site", "code") != "hue" {
			t.Errorf("invited %v", invited)
		}
		roll, hue := "roll", "hue"
		screen, _ := h.signUp("screen", account.NewGrant{Role: "SCREEN", Conference: &roll, Unit: &hue})
		delegate, _ := h.signUp("delegate", account.NewGrant{Role: "DELEGATE", Conference: &roll, Unit: &hue})
		does := func(token account.Issued, call string) map[string]any {
			t.Helper()
			got := h.ask("mutation { "+call+" }", nil, "Authorization", "Bearer "+token.Secret)
			if len(got.Errors) > 0 {
				t.Fatalf("%s: %+v", call, got.Errors)
			}
			return got.Data
		}
		refused := func(token account.Issued, call, code string) {
			t.Helper()
			got := h.ask("mutation { "+call+" }", nil, "Authorization", "Bearer "+token.Secret)
			if len(got.Errors) != 1 || got.Errors[0].Extensions.Code != code {
				t.Errorf("%s: %+v, want %s", call, got, code)
			}
		}
		live, events := h.dial(""), h.dial("")
		live.subscribe("v", `subscription { attendanceSummaryLive(conference: "roll") { counts { invited present inHall
			online notCalled } quorum { percent needed present met } sites { site { code link parent { code } }
			counts { invited present } } } }`, nil)
		events.subscribe("1", `subscription { conferenceEvents(conference: "roll") { change { __typename
			... on SiteLinkChanged { state: link } ... on AttendanceChanged { entries { attendanceId presence
			siteCode unitCode arrivedAt } } } } }`, nil)
		if got := formatEvent(events.nextData("1")); got != "Heartbeat" { // from here on it follows
			t.Errorf("first came %s", got)
		}
		before := at(live.nextData("v"), "attendanceSummaryLive")
		if asInt(t, at(before, "counts", "invited")) != 5 || asInt(t, at(before, "quorum", "needed")) != 2 ||
			at(before, "quorum", "met") != false ||
			at(before, "sites", 1, "site", "link") != "SILENT" ||
			at(before, "sites", 1, "site", "parent", "code") != "main" {
			t.Errorf("before: %v", before)
		}

		does(screen, `heartbeatSite(input: {conference: "roll", site: "hue"}) { site { link } }`)
		refused(screen, `heartbeatSite(input: {conference: "roll", site: "main"}) { site { link } }`, "FORBIDDEN")
		code := at(does(screen, `issueCheckInCode(input: {conference: "roll", site: "hue"}) `+
			`{ checkInCode }`), "issueCheckInCode", "checkInCode").(string)
		self := fmt.Sprintf(
			`checkInSelf(input: {conference: "roll", checkInCode: %q, attendance: %q}) { attendance { presence arrivedAt } }`, code, first,
		)
		refused(screen, self, "FORBIDDEN")
		does(delegate, self)
		does(delegate, self)
		refused(delegate, `checkInDelegates(input: {conference: "roll", site: "hue"}) { attendances { id } }`, "FORBIDDEN")
		if rest := at(does(screen, `checkInDelegates(input: {conference: "roll", site: "hue", presence: `+
			`ONLINE}) { attendances { title presence } }`), "checkInDelegates", "attendances"); at(
			rest, 0, "title",
		) != "Phó Giám đốc" ||
			at(rest, 1) != nil {
			t.Errorf("the rest of the site: %v", rest)
		}
		for _, want := range []string{"SiteLinkChanged CONNECTED", "AttendanceChanged", "AttendanceChanged"} {
			if got := formatEvent(events.nextEvent("1")); got != want {
				t.Errorf("told %s, want %s", got, want)
			}
		}
		live.readUntil("v", "attendanceSummaryLive", func(now any) bool {
			return at(now, "quorum", "met") == true && asInt(t, at(now, "counts", "inHall")) == 1 &&
				asInt(t, at(now, "counts", "online")) == 1 &&
				asInt(t, at(now, "sites", 1, "counts", "present")) == 2 &&
				asInt(t, at(now, "sites", 0, "counts", "present")) == 0 &&
				at(now, "sites", 1, "site", "link") == "CONNECTED"
		})

		h.inTx(func(ctx context.Context, tx *store.Tx) error { // its screen was switched off a while ago
			return tx.Site.UpdateOneID(conference.SiteID("roll", "hue")).
				SetHeardAt(time.Now().Add(-time.Minute).UTC().Truncate(time.Microsecond)).Exec(ctx)
		})
		if n, err := conference.PublishStaleLinks(operator, h.store); err != nil || n != 1 {
			t.Errorf("%d sites fell silent, %v", n, err)
		}
		live.readUntil(
			"v", "attendanceSummaryLive", func(now any) bool { return at(now, "sites", 1, "site", "link") == "LOST" },
		)
		does(screen, `heartbeatSite(input: {conference: "roll", site: "hue"}) { site { link } }`)
		live.readUntil(
			"v", "attendanceSummaryLive", func(now any) bool { return at(now, "sites", 1, "site", "link") == "CONNECTED" },
		)
		for _, want := range []string{"SiteLinkChanged LOST", "SiteLinkChanged CONNECTED"} {
			if got := formatEvent(events.nextEvent("1")); got != want {
				t.Errorf("told %s, want %s", got, want)
			}
		}
		same := h.data(`{ conference(code: "roll") { attendanceSummary { counts { present } } quorumPercent } }`, nil)
		if asInt(t, at(same, "conference", "attendanceSummary", "counts", "present")) != 2 {
			t.Errorf("the query says %v", same)
		}
		if none := h.data(`{ conference(code: "hall") { attendanceSummary { quorum { met } sites { counts { invited } `+
			`} } } }`, nil); at(
			none, "conference", "attendanceSummary", "quorum",
		) != nil {
			t.Errorf("without a quorum: %v", none)
		}
	})
}

// TestInviteDelegates_AtLimit checks that the maximum number of delegates in one call passes the query
// limits, and that one more is rejected.
func TestInviteDelegates_AtLimit(t *testing.T) {
	eachLiveAPI(t, func(t *testing.T, h liveAPI) {
		if err := registry.PutUnit(viewer.NewContext(t.Context(), viewer.Operator()), h.store,
			registry.Unit{Code: "hue", Kind: "PROVINCIAL_DEPARTMENT", Name: "Sở hue", ShortName: "hue"}); err != nil {
			t.Fatal(err)
		}
		ministry := h.asMinistry()
		invites := func(n int) map[string]any {
			all := make([]map[string]any, n)
			for i := range all {
				all[i] = map[string]any{"capacity": "GUEST", "title": "Khách", "unit": "hue", "person": nil, "site": "hue"}
			}
			return map[string]any{"in": map[string]any{"conference": "hall", "delegates": all}}
		}
		const invite = `mutation($in: InviteDelegatesInput!) { inviteDelegates(input: $in) { attendances { id } } }`
		var ids []any
		for range 2 {
			for _, d := range ministry.data(invite, invites(150)).changed("inviteDelegates").([]any) {
				ids = append(ids, at(d, "id"))
			}
		}
		refused := func(query string, variables map[string]any, list string, most, value int) {
			t.Helper()
			got := ministry.send(query, variables)
			want := map[string]any{"list": list, "max": float64(most), "value": float64(value)}
			if got.code() != "TOO_MANY_AT_ONCE" || !reflect.DeepEqual(got.Errors[0].Extensions.Params, want) ||
				!strings.Contains(got.Errors[0].Message, fmt.Sprint(most)) {
				t.Errorf("%+v", got)
			}
		}
		refused(invite, invites(151), "delegates", 150, 151)
		const call = `mutation($who: [ID!]) { checkInDelegates(input: {conference: "hall", site: "hue", ` +
			`attendances: $who}) { attendances { presence } } }`
		if called := ministry.data(call, map[string]any{"who": ids[:200]}).changed("checkInDelegates").([]any); len(
			called,
		) != 200 {
			t.Errorf("%d are called", len(called))
		}
		if got := ministry.send(call, map[string]any{"who": ids[:201]}); got.code() != "OPERATION_TOO_COMPLEX" {
			t.Errorf("%+v", got)
		}
	})
}
