package web_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"thidua/internal/web"
	"thidua/internal/web/browsertest"
)

// The playground opens with the examples, runs one, and sends requests to this server only.
func TestPlayground_RunsExample(t *testing.T) {
	base, b := servePages(t), browsertest.New(t)
	b.SetView(1920, 1080, false)
	b.OpenPlayground(base)

	examples := web.Examples()
	if got := b.Tabs(); len(got) != len(examples) {
		t.Fatalf("%d tabs for %d examples: %q", len(got), len(examples), got)
	}
	if got := b.QueryText(); got != examples[0].Query {
		t.Errorf("the first tab holds\n%s\nwant\n%s", got, examples[0].Query)
	}
	answer := b.Execute()
	for _, want := range []string{`"__typename": "Query"`, `"operation": "ClusterInAYear"`,
		`application/graphql-response+json`} {
		if !strings.Contains(answer, want) {
			t.Errorf("the result pane says\n%s\nwithout %s", answer, want)
		}
	}
	b.Screenshot("playground-1920")
	if !slices.Contains(b.Requests(), "POST "+base+"/graphql") {
		t.Errorf("no POST to /graphql among %q", b.Requests())
	}
	b.RequireClean()
}

// After a role is chosen, requests carry its token; without a role they are anonymous again.
func TestPlayground_SignsIn(t *testing.T) {
	base, b := servePages(t), browsertest.New(t)
	b.SetView(1920, 1080, true)
	b.OpenPlayground(base)
	choose := func(role string) string { b.SignInAs(role); return b.Execute() }
	if answer := b.Execute(); !strings.Contains(answer, `"authorization": ""`) {
		t.Errorf("before anybody chose, it sends %s", answer)
	}
	if answer := choose("MINISTRY"); !strings.Contains(answer,
		`"authorization": "Bearer secret-of-the-ministry"`) {
		t.Errorf("as the Ministry, it sends %s", answer)
	}
	b.Screenshot("playground-1920-sign-in-dark")
	if answer := choose("anonymous"); !strings.Contains(answer, `"authorization": ""`) {
		t.Errorf("anonymous again, it sends %s", answer)
	}
	b.RequireClean()
}

// A subscription uses a WebSocket at the same URL, under the same policy.
func TestPlayground_Subscribes(t *testing.T) {
	base, b := servePages(t), browsertest.New(t)
	b.OpenPlayground(base)
	b.SetQuery("subscription Beat { beat }")
	b.Execute()
	b.WaitForResponse(`"beat": 2`)
	if want := "WS " + strings.Replace(base, "http:", "ws:", 1) +
		"/graphql"; !slices.Contains(b.Requests(), want) {
		t.Errorf("no %s among %q", want, b.Requests())
	}
	b.RequireClean()
}

// A subscription that is disconnected resumes from the last position, with the chosen role. Heartbeats do not
// replace the last event in the result.
func TestPlayground_Resumes(t *testing.T) {
	base, b := servePages(t), browsertest.New(t)
	b.OpenPlayground(base)
	b.SignInAs("MINISTRY")
	b.SetQuery("subscription Cuts($after: Position) { cuts(after: $after) { position } }")
	b.Execute()
	b.WaitForResponse(`"position": "two"`)
	answer := b.Response()
	for _, want := range []string{`"after": "one"`, `"bearer": "Bearer secret-of-the-ministry"`} {
		if !strings.Contains(answer, want) {
			t.Errorf("it came back as %s, without %s", answer, want)
		}
	}
	b.RequireClean()
}

