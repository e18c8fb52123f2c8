package browsertest

import "fmt"

// The playground's parts as GraphiQL 4 names them. They change when GraphiQL does, and only here.
const (
	executeButton = ".graphiql-execute-button"
	queryEditor   = ".graphiql-query-editor .CodeMirror"
	resultPane    = ".graphiql-response .CodeMirror"
)

// OpenPlayground opens /playground of the server at base ("http://127.0.0.1:8080") and waits until
// its editors are there and the schema has been fetched.
func (b *Browser) OpenPlayground(base string) {
	b.t.Helper()
	b.Open(base + "/playground")
	b.Wait(`document.querySelector("` + queryEditor + `")?.CodeMirror`)
	// GraphiQL gives the schema to the editor's linter as soon as it has it.
	b.Wait(`document.querySelector("` + queryEditor + `").CodeMirror.options.lint?.schema`)
}

// Tabs are the titles of the open tabs, in order: the operations' names.
func (b *Browser) Tabs() []string {
	b.t.Helper()
	return Eval[[]string](b, `[...document.querySelectorAll("[id^=graphiql-session-tab-]")].map(t => t.textContent)`)
}

// OpenTab brings the n-th tab to the front, from 0.
func (b *Browser) OpenTab(n int) {
	b.t.Helper()
	b.Click(fmt.Sprintf("#graphiql-session-tab-%d", n))
	b.parsed()
}

// Query is what stands in the query editor.
func (b *Browser) Query() string {
	b.t.Helper()
	return Eval[string](b, `document.querySelector("`+queryEditor+`").CodeMirror.getValue()`)
}

// SetQuery replaces what stands in the query editor. GraphiQL parses it a moment later, which this
// waits for: until then it would run the operation that stood there before.
func (b *Browser) SetQuery(query string) {
	b.t.Helper()
	Eval[any](b, fmt.Sprintf(`document.querySelector("%s").CodeMirror.setValue(%q)`, queryEditor, query))
	b.parsed()
}

// parsed waits until GraphiQL has parsed what stands in the editor. Until then it would run the operation before.
func (b *Browser) parsed() {
	b.t.Helper()
	b.Wait(`(e => e.documentAST?.loc.source.body === e.getValue())(document.querySelector("` + queryEditor + `").CodeMirror)`)
}

// Execute presses the execute button and gives back what then stands in the result pane: the whole
// answer, or the first event of a subscription. With several operations in the editor the button
// opens a menu instead.
func (b *Browser) Execute() string {
	b.t.Helper()
	b.Click(executeButton) // empties the result pane before it returns
	b.Wait(`document.querySelector("` + resultPane + `").CodeMirror.getValue() && !document.querySelector(".graphiql-spinner")`)
	return b.Answer()
}

// Answer is what stands in the result pane.
func (b *Browser) Answer() string {
	b.t.Helper()
	return Eval[string](b, `document.querySelector("`+resultPane+`").CodeMirror.getValue()`)
}

// WaitForAnswer waits until a text stands in the result pane.
func (b *Browser) WaitForAnswer(text string) {
	b.t.Helper()
	b.Wait(fmt.Sprintf(`document.querySelector("%s").CodeMirror.getValue().includes(%q)`, resultPane, text))
}

// SignInAs chooses a role from the list beside the logo; "anonymous" is none.
func (b *Browser) SignInAs(role string) {
	b.t.Helper()
	b.Wait(fmt.Sprintf(`(() => {
		const list = document.querySelector(".thidua-sign-in");
		list.selectedIndex = [...list.options].findIndex((o) => o.text.endsWith(%q));
		return list.dispatchEvent(new Event("change", { bubbles: true }));
	})()`, role))
}

// Stop ends the subscription that runs, by the button that began it.
func (b *Browser) Stop() {
	b.t.Helper()
	b.Click(executeButton + `[aria-label^="Stop"]`)
	b.Wait(`document.querySelector('` + executeButton + `[aria-label^="Execute"]')`)
}
