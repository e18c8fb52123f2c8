package web_test

import (
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"thidua/internal/web/browsertest"
)

// All rendered text has the contrast of WCAG AA, light and dark; all controls have names, and the page a
// language.
func TestPages_Legible(t *testing.T) {
	_, hall := serveFakeAPI(t)
	_, short := serveFakeAPI(
		t, `"met": true`, `"met": false`, `"@-118s"`, `"@-661s"`,
	) // no quorum, and time is over
	_, planned := serveFakeAPI(t, `"IN_SESSION"`, `"POSTPONED"`, `"stateReason": null`, `"stateReason": "bão"`)
	plain, b := servePages(t), browsertest.New(t)
	for name, page := range map[string]struct{ url, ready string }{
		"screen": {hall + "/screen/national",
			`document.querySelector(".link.live") && document.querySelector(".attendance")`},
		"screen, all is late": {short + "/screen/national",
			`document.querySelector(".overtime") && document.querySelector(".quorum.short")`},
		"control": {hall + "/control/national?lang=en",
			`document.querySelector(".link.live") && document.querySelector("[data-command=give-next]")`},
		"control, postponed": {planned + "/control/national",
			`document.querySelector(".state.POSTPONED") && document.querySelector("[data-command=replan]")`},
		"site":               {hall + "/site/national/site-2", `document.querySelector("[data-command=request]")`},
		"no site":            {hall + "/site/national", `document.querySelector(".tile a")`},
		"no conference":      {plain + "/screen/none", `document.querySelector("main.placeholder")`},
		"home":               {plain + "/", `document.querySelector("#hall")`},
		"docs":               {plain + "/docs/?lang=vi", `document.querySelector("main .index")`},
		"a page of the docs": {plain + "/docs/subscriptions", `document.querySelector("main pre")`},
		"not translated":     {plain + "/docs/operations?lang=vi", `document.querySelector("main .note")`},
		"search of the docs": {plain + "/docs/?q=vi+tri&lang=vi", `document.querySelector(".result mark")`},
		"what codes mean":    {plain + "/docs/errors#NOT_FOUND", `document.querySelector(".entry")`},
		"no page":            {plain + "/no-such-page", `document.querySelector("main")`},
	} {
		t.Run(name, func(t *testing.T) {
			b.Open("about:blank") // otherwise only the fragment would change, without a request
			b.Open(page.url)
			b.Wait(page.ready)
			// Opens everything that can be opened.
			browsertest.Eval[any](b, `void document.querySelectorAll("details").forEach((it) => { it.open = true })`)
			for _, step := range []string{"", `[aria-controls=pages]`, `[data-command=announce]`,
				`[data-command=add-item]`} {
				if step != "" &&
					!browsertest.Eval[bool](b,
						`((it) => { it?.click(); return Boolean(it) })(document.querySelector("`+step+`"))`) {
					continue
				}
				for _, dark := range []bool{false, true} {
					b.SetView(1280, 800, dark)
					for _, trouble := range browsertest.Eval[[]string](b, illegibleElements) {
						t.Errorf("%s dark=%t: %s", step, dark, trouble)
					}
				}
				browsertest.Eval[any](b, `void document.querySelector("dialog")?.close()`)
			}
		})
	}
}