// Every part of GraphiQL works under the policy, so each grant that security.go omits is unnecessary.
func TestPlayground_Panels(t *testing.T) {
	base, b := servePages(t), browsertest.New(t)
	b.SetView(1920, 1080, true)
	b.OpenPlayground(base)

	// The documentation explorer shows a type and the schema's own description.
	b.Click(`button[aria-label="Show Documentation Explorer"]`)
	b.Wait(`document.querySelector(".graphiql-doc-explorer")?.textContent.includes("one of each thing")`)
	b.Click(`.graphiql-doc-explorer a.graphiql-doc-explorer-type-name`)
	b.Wait(`document.querySelector(".graphiql-doc-explorer")?.textContent.includes("Cụm thi đua theo số")`)
	b.Click(`.graphiql-doc-explorer-search`)
	b.Do(chromedp.KeyEvent("cluster"))
	b.Wait(`document.querySelector("[role=listbox] [role=option]")`)
	b.Screenshot("playground-1920-docs-dark")
	b.Do(chromedp.KeyEvent("\u001b"))

	// The pane of examples, from which closed tabs are reopened.
	b.Click(`button[aria-label="Show Ví dụ · Examples"]`)
	b.Click(`.graphiql-tab-add`)
	b.Wait(`document.querySelectorAll("[id^=graphiql-session-tab-]").length === ` +
		strconv.Itoa(len(web.Examples())+1))
	b.Click(`.thidua-examples button`)
	b.Wait(
		`document.querySelector("#graphiql-session-tab-0").parentElement.classList.contains("graphiql-tab-active")`,
	)
	b.SetQuery("query Changed { __typename }")
	b.Click(`.thidua-examples button`)
	b.Wait(
		`document.querySelector(".graphiql-query-editor ` +
			`.CodeMirror").CodeMirror.getValue().includes("ClusterInAYear")`,
	)
	// The tab's name changes once the editor has been parsed; only then does it have the tab's own text.
	b.Wait(
		`[...document.querySelectorAll("[id^=graphiql-session-tab-]")].at(-1).textContent === "ClusterInAYear"`,
	)
	b.Screenshot("playground-1920-examples-dark")

	// History, dialogs (which insert the one <style> element), tooltips, the menu of operations.
	b.Execute()
	b.Click(`button[aria-label="Show History"]`)
	b.Wait(`document.querySelector(".graphiql-history-item")`)
	b.Click(`button[aria-label="Open settings dialog"]`)
	b.Wait(`document.querySelector(".graphiql-dialog")`)
	if n := browsertest.Eval[int](b, `document.querySelectorAll("style").length`); n == 0 {
		t.Error("no <style> element was inserted: the nonce is not needed any more, take it away")
	}
	b.Screenshot("playground-1920-settings-dark")
	b.Do(chromedp.KeyEvent("\u001b"))
	b.Click(`button[aria-label="Open short keys dialog"]`)
	b.Wait(`document.querySelector(".graphiql-dialog")`)
	b.Do(chromedp.KeyEvent("\u001b"))
	b.SetQuery("query A { __typename } query B { __typename }")
	b.Click(`.graphiql-execute-button`)
	b.Wait(`document.querySelector("[role=menu] [role=menuitem]")`)
	b.Do(chromedp.KeyEvent("\u001b"))

	// The editor: hints, markers of the linter, descriptions of fields, search.
	b.SetQuery("query Wrong { cluster(number: 2) { nothing } }")
	b.Wait(`document.querySelector(".CodeMirror-lint-mark-error")`)
	hover(b, ".CodeMirror-lint-mark-error")
	b.Wait(`document.querySelector(".CodeMirror-lint-tooltip")`)
	hover(b, ".graphiql-query-editor .cm-property")
	b.Wait(`document.querySelector(".CodeMirror-info")`)
	b.SetQuery("query Hint { clu }")
	browsertest.Eval[any](
		b,
		`(() => { const cm = document.querySelector(".graphiql-query-editor .CodeMirror").CodeMirror; `+
			`cm.focus(); cm.setCursor(0, 16); })()`,
	)
	b.Do(chromedp.KeyEvent("s"))
	b.Wait(`document.querySelector(".CodeMirror-hints")`)
	b.Do(chromedp.KeyEvent("\u001b"))
	browsertest.Eval[any](b,
		`document.querySelector(".graphiql-query-editor .CodeMirror").CodeMirror.execCommand("findPersistent")`)
	b.Wait(`document.querySelector(".CodeMirror-dialog input")`)
	browsertest.Eval[any](b,
		`document.querySelector(".graphiql-query-editor .CodeMirror").CodeMirror.execCommand("jumpToLine")`)
	b.Wait(`document.querySelector(".CodeMirror-dialog")?.textContent.includes("Jump to line")`)
	b.Screenshot("playground-1920-search-dark")

	// Variables and headers.
	b.Click(`button[data-name="headers"]`)
	b.Wait(`document.querySelectorAll(".graphiql-editor-tool .CodeMirror").length === 2`)
	b.RequireClean()
}

