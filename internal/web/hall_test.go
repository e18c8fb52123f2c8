package web_test

import (
	"fmt"
	"strings"
	"testing"

	"thidua/internal/fault"
	"thidua/internal/web/browsertest"
)

// The screen shows the current speaker, the queue, the agenda item and its time, sites and links, attendance
// and proposals.
func TestScreen_ShowsConference(t *testing.T) {
	_, base := serveFakeAPI(t)
	b := browsertest.New(t)
	b.SetView(1920, 1080, false)
	b.Open(base + "/screen/national")
	b.Wait(`document.querySelector(".link.live") && document.querySelector(".attendance")`)
	for css, text := range map[string]string{
		".heading h1":               "Hội nghị trực tuyến toàn quốc",
		".state":                    "Đang họp",
		".speaking .title":          "Đại biểu Quảng Ninh",
		".queue":                    "Ý kiến về trình tự",
		".queue li:nth-child(3)":    "Đơn vị phát biểu ít hơn",
		".queue li:nth-child(2)":    "Do chủ tọa xếp: Đại biểu phải ra sân bay",
		".current":                  "Tham luận, thảo luận",
		".attendance":               "Đủ tỷ lệ",
		".sites":                    "63/63 điểm cầu",
		".tile.LOST":                "Mất kết nối",
		".link-problem.LAGGING":     "Chập chờn (3): Tuyên Quang",
		".notices":                  "Mời các điểm cầu tắt micro",
		".proposals":                "biên chế giáo viên",
		".proposals .state.SENT":    "Đã gửi",
		".countdown.normal .digits": ":",
	} {
		b.Wait(fmt.Sprintf(`document.querySelector(%q)?.textContent.includes(%q)`, css, text))
	}
	shootHall(b, "screen")
	b.Click(".tools button")
	b.Wait(`document.querySelector(".state")?.textContent === "In session" && location.search === "?lang=en"`)
	b.SetView(1920, 1080, true)
	b.Screenshot("screen-1920-english-dark")
	b.RequireClean()
}

// If the queue is empty, the tasks are shown; a board without data is omitted.
func TestScreen_NoFloor(t *testing.T) {
	_, base := serveFakeAPI(t, `"FloorBoard"`, `"NoBoard"`)
	b := browsertest.New(t)
	b.SetView(1920, 1080, false)
	b.Open(base + "/screen/national")
	b.Wait(`document.querySelector(".tasks")?.textContent.includes("1/3 hoàn thành")`)
	b.Wait(
		`document.querySelector(".link.live") && !document.querySelector(".speaking") && ` +
			`!document.querySelector(".queue")`,
	)
	b.Screenshot("screen-1920-without-a-floor")
	b.Wait(
		`document.querySelector(".notices").insertAdjacentHTML("afterend", '<section class="card queue"><h2>Chờ ` +
			`phát biểu</h2><p>Không có ai</p></section>') ?? true`,
	)
	b.Wait(
		`document.querySelector(".tasks ol").append(...[1, 2, 3, 4].map(() => document.querySelector(".tasks ` +
			`li").cloneNode(true))) ?? true`,
	)
	b.Wait(
		`document.querySelectorAll(".side .card").length === 4 && [...document.querySelectorAll(".side ` +
			`.card")].every((it) => it.clientHeight > 2 * it.querySelector("h2").clientHeight)`,
	)
	b.RequireClean()
}

// A live query that failed permanently is not retried, and one that failed temporarily is, until it succeeds.
// The page says what is missing, and why.
func TestScreen_ShowsErrors(t *testing.T) {
	h, base := serveFakeAPI(t)
	h.refusals = map[string][]string{"FloorBoard": {"FORBIDDEN"}, "AgendaBoard": {"TIMEOUT", "TIMEOUT"},
		"ConferenceEvents": {"DATABASE_LOCKED"}}
	b := browsertest.New(t)
	b.SetView(1920, 1080, false)
	b.Open(base + "/screen/national")
	textOf := func(code string) string {
		return fmt.Sprintf(`[...document.querySelectorAll(".stale")].some((it) => it.textContent.includes(%q))`,
			code)
	}
	b.Wait(textOf("FORBIDDEN") + ` && document.querySelector(".stale a[href='/docs/errors#FORBIDDEN']")`)
	b.Screenshot("screen-1920-refused")
	b.Wait(`document.querySelector(".current")?.textContent.includes("Dự kiến kết ` +
		`thúc") && !` + textOf("TIMEOUT"))
	b.Wait(`document.querySelector(".link.live")`)
	for name, want := range map[string]int{
		"FloorBoard": 1, "AgendaBoard": 3, "ConferenceEvents": 2, "ConferenceSnapshot": 2,
	} {
		if n := h.countOperation(name); n != want {
			t.Errorf("%s was asked for %d times, want %d", name, n, want)
		}
	}
	b.RequireClean()
}

// The pages treat exactly those codes as temporary that the API classifies as unavailable or internal.
func TestPages_RetryTransientErrors(t *testing.T) {
	_, list, _ := strings.Cut(readFile(t, "../../screen/src/retry.ts"), "new Set([")
	list, _, _ = strings.Cut(list, "])")
	for _, f := range fault.Sentinels() {
		passes := f.Kind() == fault.KindUnavailable || f.Kind() == fault.KindInternal
		if strings.Contains(list, `"`+string(f.Code())+`"`) != passes {
			t.Errorf("%s is of kind %s, and retry.ts takes it the other way", f.Code(), f.Kind())
		}
	}
}

