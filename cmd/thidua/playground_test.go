package main

import (
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"thidua/internal/web"
	"thidua/internal/web/browsertest"
)

// testPlayground checks that the playground of the demo has a tab for each example, that examples answer from
// the record, and that the page sends no requests to other hosts.
func testPlayground(t *testing.T, base string) {
	b := browsertest.New(t)
	b.OpenPlayground(base)
	if tabs, examples := b.Tabs(), web.Examples(); len(tabs) != len(examples) {
		t.Errorf("%d tabs for %d examples: %v", len(tabs), len(examples), tabs)
	}
	if answer := b.Execute(); !strings.Contains(answer, "Bắc Ninh") || strings.Contains(answer, "errors") {
		t.Errorf("the first example answers %s", answer)
	}
	b.OpenTab(8) // reconciliation
	if answer := b.Execute(); !strings.Contains(answer, `"difference": "85"`) {
		t.Errorf("the reconciliation answers %s", answer)
	}
	b.SetQuery(`query Refused { cluster(number: 2) { head(schoolYear: "2023-2025") { name } } }`)
	if answer := b.Execute(); !strings.Contains(answer, "BAD_SCHOOL_YEAR") {
		t.Errorf("a refusal answers %s", answer)
	}
	b.SetView(1920, 1080, false)
	b.Screenshot("demo-playground-1920")
	b.Open(base + "/")
	b.Screenshot("demo-home-1920")
	b.SetView(390, 844, true)
	b.Screenshot("demo-home-390-dark")
	b.RequireClean()
}

// The example of a conference's events is started by shortcut; later changes of the demo's conference appear
// in its tab: public ones, and with the Ministry's token those for participants.
func TestDemo_PlaygroundSubscribes(t *testing.T) {
	base, _ := startProgram(t, "demo")
	ministry := demoTokenOf(t, base, "MINISTRY")
	b := browsertest.New(t)
	b.SetView(1920, 1080, false)
	b.OpenPlayground(base)
	b.OpenTab(exampleNumber(t, "19-conference-events"))
	if answer := b.Execute(); !strings.Contains(answer, `"Heartbeat"`) {
		t.Errorf("the stream begins with %s", answer)
	}
	makeAnnouncement(t, base, ministry, `text: "Xin chào"`)
	b.WaitForResponse(`"text": "Xin chào"`)
	b.Screenshot("demo-events-1920")
	if want := "WS " + strings.Replace(base, "http:", "ws:", 1) +
		"/graphql"; !slices.Contains(b.Requests(), want) {
		t.Errorf("no %s among %q", want, b.Requests())
	}
	b.StopSubscription()
	b.SignInAs("MINISTRY")
	b.Execute()
	makeAnnouncement(t, base, ministry, `text: "Họp kín", audience: PARTICIPANTS`)
	b.WaitForResponse(`"text": "Họp kín"`)
	b.StopSubscription()
	b.OpenTab(exampleNumber(t, "20-conference-live"))
	b.Execute()
	b.WaitForResponse(`"text": "Họp kín"`)
	makeAnnouncement(t, base, ministry, `text: "Giải lao 15 phút"`)
	b.WaitForResponse(`"text": "Giải lao 15 phút"`)
	b.Screenshot("demo-live-1920")
	b.SetView(1920, 1080, true)
	b.Screenshot("demo-live-1920-dark")
	b.RequireClean()
}

// testExamples checks that all examples succeed in the demo, in their order: the one that plans a conference
// finds the demo's own.
func testExamples(t *testing.T, base string) {
	ministry := demoTokenOf(t, base, "MINISTRY")
	for _, e := range web.Examples() {
		if strings.Contains(e.Query, "\nsubscription ") {
			continue // tested above
		}
		body, err := json.Marshal(map[string]any{"query": e.Query, "variables": json.RawMessage("{}")})
		if e.Variables != "" {
			body, err = json.Marshal(map[string]any{"query": e.Query, "variables": json.RawMessage(e.Variables)})
		}
		if err != nil {
			t.Fatal(err)
		}
		if answer := postWithToken(t, base, ministry, string(body)); strings.Contains(answer, `"errors"`) {
			t.Errorf("%s: %s", e.Name, answer)
		}
	}
}

// demoTokenOf returns the token of a role that the demo offers to its pages.
func demoTokenOf(t *testing.T, base, role string) string {
	t.Helper()
	_, body := httpGet(t, base+"/static/tokens.json")
	var tokens []web.Token
	if err := json.Unmarshal([]byte(body), &tokens); err != nil {
		t.Fatalf("%v: %s", err, body)
	}
	for _, token := range tokens {
		if token.Role == role {
			return token.Secret
		}
	}
	t.Fatalf("no token for %s", role)
	return ""
}

// exampleNumber returns the index of an example's tab, from 0.
func exampleNumber(t *testing.T, name string) int {
	t.Helper()
	at := slices.IndexFunc(web.Examples(), func(e web.Example) bool { return e.Name == name })
	if at < 0 {
		t.Fatalf("no example %s", name)
	}
	return at
}

// makeAnnouncement makes an announcement at the demo's conference.
func makeAnnouncement(t *testing.T, base, token, input string) {
	t.Helper()
	query := `mutation { makeAnnouncement(input: {conference: "` + demoPlan().Code + `", ` + input +
		`}) { announcement { id } } }`
	body, err := json.Marshal(map[string]string{"query": query})
	if err != nil {
		t.Fatal(err)
	}
	if answer := postWithToken(t, base, token, string(body)); strings.Contains(answer, `"errors"`) {
		t.Fatal(answer)
	}
}

// postWithToken sends an operation with a token and returns the response.
func postWithToken(t *testing.T, base, token, body string) string {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, base+"/graphql",
		strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Authorization", "Bearer "+token)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(answer)
}
