package web_test

import (
	"strings"
	"testing"

	"thidua/internal/web/browsertest"
)

// ministryRole is the grant with which the fixture's viewer conducts.
const ministryRole = `"role": "MINISTRY"`

// Commands are offered to viewers with the necessary grants; others are invited to sign in, and shortcuts
// have no effect for them.
func TestControl_OffersWhatGrantsAllow(t *testing.T) {
	const delegate = `"role": "DELEGATE", "schoolYear": null`
	for name, c := range map[string]struct {
		instead        []string
		commands, none string // which are offered, and which are not
		invited        bool
	}{
		"the Ministry": {nil,
			"pause close announce submit send-k3 acknowledge-k2 plan invite add-item give-next", "self-d3", false},
		"a secretary": {[]string{delegate, `"role": "SECRETARY", "schoolYear": null`, ministryRole,
			`"role": "AUDITOR"`}, "pause close announce invite send-k3", "acknowledge-k2 plan", false},
		"a delegate": {[]string{ministryRole, `"role": "AUDITOR"`}, "request submit sponsor-k3 absent-d3",
			"pause close announce give-next invite plan add-item give-r1", true},
		"an auditor": {[]string{ministryRole, `"role": "AUDITOR"`, delegate,
			`"role": "AUDITOR", "schoolYear": null`}, "", "pause request submit plan", true},
		"an expired role": {[]string{`"validTo": null`, `"validTo": "2024-02-01T00:00:00Z"`}, "",
			"pause request submit plan", true},
	} {
		t.Run(name, func(t *testing.T) {
			_, base := serveFakeAPI(t, c.instead...)
			b := browsertest.New(t)
			b.Open(base + "/control/national")
			b.Wait(
				`document.querySelector(".link.live") && document.querySelector(".conduct") && ` +
					`document.querySelector(".proposals li")`,
			)
			for _, command := range strings.Fields(c.commands) {
				b.Wait(`document.querySelector('[data-command="` + command + `"]')`)
			}
			for _, command := range strings.Fields(c.none) {
				if browsertest.Eval[bool](b, `Boolean(document.querySelector('[data-command="`+command+`"]'))`) {
					t.Errorf("%s is offered", command)
				}
			}
			if invited := browsertest.Eval[bool](b,
				`Boolean(document.querySelector(".sign-in-prompt form"))`); invited != c.invited {
				t.Errorf("invited to sign in: %t", invited)
			}
			b.RequireClean()
		})
	}
}

// Anonymous readers find no commands on any page of a conference, but a way to sign in; shortcuts have no
// effect.
func TestControl_InvitesAnonymousReaders(t *testing.T) {
	h, base := serveFakeAPI(t, `"viewer": {"account": {"grants"`, `"viewer": {"account": null, "was": {"grants"`,
		`"IN_SESSION"`, `"OPEN"`)
	b := browsertest.New(t)
	b.SetView(390, 844, true)
	b.Open(base + "/control/national")
	b.Wait(
		`document.querySelector(".link.live") && ` +
			`document.querySelector(".sign-in-prompt")?.textContent.includes("Hãy đăng nhập để điều hành")`,
	)
	b.Screenshot("control-390-anonymous-dark")
	b.SetView(1920, 1080, false)
	b.Screenshot("control-1920-anonymous")
	b.Wait(
		`["b", "a", "k", "f", "d", "v", "i", "q", "n", "g"].every((key) => document.body.dispatchEvent(new ` +
			`KeyboardEvent("keydown", { key, bubbles: true })))`,
	)
	if n := browsertest.Eval[int](b, `document.querySelectorAll("[data-command], dialog").length`); n != 0 ||
		h.countOperation("StartConference") != 0 {
		t.Errorf(
			"%d commands are offered, and the conference was begun %d times", n, h.countOperation("StartConference"),
		)
	}
	b.Open(base + "/site/national/site-2")
	b.Wait(`document.querySelector(".site-status")?.textContent.includes("Hãy đăng nhập để đăng ký phát biểu")`)
	if n := browsertest.Eval[int](b, `document.querySelectorAll("[data-command]").length`); n != 0 {
		t.Errorf("%d commands are offered on the page of a site", n)
	}
	b.RequireClean()
}
