package browsertest

import "fmt"

// Selectors for the playground of GraphiQL 4. They are only used here.
const (
	executeButton = ".graphiql-execute-button"
	queryEditor   = ".graphiql-query-editor .CodeMirror"
	resultPane    = ".graphiql-response .CodeMirror"
)

// OpenPlayground opens /playground of the server at base ("http://127.0.0.1:8080") and waits until its
// editors exist and the schema has been fetched.
func (b *Browser) OpenPlayground(base string) {
	b.t.Helper()
	b.Open(base + "/playground")
	b.Wait(`document.querySelector("` + queryEditor + `")?.CodeMirror`)
	// GraphiQL passes the schema to the editor's linter as soon as it has it.
	b.Wait(`document.querySelector("` + queryEditor + `").CodeMirror.options.lint?.schema`)
}

// Tabs returns the titles of the open tabs in order: the names of operations.
func (b *Browser) Tabs() []string {
	b.t.Helper()
	return Eval[[]string](b,
		`[...document.querySelectorAll("[id^=graphiql-session-tab-]")].map(t => t.textContent)`)
}

// OpenTab selects the n-th tab, from 0.
func (b *Browser) OpenTab(n int) {
	b.t.Helper()
	b.Click(fmt.Sprintf("#graphiql-session-tab-%d", n))
	b.waitParsed()
}

// QueryText returns the text in the query editor.
func (b *Browser) QueryText() string {
	b.t.Helper()
	return Eval[string](b, `document.querySelector("`+queryEditor+`").CodeMirror.getValue()`)
}

// SetQuery replaces the text in the query editor, and waits until GraphiQL has parsed it: until then it would
// run the previous operation.
func (b *Browser) SetQuery(query string) {
	b.t.Helper()
	Eval[any](b, fmt.Sprintf(`document.querySelector("%s").CodeMirror.setValue(%q)`, queryEditor, query))
	b.waitParsed()
}

// waitParsed waits until GraphiQL has parsed the text in the editor. Until then it would run the previous
// operation.
func (b *Browser) waitParsed() {
	b.t.Helper()
	b.Wait(`(e => e.documentAST?.loc.source.body === e.getValue())(document.querySelector("` + queryEditor +
		`").CodeMirror)`)
}

// Execute clicks the execute button and returns the content of the result pane: the response, or the first
// event of a subscription. With several operations in the editor the button opens a menu instead.
func (b *Browser) Execute() string {
	b.t.Helper()
	b.Click(executeButton) // clears the result pane
	b.Wait(`document.querySelector("` + resultPane +
		`").CodeMirror.getValue() && !document.querySelector(".graphiql-spinner")`)
	return b.Response()
}

// Response returns the content of the result pane.
func (b *Browser) Response() string {
	b.t.Helper()
	return Eval[string](b, `document.querySelector("`+resultPane+`").CodeMirror.getValue()`)
}

// WaitForResponse waits until the result pane contains a text.
func (b *Browser) WaitForResponse(text string) {
	b.t.Helper()
	b.Wait(fmt.Sprintf(`document.querySelector("%s").CodeMirror.getValue().includes(%q)`, resultPane, text))
}

// SignInAs chooses a role from the list beside the logo; "anonymous" for none.
func (b *Browser) SignInAs(role string) {
	b.t.Helper()
	b.Wait(fmt.Sprintf(`(() => {
		const list = document.querySelector(".thidua-sign-in");
		list.selectedIndex = [...list.options].findIndex((o) => o.text.endsWith(%q));
		return list.dispatchEvent(new Event("change", { bubbles: true }));
	})()`, role))
}

// StopSubscription ends the running subscription with the execute button.
func (b *Browser) StopSubscription() {
	b.t.Helper()
	b.Click(executeButton + `[aria-label^="Stop"]`)
	b.Wait(`document.querySelector('` + executeButton + `[aria-label^="Execute"]')`)
}