// The countdown warns near the end, and counts up after it.
func TestScreen_Countdown(t *testing.T) {
	const clock = `"@-118s"` // of the current speaker, who has ten minutes
	for status, instead := range map[string]string{
		"warning":  `"@-550s"`,
		"overtime": `"@-661s"`,
		"paused":   `null`,
	} {
		t.Run(status, func(t *testing.T) {
			_, base := serveFakeAPI(t, clock, instead)
			b := browsertest.New(t)
			b.SetView(1920, 1080, true)
			b.Open(base + "/screen/national")
			b.Wait(`document.querySelector(".countdown.` + status + ` .digits")`)
			if digits := browsertest.Eval[string](b,
				`document.querySelector(".countdown `+
					`.digits").textContent`); strings.HasPrefix(digits, "+") != (status == "overtime") {
				t.Errorf("%s shows %s", status, digits)
			}
			b.Screenshot("screen-1920-dark-" + status)
		})
	}
}

// A screen that is disconnected shows it, resumes from its position and shows each change once; if the
// position is lost, it fetches the conference again.
func TestScreen_Resumes(t *testing.T) {
	h, base := serveFakeAPI(t)
	b := browsertest.New(t)
	b.SetView(1920, 1080, false)
	b.Open(base + "/screen/national")
	b.Wait(`document.querySelector(".link.live")`)
	announce := func(id, text string) {
		h.publish(`{"__typename": "AnnouncementMade", "announcementId": "` + id + `", "text": "` + text + `",
			"audience": "EVERYONE", "screen": null, "recipientSiteId": null, "siteCode": null, "siteName": null,
			"madeAt": "2099-01-01T00:00:0` + id + `Z"}`)
	}
	seen := func(text string) string {
		return fmt.Sprintf(
			`[...document.querySelectorAll(".notices li")].filter((it) => it.textContent.includes(%q)).length === 1`,
			text,
		)
	}
	announce("1", "trước khi mất mạng")
	b.Wait(seen("trước khi mất mạng"))

	h.closeSockets()
	b.Wait(
		`document.querySelector(".link.reconnecting")?.textContent.includes("Đang kết nối lại") && ` +
			`document.querySelector(".stale")`,
	)
	b.Screenshot("screen-1920-reconnecting")
	announce("2", "trong khi mất mạng")
	h.acceptSockets(false)
	b.Wait(seen("trong khi mất mạng") +
		` && document.querySelector(".link.live") && !document.querySelector(".stale")`)
	b.Wait(seen("trước khi mất mạng"))
	if got := h.lastPosition(); got != "0 1" {
		t.Errorf("it followed from the positions %q, want the snapshot's and then that of the last event", got)
	}
	if n := h.countOperation("ConferenceSnapshot"); n != 1 {
		t.Errorf("the conference was fetched %d times, want once", n)
	}

	h.closeSockets()
	h.acceptSockets(true)
	b.Wait(`document.querySelector(".link.live")`)
	announce("3", "sau khi khôi phục")
	b.Wait(seen("sau khi khôi phục"))
	if n := h.countOperation("ConferenceSnapshot"); n != 2 {
		t.Errorf("the conference was fetched %d times, want again after POSITION_LOST", n)
	}
}

// Shortcuts do the same as their buttons while these are enabled; a command with input opens its dialog.
func TestControl_Shortcuts(t *testing.T) {
	h, base := serveFakeAPI(t)
	b := browsertest.New(t)
	b.SetView(1920, 1080, false)
	b.Open(base + "/control/national")
	b.Wait(`document.querySelector(".link.live") && document.querySelector("[data-command=give-next]")`)
	shootHall(b, "control")
	b.SetView(1920, 1080, false)
	b.Wait(`document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "g", bubbles: true }))`)
	b.Wait(`document.querySelector(".outcome .success")`)
	if n := h.countOperation("GiveFloor"); n != 1 {
		t.Errorf("g gave the floor %d times", n)
	}
	b.Click(".switch input")
	b.Wait(`!document.querySelector("kbd")`)
	b.Wait(`document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "g", bubbles: true }))`)
	b.Click(`button[data-command="place-r1"]`)
	b.Wait(`document.querySelector("dialog[open] textarea")`)
	b.Screenshot("control-1920-dialog")
	if n := h.countOperation("GiveFloor"); n != 1 {
		t.Error("a shortcut did something after shortcuts were turned off")
	}
	b.RequireClean()
}

// A site sees itself and may request the floor; without a site in the address, one can be chosen.
func TestSitePage(t *testing.T) {
	_, base := serveFakeAPI(t)
	b := browsertest.New(t)
	b.SetView(390, 844, false)
	b.Open(base + "/site/national")
	b.Wait(`document.querySelectorAll(".tile a").length === 63`)
	b.Click(`.tile a[href="/site/national/site-2"]`)
	b.Wait(
		`document.querySelector(".site-status .title")?.textContent === "Hà Giang" && ` +
			`document.querySelector("[data-command=request]")`,
	)
	shootHall(b, "site")
	b.RequireClean()
}

// shootHall takes four screenshots for people to look at, and checks that nothing is wider than the window.
func shootHall(b *browsertest.Browser, name string) {
	for _, view := range []struct {
		name          string
		width, height int64
		dark          bool
	}{{"1920", 1920, 1080, false}, {"1920-dark", 1920, 1080, true}, {"390", 390, 844, false},
		{"390-dark", 390, 844, true}} {
		b.SetView(view.width, view.height, view.dark)
		b.Wait(`document.documentElement.scrollWidth <= innerWidth`)
		b.Screenshot(name + "-" + view.name)
	}
}
