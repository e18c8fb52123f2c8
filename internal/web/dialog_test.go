package web_test

import (
	"testing"

	"github.com/chromedp/chromedp"

	"thidua/internal/web/browsertest"
)

// The error of a command is shown in its dialog, where it is visible: in a wide window, on a phone, and above
// a phone's keyboard. The input is kept, and after success the focus returns to the command's button.
func TestDialog_ShowsError(t *testing.T) {
	for name, view := range map[string]struct {
		width, height int64
		command       string
	}{
		"wide":                      {1280, 800, "place-r1"},
		"phone":                     {390, 844, "place-r1"},
		"phone with a keyboard":     {390, 420, "place-r1"},
		"phone, a form of 63 sites": {390, 420, "arrange-sites"},
	} {
		t.Run(name, func(t *testing.T) {
			h, base := serveFakeAPI(t)
			h.refuseMutation("PlaceFloorRequest", "WRONG_STATE")
			if view.command == "arrange-sites" {
				h.refuseMutation("ArrangeSites", "SITE_IN_USE")
			}
			b := browsertest.New(t)
			b.SetView(view.width, view.height, false)
			b.Open(base + "/control/national")
			b.Wait(`document.querySelector(".link.live")`)
			focusCommand(b, view.command)
			b.Do(chromedp.KeyEvent("\r"))
			b.Wait(`document.querySelector("dialog[open] form")`)
			if alert := browsertest.Eval[string](b,
				`document.querySelector("dialog [role=alert]")?.textContent ?? "none"`); alert != "" {
				t.Errorf("before anything went wrong the dialog's alert is %q", alert)
			}
			b.Wait(
				`((field) => { if (field) { field.value = "vì phải ra sân bay"; field.focus(); } return true; ` +
					`})(document.querySelector("dialog textarea"))`,
			)
			b.Wait(fillForm)
			b.Wait(`document.querySelector("dialog[open] [role=alert] .failure")?.textContent.includes("bị từ chối")`)
			b.Screenshot("dialog-refused-" + name)
			if trouble := browsertest.Eval[string](b, `(() => {
				const alert = document.querySelector("dialog [role=alert]"), focused = document.activeElement;
				if (focused !== alert) return "the focus is at " + focused.outerHTML.slice(0, 80);
				const box = alert.getBoundingClientRect();
				const inWidth = box.left >= 0 && box.right <= innerWidth;
				const inHeight = box.top >= 0 && box.bottom <= innerHeight;
				if (!inWidth || !inHeight) return "it is out of sight";
				const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
				if (!alert.contains(top)) return "something lies over it";
				if (!alert.querySelector("a[href^='/docs/errors#']")) return "its code is not explained";
				if (document.querySelector(".conduct .outcome").textContent) return "it is shown behind the dialog, too";
				const typed = document.querySelector("dialog textarea");
				return typed && typed.value !== "vì phải ra sân bay" ? "what was typed is lost" : "";
			})()`); trouble != "" {
				t.Error(trouble)
			}
			h.refuseMutation("", "")
			b.Wait(fillForm)
			b.Wait(`!document.querySelector("dialog") && document.querySelector(".conduct .outcome .success")`)
			b.Wait(`document.activeElement.dataset.command === "` + view.command + `"`)
			b.RequireClean()
		})
	}
}

// focusCommand focuses the button of a command.
func focusCommand(b *browsertest.Browser, command string) {
	b.Wait(`((button) => {
		for (let it = button; it; it = it.parentElement) if (it.localName === "details") it.open = true;
		button?.focus();
		return document.activeElement === button;
	})(document.querySelector('button[data-command="` + command + `"]'))`)
}
