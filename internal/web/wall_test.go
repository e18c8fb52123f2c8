package web_test

import (
	"fmt"
	"testing"

	"thidua/internal/web/browsertest"
)

// Nobody scrolls a hall display, so all 63 sites are visible, whatever else is shown.
func TestWall_ShowsAllSites(t *testing.T) {
	const subject = "Phát triển trường chuẩn quốc gia ở vùng biển đảo"
	for name, instead := range map[string][]string{
		"in session":         nil,
		"all links lost":     {`"CONNECTED"`, `"LOST"`, `"LAGGING"`, `"LOST"`},
		"links of all kinds": {`"link": "CONNECTED"`, `"link": "LAGGING"`},
		"long names":         {`"name": "`, `"name": "Điểm cầu `},
		"a long subject": {subject, subject + ", " + subject + ", " + subject + ", " + subject + ", " +
			subject},
		"a long item": {"Tham luận, thảo luận",
			"Tham luận, thảo luận về kết quả thực hiện nhiệm vụ năm học, khó khăn, vướng mắc và kiến nghị của các " +
				"địa phương"},
		"nobody has floor": {`"FloorBoard"`, `"NoBoard"`},
		"closed":           {`"IN_SESSION"`, `"CLOSED"`, `"CONNECTED"`, `"LOST"`},
	} {
		t.Run(name, func(t *testing.T) {
			_, base := serveFakeAPI(t, instead...)
			b := browsertest.New(t)
			for _, dark := range []bool{false, true} {
				b.SetView(1920, 1080, dark)
				b.Open(base + "/screen/national")
				b.Wait(
					`document.querySelector(".link.live") && document.querySelector(".attendance") && document.fonts.ready`,
				)
				b.Wait(`document.querySelectorAll(".sites .tile").length === 63`)
				b.Screenshot(fmt.Sprintf("wall-%s-dark-%t", name, dark))
				for _, trouble := range browsertest.Eval[[]string](b, unseenSites) {
					t.Errorf("dark=%t: %s", dark, trouble)
				}
			}
			b.SetView(390, 844, false)
			b.Wait(`document.documentElement.scrollWidth <= innerWidth`)
			b.Screenshot("wall-" + name + "-390")
			if n := browsertest.Eval[int](b, `[...document.querySelectorAll(".sites .tile")].filter((it) => {
				it.scrollIntoView({ block: "center", behavior: "instant" });
				const box = it.getBoundingClientRect();
				const inWidth = box.left >= 0 && box.right <= innerWidth;
				return box.height >= 20 && box.top >= 0 && box.bottom <= innerHeight && inWidth;
			}).length`); n != 63 {
				t.Errorf("%d of 63 sites can be scrolled to on a phone", n)
			}
			b.RequireClean()
		})
	}
}

// unseenSites finds sites that are outside the window or their card, covered, or too small to read.
const unseenSites = `(() => {
	const bottom = (it) => it.getBoundingClientRect().bottom;
	const card = document.querySelector(".sites").getBoundingClientRect();
	const clock = document.querySelector(".countdown");
	const cut = clock && bottom(clock) > bottom(clock.closest(".card"));
	const tiles = [...document.querySelectorAll(".sites .tile")];
	return [...(cut ? ["the countdown is cut"] : []), ...tiles.flatMap((it) => {
		const box = it.getBoundingClientRect(), name = it.querySelector("b");
		const what = it.textContent + " at " + [box.left, box.top, box.right, box.bottom].map(Math.round).join(" ");
		const size = parseFloat(getComputedStyle(name).fontSize);
		const inWidth = box.left >= 0 && box.right <= innerWidth;
		const inHeight = box.top >= 0 && box.bottom <= innerHeight;
		if (!inWidth || !inHeight) return ["outside the window: " + what];
		if (box.top < card.top || box.bottom > card.bottom) return ["outside the card: " + what];
		const tooHigh = name.getBoundingClientRect().height > box.height + 1;
		if (size < 12 || tooHigh) return ["cut, in letters of " + size + " px: " + what];
		const hit = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
		return it.contains(hit) ? [] : ["under something else: " + what];
	})];
})()`
