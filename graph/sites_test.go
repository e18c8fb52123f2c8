package graph_test

import (
	"fmt"
	"strings"
	"testing"

	"thidua/internal/journal"
	"thidua/internal/registry"
)

const arrangeSitesMutation = `mutation($sites: [SiteInput!]!) { arrangeSites(input: {conference: ` +
	`"hall", sites: $sites}) { conference { sites { edges { node { ordinal code name link parent { code } } } } } } }`

// siteTree is a list of sites as an input: each a code, a name and the code of the site above it.
func siteTree(sites ...[3]string) map[string]any {
	all := make([]map[string]any, len(sites))
	for i, s := range sites {
		all[i] = map[string]any{"code": s[0], "name": s[1], "kind": "REMOTE"}
		if i == 0 {
			all[i]["kind"] = "MAIN"
		}
		if s[2] != "" {
			all[i]["parent"] = s[2]
		}
	}
	return map[string]any{"sites": all}
}

// TestArrangeSites_DuringConference checks that replaced sites appear on a hall display, that connected sites
// stay connected, that the event is complete, and that a site with floor requests cannot be removed.
func TestArrangeSites_DuringConference(t *testing.T) {
	eachLiveAPI(t, func(t *testing.T, h liveAPI) {
		ministry := h.asMinistry()
		wall, events := h.dial(""), h.dial("")
		wall.subscribe("w", `subscription { attendanceSummaryLive(conference: "hall") { sites { site { code name link
			parent { code } } counts { present } } } }`, nil)
		events.subscribe("e", `subscription { conferenceEvents(conference: "hall") { change { __typename
			... on SitesArranged { sites { siteId ordinal code name kind provinceCode unitCode parentId } } } }
			}`, nil)
		if got := formatEvent(events.nextData("e")); got != "Heartbeat" { // from here on it follows
			t.Errorf("first came %s", got)
		}
		first := at(wall.nextData("w"), "attendanceSummaryLive")
		if len(at(first, "sites").([]any)) != 2 || at(first, "sites", 1, "site", "link") != "SILENT" {
			t.Errorf("at first %v", first)
		}
		ministry.data(`mutation { heartbeatSite(input: {conference: "hall", site: "hue"}) { site { id } } }`, nil)
		wall.readUntil(
			"w", "attendanceSummaryLive", func(now any) bool { return at(now, "sites", 1, "site", "link") == "CONNECTED" },
		)

		late := siteTree(
			[3]string{"main", "Hà Nội", ""}, [3]string{"hue", "Thừa Thiên Huế", "main"},
			[3]string{"a-luoi", "A Lưới", "hue"},
		)
		h.checkSitesRefused(late, "UNAUTHENTICATED", nil)
		for range 2 { // the second time nothing is published
			sites := at(ministry.data(arrangeSitesMutation, late), "arrangeSites", "conference", "sites", "edges")
			if len(sites.([]any)) != 3 || at(sites, 1, "node", "name") != "Thừa Thiên Huế" ||
				at(sites, 1, "node", "link") != "CONNECTED" ||
				at(sites, 2, "node", "parent", "code") != "hue" {
				t.Errorf("arranged %v", sites)
			}
		}
		wall.readUntil("w", "attendanceSummaryLive", func(now any) bool {
			return len(at(now, "sites").([]any)) == 3 && at(now, "sites", 1, "site", "name") == "Thừa Thiên Huế" &&
				at(now, "sites", 1, "site", "link") == "CONNECTED" &&
				at(now, "sites", 2, "site", "name") == "A Lưới" &&
				at(now, "sites", 2, "site", "parent", "code") == "hue"
		})
		if got := formatEvent(events.nextEvent("e")); got != "SiteLinkChanged" {
			t.Errorf("told %s", got)
		}
		change := at(events.nextEvent("e"), "conferenceEvents", "change")
		if at(change, "__typename") != "SitesArranged" || at(change, "sites", 2, "code") != "a-luoi" ||
			at(change, "sites", 2, "parentId") != at(change, "sites", 1, "siteId") ||
			at(change, "sites", 0, "kind") != "MAIN" ||
			asInt(t, at(change, "sites", 2, "ordinal")) != 3 {
			t.Errorf("told %v", change)
		}

		ministry.data(
			`mutation { requestFloor(input: {conference: "hall", site: "a-luoi", kind: REMARK}) { floorRequest { id } } }`, nil,
		)
		without := siteTree([3]string{"main", "Hà Nội", ""}, [3]string{"hue", "Huế", "main"})
		liveAPI{
			ministry,
			h.hub,
		}.checkSitesRefused(without, "SITE_IN_USE", map[string]any{"site": "a-luoi", "by": "FLOOR_REQUESTS"})
		liveAPI{ministry, h.hub}.checkSitesRefused(
			siteTree([3]string{"main", "Hà Nội", ""}, [3]string{"hue", "Huế", "a-luoi"}), "BAD_INPUT",
			map[string]any{"reason": "sites[1].parent: OUT_OF_ORDER"},
		)
		h.callTransitions("closeConference")
		liveAPI{ministry, h.hub}.checkSitesRefused(late, "WRONG_STATE", nil)
		h.checkEvents(
			journal.ConferenceStream(registry.ConferenceID("hall")),
			"ConferencePlanned ConferenceStateChanged ConferenceStateChanged SiteLinkChanged SitesArranged "+
				"FloorRequested FloorRequestWithdrawn SiteLinkChanged ConferenceStateChanged ",
		)
	})
}