func TestPlayground_PhoneSize(t *testing.T) {
	base, b := servePages(t), browsertest.New(t)
	b.SetView(390, 844, false)
	b.OpenPlayground(base)
	if answer := b.Execute(); !strings.Contains(answer, `"Query"`) {
		t.Errorf("the result pane says %s", answer)
	}
	b.Screenshot("playground-390")
	b.Click(`button[aria-label="Show Documentation Explorer"]`)
	b.Wait(`document.querySelector(".graphiql-doc-explorer")`)
	b.Screenshot("playground-390-docs")
	b.RequireClean()
}

// The other pages fit the window and report no problems either.
func TestPages_InBrowser(t *testing.T) {
	base, b := servePages(t), browsertest.New(t)
	for _, view := range []struct {
		name          string
		width, height int64
		dark          bool
	}{{"1920", 1920, 1080, false}, {"1920-dark", 1920, 1080, true}, {"390", 390, 844, false},
		{"390-dark", 390, 844, true}} {
		b.SetView(view.width, view.height, view.dark)
		for name, path := range map[string]string{
			"home": "/", "errors": "/docs/errors#NOT_FOUND",
			"sdl": "/schema.graphql",
		} {
			b.Open(base + path)
			b.Screenshot(name + "-" + view.name)
			if over := browsertest.Eval[int](b,
				`document.documentElement.scrollWidth - innerWidth`); over > 0 && name != "sdl" {
				t.Errorf("%s at %s is %d pixels too wide", path, view.name, over)
			}
		}
	}
	b.RequireClean()
}

// RequireClean detects a page that sends requests to other hosts or violates its policy.
func TestBrowser_ReportsProblems(t *testing.T) {
	base, b := servePages(t), browsertest.New(t)
	b.Open(base + "/playground")
	browsertest.Eval[any](b,
		`void document.body.insertAdjacentHTML("beforeend", '<img src="http://example.invalid/x.png">')`)
	browsertest.Eval[any](b, `void setTimeout(() => { window.thrown = true; throw new Error("boom") })`)
	b.Wait(`window.thrown && document.querySelector("img[src*=invalid]").complete`)
	got := strings.Join(b.Problems(), "\n")
	for _, want := range []string{"CSP: img-src", "boom"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q among the problems:\n%s", want, got)
		}
	}
	if got := b.ExternalRequests(); len(got) > 0 {
		t.Errorf("what the policy stopped counts as sent: %q", got)
	}
	b.Open("about:blank") // no policy here
	browsertest.Eval[any](b, `void fetch("http://example.invalid/y").catch(() => { window.failed = true })`)
	b.Wait(`window.failed`)
	if got := b.ExternalRequests(); !slices.Equal(got, []string{"GET http://example.invalid/y"}) {
		t.Errorf("the strays are %q", got)
	}
}

// hover moves the mouse to the centre of the first element that matches a selector.
func hover(b *browsertest.Browser, css string) {
	at := browsertest.Eval[[]float64](
		b,
		`(() => { const r = document.querySelector("`+css+`").getBoundingClientRect(); return [r.x + r.width / `+
			`2, r.y + r.height / 2]; })()`,
	)
	b.Do(chromedp.MouseEvent("mouseMoved", at[0]+1, at[1]), chromedp.MouseEvent("mouseMoved", at[0], at[1]))
}
