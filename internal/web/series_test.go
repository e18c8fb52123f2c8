package web_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"thidua/internal/web"
	"thidua/internal/web/browsertest"
)

// A page of a series waits for its first conference, shows the newest one, and switches when another begins.
// The pages wait together, because each asks for the list every five seconds.
func TestPages_FollowNewestOfSeries(t *testing.T) {
	type seriesPage struct {
		*browsertest.Browser
		path  string
		api   *fakeAPI
		stage *fakeDemo
	}
	var pages []seriesPage
	for _, path := range []string{"/screen/live-final", "/control/live-final", "/site/live-final/site-2"} {
		h, stage, base := serveFakeDemo(t)
		b := browsertest.New(t)
		b.SetView(1920, 1080, false)
		b.Open(base + path)
		pages = append(pages, seriesPage{b, path, h, stage})
	}
	for _, p := range pages {
		p.Wait(`document.querySelector("main.placeholder[aria-busy]")`)
		p.stage.setNewest("live-final")
	}
	for _, p := range pages {
		p.Wait(`document.querySelector(".link.live")`)
		p.Wait(`(document.querySelector(".top").dataset.before = "the page is not loaded again")`)
		p.stage.setNewest("live-final-2", "live-final")
	}
	for _, p := range pages {
		for late := time.Now().Add(30 * time.Second); p.api.conferences() != "live-final live-final-2"; {
			if time.Sleep(50 * time.Millisecond); time.Now().After(late) {
				t.Fatalf("%s showed the conferences %q, and does not move on", p.path, p.api.conferences())
			}
		}
		p.Wait(`document.querySelector(".link.live") && document.querySelector(".top[data-before]")`)
		// Links to other pages keep the name of the series.
		p.Click(`[aria-controls=pages]`)
		p.Wait(`[...document.querySelectorAll("#pages a")].every((it) => it.pathname.endsWith("/live-final"))`)
		p.RequireClean()
	}
}

// A conference without a series is shown immediately, and the list is not requested again.
func TestPages_SingleRequestWithoutSeries(t *testing.T) {
	h, stage, base := serveFakeDemo(t)
	stage.setNewest("live-final-3", "live-final", "live-final-2")
	b := browsertest.New(t)
	b.Open(base + "/screen/national")
	b.Wait(`document.querySelector(".link.live")`)
	time.Sleep(6 * time.Second) // longer than the polling interval of pages
	if n := browsertest.Eval[int](b,
		`performance.getEntriesByType("resource").filter((it) => `+
			`it.name.endsWith("/static/plays.json")).length`); n != 1 {
		t.Errorf("the plays were asked for %d times", n)
	}
	if got := h.conferences(); got != "national" {
		t.Errorf("the conferences %q were shown", got)
	}
}

// The front page shows the conferences of the record, however many conferences were played, and only the
// newest of these.
func TestFrontPage_RecordBeforeSeries(t *testing.T) {
	h, stage, base := serveFakeDemo(t)
	var edges []any
	var earlier []string
	add := func(code, title string) {
		edges = append(edges, map[string]any{"node": map[string]any{"code": code, "title": title, "state": "CLOSED",
			"schoolYear": "2023-2024", "heldOn": nil}})
	}
	for n := range 120 {
		code := fmt.Sprintf("live-final-%d", n+2)
		add(code, "Diễn lại lần "+fmt.Sprint(n+2))
		earlier = append(earlier, code)
	}
	add("c2-2023-2024-final", "Hội nghị tổng kết của Cụm thi đua số 2")
	stage.setNewest(earlier[119], earlier[:119]...)
	page := func(from, to int) map[string]any {
		return map[string]any{"edges": edges[from:to], "pageInfo": map[string]any{"hasNextPage": to < len(edges),
			"endCursor": fmt.Sprint(to)}}
	}
	h.answer("FrontPage", map[string]any{"clusters": map[string]any{"edges": []any{}},
		"ranks": map[string]any{"edges": []any{}}, "shares": map[string]any{"edges": []any{}}})
	h.answer("ConferenceList", map[string]any{"conferences": page(0, 100)})
	h.answer("ConferenceList 100", map[string]any{"conferences": page(100, 121)})
	b := browsertest.New(t)
	b.SetView(390, 844, false)
	b.Open(base + "/")
	b.Wait(`document.querySelectorAll("#hall .cards li").length === 2`)
	b.Wait(
		`document.querySelector("#hall .cards li:first-child strong").textContent.includes("Cụm thi đua số 2")`,
	)
	b.Wait(`document.querySelector("#hall .cards li:last-child a").pathname === "/screen/live-final"`)
	b.RequireClean()
}

// The list is current at each request, not cached, and empty if nothing is played.
func TestSeries_Listed(t *testing.T) {
	list := func(h http.Handler) string {
		response := request(t, h, http.MethodGet, "/static/plays.json")
		if cache := response.Header.Get("Cache-Control"); cache != "no-store" {
			t.Errorf("it is stored: %s", cache)
		}
		return readBody(t, response)
	}
	s := &fakeDemo{plays: []web.Series{{Name: "live-final", Earlier: []string{}}}}
	pages := web.Handler(web.Config{Series: s.list})
	if got := list(pages); got != `[{"series":"live-final","code":"","earlier":[]}]` {
		t.Errorf("before the first play the list is %s", got)
	}
	s.setNewest("live-final-2", "live-final")
	if got := list(pages); got != `[{"series":"live-final","code":"live-final-2","earlier":["live-final"]}]` {
		t.Errorf("at the second play the list is %s", got)
	}
	if got := list(web.Handler(web.Config{})); got != "[]" {
		t.Errorf("where nothing is played the list is %s", got)
	}
}