func (h liveAPI) checkSitesRefused(sites map[string]any, code string, params map[string]any) {
	h.t.Helper()
	got := h.ask(arrangeSitesMutation, sites)
	if len(got.Errors) != 1 || got.Errors[0].Extensions.Code != code ||
		params != nil && fmt.Sprint(got.Errors[0].Extensions.Params) != fmt.Sprint(params) {
		h.t.Errorf("%+v, want %s %v", got, code, params)
	}
}

// TestArrangeSites_Idempotent checks that a repeated request with the same key replaces the sites once and
// returns the first response.
func TestArrangeSites_Idempotent(t *testing.T) {
	eachLiveAPI(t, func(t *testing.T, h liveAPI) {
		chair := serve(t, h.store, clerk("chair"))
		late := siteTree(
			[3]string{"main", "Hà Nội", ""}, [3]string{"hue", "Huế", ""}, [3]string{"a-luoi", "A Lưới", "hue"},
		)
		first := chair.send(arrangeSitesMutation, late, "Idempotency-Key", "sites-1")
		if first.code() != "" || !strings.Contains(string(first.Data), "a-luoi") {
			t.Fatalf("%+v", first)
		}
		chair.data(arrangeSitesMutation, siteTree([3]string{"main", "Hà Nội", ""}))
		again := chair.send(arrangeSitesMutation, late, "Idempotency-Key", "sites-1")
		if string(again.Data) != string(first.Data) || again.replay == "" {
			t.Errorf("%+v, want %+v", again, first)
		}
		if got := chair.send(arrangeSitesMutation, siteTree(), "Idempotency-Key",
			"sites-1"); got.code() != "IDEMPOTENCY_KEY_REUSED" {
			t.Errorf("%+v", got)
		}
		if now := chair.data(`{ conference(code: "hall") { sites { totalCount } } }`, nil); asInt(
			t, at(now, "conference", "sites", "totalCount"),
		) != 1 {
			t.Errorf("now there are %v", now)
		}
	})
}

// TestArrangeSites_StatementCount checks that the number of statements is independent of the number of sites.
func TestArrangeSites_StatementCount(t *testing.T) {
	eachLiveAPI(t, func(t *testing.T, h liveAPI) {
		var counts []int
		for _, n := range []int{3, 90} {
			sites := make([]string, n)
			for i := range sites {
				sites[i] = fmt.Sprintf(
					`{"code": "s%d", "name": "Điểm cầu", "kind": "REMOTE", "parent": %q}`, i, fmt.Sprint("s", i-1),
				)
			}
			sites[0] = `{"code": "s0", "name": "Điểm cầu", "kind": "MAIN"}`
			h.asMinistry().data(
				arrangeSitesMutation, siteTree([3]string{"main", "Hà Nội", ""}),
			) // so that all of them come
			counts = append(
				counts,
				h.asMinistry().countStatements(arrangeSitesMutation, `{"sites": [`+strings.Join(sites, ",")+`]}`).Count(),
			)
		}
		t.Logf("%d statements", counts[0])
		if counts[1] > counts[0] {
			t.Errorf("%d statements grew to %d", counts[0], counts[1])
		}
	})
}