// illegibleElements finds text that is illegible and controls without a name.
const illegibleElements = `(() => {
	const numbers = (colour) => {
		const [r, g, b, a = 1] = colour.match(/[\d.]+/g).map(Number);
		return [r, g, b, a];
	};
	const over = ([r, g, b, a], below) => [r, g, b].map((c, i) => c * a + below[i] * (1 - a));
	const linear = (c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
	const luminance = (colour) => colour.map((c) => linear(c / 255))
		.reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
	const ancestors = (it) => { const all = []; for (; it; it = it.parentElement) all.push(it); return all; };
	const canvas = matchMedia("(prefers-color-scheme: dark)").matches ? [18, 18, 18] : [255, 255, 255];
	const ground = (it) => ancestors(it).map((a) => numbers(getComputedStyle(a).backgroundColor)).reverse()
		.reduce((below, layer) => over(layer, below), canvas);
	const ignored = "noscript, script, :disabled, title";
	const troubles = new Set();
	const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	for (let node; (node = walker.nextNode());) {
		const it = node.parentElement, style = getComputedStyle(it);
		const text = node.data.trim();
		if (!text || !it.checkVisibility() || it.closest(ignored)) continue;
		const below = ground(it), [r, g, b, a] = numbers(it instanceof SVGElement ? style.fill : style.color);
		const opacity = ancestors(it).reduce((all, one) => all * Number(getComputedStyle(one).opacity), a);
		const [high, low] = [luminance(over([r, g, b, opacity], below)), luminance(below)].sort((x, y) => y - x);
		const size = parseFloat(style.fontSize), bold = Number(style.fontWeight) >= 700;
		const large = size >= 24 || (size >= 18.66 && bold);
		const ratio = (high + 0.05) / (low + 0.05);
		if (ratio < (large ? 3 : 4.5)) {
			troubles.add(ratio.toFixed(2) + ":1 " + it.className + " " + text.slice(0, 40));
		}
	}
	const seen = new Set();
	for (const { id } of document.querySelectorAll("[id]")) {
		if (seen.has(id)) troubles.add("two are #" + id);
		seen.add(id);
	}
	const report = (trouble, it) => troubles.add(trouble + ": " + it.outerHTML.slice(0, 80));
	for (const it of document.querySelectorAll("[aria-labelledby]")) {
		if (!document.getElementById(it.getAttribute("aria-labelledby"))) report("no label", it);
	}
	for (const it of document.querySelectorAll("input:not([type=hidden]), select, textarea")) {
		if (!it.labels?.length && !it.ariaLabel) report("no label", it);
	}
	for (const it of document.querySelectorAll("button, a, summary, svg[role=img], dialog")) {
		const described = it.ariaLabel || it.textContent.trim() || it.querySelector("img[alt]:not([alt=''])");
		if (!described) report("no name", it);
	}
	if (!["vi", "en"].includes(document.documentElement.lang)) troubles.add("no language");
	return [...troubles];
})()`

// With the keyboard, the focus is always visible and not covered, forwards and backwards.
func TestPages_FocusVisible(t *testing.T) {
	_, base := serveFakeAPI(t)
	for _, path := range []string{"/control/national", "/site/national/site-2", "/screen/national", "/",
		"/docs/api"} {
		t.Run(path, func(t *testing.T) {
			b := browsertest.New(t)
			b.SetView(1280, 800, false)
			b.Open(base + path)
			b.Wait(`document.querySelector(".link.live, .hero, article")`)
			for step := range 60 {
				pressTab(b, step >= 40) // forty forwards, twenty backwards
				if trouble := browsertest.Eval[string](b, focusedElement); trouble != "" {
					t.Errorf("step %d: %s", step, trouble)
				}
			}
		})
	}
}

func pressTab(b *browsertest.Browser, back bool) {
	var with []chromedp.Modifier
	if back {
		with = append(with, chromedp.ModifierShift)
	}
	b.Do(chromedp.KeyEvent("\t", chromedp.KeyModifiers(with...)))
}

// focusedElement reports what is wrong with the focus.
const focusedElement = `(() => {
	const it = document.activeElement;
	if (it === document.body) return "";
	const style = getComputedStyle(it), box = it.getBoundingClientRect();
	const what = it.outerHTML.slice(0, 90);
	if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) return "no outline: " + what;
	const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
	if (it.contains(hit) || hit?.contains(it) && hit !== document.body) return "";
	return "out of sight: " + what + " under " + hit?.outerHTML.slice(0, 60);
})()`

// With reduced motion, nothing is animated.
func TestPages_ReducedMotion(t *testing.T) {
	h, base := serveFakeAPI(t)
	b := browsertest.New(t)
	b.Open(base + "/screen/national")
	b.Wait(`document.querySelector(".link.live")`)
	h.closeSockets()
	b.Wait(`document.querySelector(".link.reconnecting") && document.getAnimations().length === 1`)
	if _, err := chromedp.Call(b.Ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-reduced-motion", Value: "reduce"}},
	}); err != nil {
		t.Fatal(err)
	}
	b.Wait(`document.getAnimations().length === 0`)
}
