package main

import (
	"fmt"
	"strings"
	"testing"

	"thidua/internal/web/browsertest"
)

// Chair, site and screen in three tabs: what the chair does with the buttons and shortcuts of /control
// appears on the others, without requests to other machines or violations of the policy.
func TestPages_ThreeTabs(t *testing.T) {
	base, _ := startProgram(t, "demo")
	chair := browsertest.New(t)
	screen, site := chair.Tab(), chair.Tab()
	chair.SetView(1920, 1080, false)
	screen.SetView(1920, 1080, true)
	site.SetView(390, 844, false)
	screen.Open(base + "/screen/demo-hall")
	site.Open(base + "/site/demo-hall/remote")
	chair.Open(base + "/control/demo-hall#token=" + demoTokenOf(t, base, "MINISTRY"))
	for _, tab := range []*browsertest.Browser{chair, screen, site} {
		tab.Wait(`document.querySelector(".link.live")`)
	}

	pressCommand(chair, "check-in-main", "42")
	waitShows(screen, ".sites", "42 đại biểu")
	pressCommand(chair, "check-in-remote", "25")
	waitShows(screen, ".sites", "2/2 điểm cầu có mặt")
	waitShows(site, ".site-status", "25 đại biểu")

	pressKey(chair, "b") // khai mạc
	waitShows(screen, ".state", "Đang họp")
	pressCommand(chair, "start-2")
	waitShows(screen, ".current", "Báo cáo sơ kết")
	waitShows(
		screen, ".side .rows .now", "2. Báo cáo sơ kết",
	) // without waiting requests and proposals, the agenda is shown
	waitShows(site, ".current .time", "dự kiến 30 phút")
	pressCommand(chair, "announce", "Mời đại biểu ổn định chỗ ngồi.")
	waitShows(screen, ".notices", "Mời đại biểu ổn định chỗ ngồi.")
	waitShows(site, ".notices", "Mời đại biểu ổn định chỗ ngồi.")
	for name, tab := range map[string]*browsertest.Browser{"control": chair, "screen": screen, "site": site} {
		screenshotAll(tab, "hall-"+name)
	}

	pressKey(chair, "p") // giải lao
	waitShows(screen, ".state", "Giải lao")
	waitShows(site, ".state", "Giải lao")

	// A new page shows the same as one that has replayed the events.
	fresh := chair.Tab()
	fresh.SetView(1920, 1080, true)
	fresh.Open(base + "/screen/demo-hall")
	fresh.Wait(`document.querySelector(".link.live")`)
	for _, css := range []string{".heading", ".current .title", ".sites", ".notices"} {
		text := fmt.Sprintf(`document.querySelector(%q).innerText`, css)
		if folded, fetched := browsertest.Eval[string](screen, text),
			browsertest.Eval[string](fresh, text); folded != fetched {
			t.Errorf("%s shows\n%s\nand to who comes now\n%s", css, folded, fetched)
		}
	}
	for _, tab := range []*browsertest.Browser{chair, screen, site} {
		tab.RequireClean()
	}
}

// Pages that do not change the demo share one, because loading the record takes seconds. The examples, one of
// which plans a conference, come last.
func TestDemo_Pages(t *testing.T) {
	base, _ := startProgram(t, "demo")
	for _, page := range []struct {
		name string
		test func(t *testing.T, base string)
	}{
		{"front page", testFrontPage}, {"errors of /control", testControlErrors},
		{"playground", testPlayground}, {"examples", testExamples},
	} {
		t.Run(page.name, func(t *testing.T) { page.test(t, base) })
	}
}

// testFrontPage checks that the front page shows the conferences with their pages, the clusters, and charts
// of the record.
func testFrontPage(t *testing.T, base string) {
	b := browsertest.New(t)
	b.SetView(1920, 1080, false)
	b.Open(base + "/")
	waitShows(b, ".running", "Hội nghị thử")
	waitShows(b, ".charts figure:first-child svg", "25. Quảng Ninh")
	waitShows(b, ".charts figure:last-child svg", "75,6")
	waitShows(b, "#hall", "Cụm thi đua số 5")
	screenshotAll(b, "front")
	b.RequireClean()
	b.Click(`a[href="/screen/demo-hall"]`)
	b.Wait(`document.querySelector(".link.live")`)
}

// testControlErrors checks that each role of the demo is offered the commands that it may use at the demo's
// conference, and anonymous readers none. An error of the API is shown in the dialog, with its text and code.
func testControlErrors(t *testing.T, base string) {
	b := browsertest.New(t)
	offers := func(role string, commands map[string]bool) {
		b.Open("about:blank")
		address := base + "/control/demo-hall"
		if role != "" {
			address += "#token=" + demoTokenOf(t, base, role)
		}
		b.Open(address)
		b.Wait(`document.querySelector(".link.live") && document.querySelector(".conduct")`)
		for command, want := range commands {
			if got := browsertest.Eval[bool](b,
				fmt.Sprintf(`Boolean(document.querySelector('[data-command="%s"]'))`, command)); got != want {
				t.Errorf("%s as %q is offered: %t", command, role, got)
			}
		}
	}
	offers("", map[string]bool{"start": false, "cancel": false, "announce": false, "request": false,
		"plan": false})
	waitShows(b, ".sign-in-prompt", "Hãy đăng nhập để điều hành")
	offers("AUDITOR", map[string]bool{"start": false, "cancel": false, "announce": false, "request": false})
	waitShows(b, ".sign-in-prompt", "không được điều hành")
	offers("MINISTRY", map[string]bool{"start": true, "cancel": true, "announce": true, "plan": true})
	push := fmt.Sprintf(
		`((form) => form && (form.elements.text.value = %q, form.requestSubmit(), `+
			`true))(document.querySelector("dialog form"))`,
		strings.Repeat("dài ", 2000),
	)
	b.Click(`button[data-command="announce"]`)
	b.Wait(push)
	waitShows(b, "dialog[open] [role=alert] .failure", "BAD_INPUT")
	b.Open(base + "/control/no-such-hall")
	waitShows(b, "main.placeholder", "NOT_FOUND")
}

// pressCommand presses the button of a command, and fills in the first field of its dialog.
func pressCommand(b *browsertest.Browser, command string, first ...string) {
	css := `button[data-command="` + command + `"]`
	b.Wait(fmt.Sprintf(`document.querySelector(%q)?.checkVisibility()`, css))
	b.Click(css)
	for _, value := range first {
		b.Wait(fmt.Sprintf(`((field) => field && (field.value = %q))(document.querySelector("dialog [name]"))`,
			value))
		b.Click("dialog button[type=submit]")
		b.Wait(`!document.querySelector("dialog")`)
	}
}

// pressKey presses a shortcut.
func pressKey(b *browsertest.Browser, letter string) {
	b.Wait(fmt.Sprintf(`document.body.dispatchEvent(new KeyboardEvent("keydown", {key: %q, bubbles: true}))`,
		letter))
}

// waitShows waits until the first element that matches a selector contains a text.
func waitShows(b *browsertest.Browser, css, text string) {
	b.Wait(fmt.Sprintf(`document.querySelector(%q)?.textContent.includes(%q)`, css, text))
}

// screenshotAll takes four screenshots for people to look at.
func screenshotAll(b *browsertest.Browser, name string) {
	for _, view := range []struct {
		name          string
		width, height int64
		dark          bool
	}{{"1920", 1920, 1080, false}, {"1920-dark", 1920, 1080, true}, {"390", 390, 844, false},
		{"390-dark", 390, 844, true}} {
		b.SetView(view.width, view.height, view.dark)
		b.Screenshot(name + "-" + view.name)
	}
}
