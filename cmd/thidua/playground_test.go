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

// The playground of the demo has a tab for each example; one runs by shortcut and answers from the record;
// the documentation shows the schema; and the page sends no requests to other hosts.
func TestPlaygroundOfTheDemo(t *testing.T) {
	base, _ := start(t, "demo")
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
	b.View(1920, 1080, false)
	b.Shoot("demo-playground-1920")
	b.Open(base + "/")
	b.Shoot("demo-home-1920")
	b.View(390, 844, true)
	b.Shoot("demo-home-390-dark")
	b.RequireClean()
}

// The example of a conference's events is started by shortcut; later changes of the demo's conference appear
// in its tab: public ones, and with the Ministry's token those for participants.
func TestPlaygroundFollowsTheDemo(t *testing.T) {
	base, _ := start(t, "demo")
	ministry := tokenOf(t, base, "MINISTRY")
	b := browsertest.New(t)
	b.View(1920, 1080, false)
	b.OpenPlayground(base)
	b.OpenTab(numberOf(t, "19-conference-events"))
	if answer := b.Execute(); !strings.Contains(answer, `"Heartbeat"`) {
		t.Errorf("the stream begins with %s", answer)
	}
	announce(t, base, ministry, `text: "Xin chào"`)
	b.WaitForAnswer(`"text": "Xin chào"`)
	b.Shoot("demo-events-1920")
	if want := "WS " + strings.Replace(base, "http:", "ws:", 1) +
		"/graphql"; !slices.Contains(b.Requests(), want) {
		t.Errorf("no %s among %q", want, b.Requests())
	}
	b.Stop()
	b.SignInAs("MINISTRY")
	b.Execute()
	announce(t, base, ministry, `text: "Họp kín", audience: PARTICIPANTS`)
	b.WaitForAnswer(`"text": "Họp kín"`)
	b.Stop()
	b.OpenTab(numberOf(t, "20-conference-live"))
	b.Execute()
	b.WaitForAnswer(`"text": "Họp kín"`)
	announce(t, base, ministry, `text: "Giải lao 15 phút"`)
	b.WaitForAnswer(`"text": "Giải lao 15 phút"`)
	b.Shoot("demo-live-1920")
	b.View(1920, 1080, true)
	b.Shoot("demo-live-1920-dark")
	b.RequireClean()
}

// All examples succeed in the demo, in their order: the one that plans a conference finds the demo's own.
func TestExamplesAnswerInTheDemo(t *testing.T) {
	base, _ := start(t, "demo")
	ministry := tokenOf(t, base, "MINISTRY")
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
		if answer := post(t, base, ministry, string(body)); strings.Contains(answer, `"errors"`) {
			t.Errorf("%s: %s", e.Name, answer)
		}
	}
}

// demoTokenOf returns the token of a role that the demo offers to its pages.
func tokenOf(t *testing.T, base, role string) string {
	t.Helper()
	_, body := get(t, base+"/static/tokens.json")
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
func numberOf(t *testing.T, name string) int {
	t.Helper()
	at := slices.IndexFunc(web.Examples(), func(e web.Example) bool { return e.Name == name })
	if at < 0 {
		t.Fatalf("no example %s", name)
	}
	return at
}

// makeAnnouncement makes an announcement at the demo's conference.
func announce(t *testing.T, base, token, input string) {
	t.Helper()
	query := `mutation { makeAnnouncement(input: {conference: "` + demoHall().Code + `", ` + input +
		`}) { id } }`
	body, err := json.Marshal(map[string]string{"query": query})
	if err != nil {
		t.Fatal(err)
	}
	if answer := post(t, base, token, string(body)); strings.Contains(answer, `"errors"`) {
		t.Fatal(answer)
	}
}

// postWithToken sends an operation with a token and returns the response.
func post(t *testing.T, base, token, body string) string {
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
