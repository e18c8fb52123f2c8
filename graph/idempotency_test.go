package graph_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"thidua/ent/announcement"
	"thidua/graph"
	"thidua/internal/access"
	"thidua/internal/account"
	"thidua/internal/conference"
	"thidua/internal/gid"
	"thidua/internal/idempotency"
	"thidua/internal/registry"
	"thidua/internal/store"
	"thidua/internal/storetest"
	"thidua/internal/viewer"
)

const makeAnnouncementMutation = `mutation Make($t: String!) { makeAnnouncement(input: {conference: ` +
	`"hall", text: $t}) { announcement { id text madeAt } } }`

// clerk is an account that acts for the Ministry.
func clerk(name string) viewer.Viewer {
	return viewer.Account(gid.Derive(gid.Account, name), time.Time{}, viewer.Grant{Role: viewer.Ministry})
}

// httpResponse is a response over HTTP, as received.
type httpResponse struct {
	status int
	replay string
	Data   json.RawMessage
	Errors []responseError
}

func (s httpResponse) code() string {
	if len(s.Errors) != 1 {
		return ""
	}
	return s.Errors[0].Extensions.Code
}

// send sends an operation with one or more headers.
func (a api) send(query string, variables map[string]any, header ...string) (got httpResponse) {
	a.t.Helper()
	response := a.post(query, variables, append(header, "Accept", "application/graphql-response+json")...)
	defer response.Body.Close()
	if err := json.NewDecoder(response.Body).Decode(&got); err != nil {
		a.t.Fatal(err)
	}
	got.status, got.replay = response.StatusCode, response.Header.Get("Idempotent-Replay")
	return got
}

// countAnnouncements is how many announcements there are with a text.
func (a api) countAnnouncements(text string) int {
	a.t.Helper()
	ctx := viewer.NewContext(a.t.Context(), viewer.Operator())
	return a.store.Reader().Announcement.Query().Where(announcement.Text(text)).CountX(ctx)
}

func textVariable(text string) map[string]any { return map[string]any{"t": text} }

// TestIdempotency_RepeatedRequest checks that a repeated request with a key changes data once and has the
// same response bytes, that keys belong to the account and the request, and that rejected requests do not use
// the key.
func TestIdempotency_RepeatedRequest(t *testing.T) {
	eachLiveAPI(t, func(t *testing.T, h liveAPI) {
		one, other := serve(t, h.store, clerk("one")), serve(t, h.store, clerk("other"))
		key := []string{"Idempotency-Key", "k-1"}
		first := one.send(makeAnnouncementMutation, textVariable("Chào <b>"), key...)
		again := one.send(makeAnnouncementMutation, textVariable("Chào <b>"), key...)
		if first.status != 200 || first.replay != "" || again.replay != "true" || again.status != 200 ||
			string(first.Data) != string(again.Data) ||
			h.countAnnouncements("Chào <b>") != 1 {
			t.Errorf("%+v\n%+v\n%d are made", first, again, h.countAnnouncements("Chào <b>"))
		}
		for name, c := range map[string]struct {
			got    httpResponse
			status int
		}{
			"other variables": {one.send(makeAnnouncementMutation, textVariable("Khác"), key...), 422},
			"other selection": {one.send(strings.Replace(makeAnnouncementMutation, "madeAt", "", 1),
				textVariable("Chào <b>"), key...), 422},
		} {
			if c.got.code() != "IDEMPOTENCY_KEY_REUSED" || c.got.status != c.status || c.got.Data != nil {
				t.Errorf("%s: %+v", name, c.got)
			}
		}
		if got := other.send(makeAnnouncementMutation, textVariable("Chào <b>"), key...); got.replay != "" ||
			string(got.Data) == string(first.Data) ||
			h.countAnnouncements("Chào <b>") != 2 {
			t.Errorf("another account is given %+v", got)
		}
		if got := one.send(makeAnnouncementMutation, textVariable("Chào <b>"), "Idempotency-Key",
			"k-2"); got.replay != "" ||
			h.countAnnouncements("Chào <b>") != 3 {
			t.Errorf("another key: %+v", got)
		}
		if h.countAnnouncements("Khác") != 0 {
			t.Error("what was refused was done")
		}
		// the state refuses it; later the same key does it
		h.callTransitions("pauseConference")
		start := `mutation { startAgendaItem(input: {agendaItem: "` + conference.PartID(
			gid.AgendaItem, "hall", 1,
		).String() + `"}) { agendaItem { startedAt } } }`
		if got := one.send(start, nil, "Idempotency-Key", "k-3"); got.code() != "WRONG_STATE" {
			t.Errorf("on a break: %+v", got)
		}
		h.callTransitions("resumeConference")
		if got := one.send(start, nil, "Idempotency-Key", "k-3"); len(got.Errors) > 0 || got.replay != "" {
			t.Errorf("in session: %+v", got)
		}
		if got := serve(t, h.store, viewer.Anonymous()).send(makeAnnouncementMutation, textVariable("x"),
			"Idempotency-Key", "k-1"); got.code() != "UNAUTHENTICATED" ||
			got.status != http.StatusUnauthorized || h.countAnnouncements("x") != 0 {
			t.Errorf("an anonymous caller is answered %+v", got)
		}
		// who sees otherwise than then is shown nothing of then
		secretary := viewer.Account(
			gid.Derive(gid.Account, "one"), time.Time{},
			viewer.Grant{Role: viewer.Secretary, Conference: registry.ConferenceID("hall")},
		)
		if got := serve(t, h.store, secretary).send(makeAnnouncementMutation, textVariable("Chào <b>"),
			key...); got.code() != "ALREADY_DONE" ||
			got.status != 409 {
			t.Errorf("with another role it is %+v", got)
		}
	})
}

// TestIdempotency_InvalidKeys checks invalid keys and operations that take no key.
func TestIdempotency_InvalidKeys(t *testing.T) {
	eachLiveAPI(t, func(t *testing.T, h liveAPI) {
		one := serve(t, h.store, clerk("one"))
		for name, c := range map[string]struct {
			keys   []string
			code   string
			reason string
		}{
			"a space":  {[]string{"a b"}, "BAD_IDEMPOTENCY_KEY", "MALFORMED"},
			"empty":    {[]string{""}, "BAD_IDEMPOTENCY_KEY", "MALFORMED"},
			"marks":    {[]string{"khoá"}, "BAD_IDEMPOTENCY_KEY", "MALFORMED"},
			"too long": {[]string{strings.Repeat("k", 256)}, "BAD_IDEMPOTENCY_KEY", "MALFORMED"},
			"twice":    {[]string{"a", "a"}, "BAD_IDEMPOTENCY_KEY", "REPEATED"},
			"two":      {[]string{"a", "b"}, "BAD_IDEMPOTENCY_KEY", "REPEATED"},
			"longest":  {[]string{strings.Repeat("~", 255)}, "", ""},
		} {
			var header []string
			for _, key := range c.keys {
				header = append(header, "Idempotency-Key", key)
			}
			got := one.send(makeAnnouncementMutation, textVariable(name), header...)
			if done := 1 - min(1, len(c.code)); got.code() != c.code || h.countAnnouncements(name) != done {
				t.Errorf("%s: %+v, %d are made", name, got, h.countAnnouncements(name))
			}
			if c.code != "" && got.Errors[0].Extensions.Params["reason"] != c.reason {
				t.Errorf("%s: %v", name, got.Errors)
			}
		}
		two := `mutation { a: makeAnnouncement(input: {conference: "hall", text: "hai"}) { announcement { id } } b: ` +
			`makeAnnouncement(input: {conference: "hall", text: "hai"}) { announcement { id } } }`
		if got := one.send(two, nil, "Idempotency-Key", "k"); got.code() != "IDEMPOTENCY_KEY_SEVERAL_FIELDS" ||
			h.countAnnouncements("hai") != 0 {
			t.Errorf("two changes: %+v", got)
		}
		if got := one.send(two, nil); len(got.Errors) > 0 || h.countAnnouncements("hai") != 2 {
			t.Errorf("two changes without a key: %+v", got)
		}
		// a key is no harm where nothing changes
		for _, query := range []string{`{ conference(code: "hall") { code } }`, `mutation { __typename }`} {
			for range 2 {
				if got := one.send(query, nil, "Idempotency-Key", "k"); len(got.Errors) > 0 || got.replay != "" {
					t.Errorf("%s: %+v", query, got)
				}
			}
		}
	})
}

// TestIdempotency_Socket checks that the key is an extension over a socket, and may be one over HTTP.
func TestIdempotency_Socket(t *testing.T) {
	eachLiveAPI(t, func(t *testing.T, h liveAPI) {
		code := "hall"
		token, _ := h.signUp("thu-ky", account.NewGrant{Role: "SECRETARY", Conference: &code})
		s := h.dial(token.Secret)
		payload := map[string]any{
			"query":      makeAnnouncementMutation,
			"variables":  textVariable("Chào"),
			"extensions": map[string]any{"idempotencyKey": "k"},
		}
		var answers []string
		for range 2 {
			s.send(map[string]any{"id": "1", "type": "subscribe", "payload": payload})
			var got struct {
				Data       json.RawMessage
				Extensions map[string]any
			}
			m := s.receive()
			if err := json.Unmarshal(m.Payload, &got); err != nil || m.Type != "next" ||
				s.receive().Type != "complete" {
				t.Fatalf("%s %s", m.Type, m.Payload)
			}
			answers = append(answers, fmt.Sprint(string(got.Data), got.Extensions["idempotentReplay"] == true))
		}
		bearer := []string{"Authorization", "Bearer " + token.Secret, "Idempotency-Key", "k"}
		overHTTP := h.send(makeAnnouncementMutation, textVariable("Chào"), bearer...)
		first, _ := strings.CutSuffix(answers[0], "false")
		if answers[1] != first+"true" || string(overHTTP.Data) != first || overHTTP.replay != "true" ||
			h.countAnnouncements("Chào") != 1 {
			t.Errorf("%v and %+v", answers, overHTTP)
		}
		payload["extensions"] = map[string]any{"idempotencyKey": 7}
		s.send(map[string]any{"id": "2", "type": "subscribe", "payload": payload})
		if code := s.errorCode("2"); code != "BAD_IDEMPOTENCY_KEY" {
			t.Errorf("a number is refused with %s", code)
		}
	})
}

// TestIdempotency_ConcurrentRequests checks that of concurrent requests with one key on two nodes one makes
// the change; the others receive its response, or are asked to retry.
func TestIdempotency_ConcurrentRequests(t *testing.T) {
	for _, dialect := range []string{store.SQLite, store.Postgres} {
		t.Run(dialect, func(t *testing.T) {
			url := storetest.NewURL(t, dialect)
			near := newLiveAPI(t, storetest.OpenURL(t, url, store.WithReadRules(access.InstallReadRules)))
			far := storetest.OpenURL(t, url, store.WithReadRules(access.InstallReadRules))
			nodes := []api{serve(t, near.store, clerk("one")), serve(t, far, clerk("one"))}
			for round := range 5 {
				text := fmt.Sprintf("lần %d", round)
				var mu sync.Mutex
				var all sync.WaitGroup
				answers := map[string]int{}
				for i := range 8 {
					all.Go(func() {
						got := nodes[i%2].send(
							makeAnnouncementMutation, textVariable(text), "Idempotency-Key", text[len("lần "):],
						)
						mu.Lock()
						defer mu.Unlock()
						answers[string(got.Data)+got.code()]++
					})
				}
				all.Wait()
				last := nodes[round%2].send(
					makeAnnouncementMutation, textVariable(text), "Idempotency-Key", text[len("lần "):],
				)
				delete(answers, "IDEMPOTENCY_KEY_IN_USE")
				if near.countAnnouncements(text) != 1 || last.replay != "true" || len(answers) != 1 ||
					answers[string(last.Data)] == 0 {
					t.Errorf("%d are made; answers %v, and then %+v", near.countAnnouncements(text), answers, last)
				}
			}
		})
	}
}

// TestIdempotency_EveryMutationHasAnOutcome checks that the result of every mutation is a secret, or starts
// with a field as which its outcome can be read.
func TestIdempotency_EveryMutationHasAnOutcome(t *testing.T) {
	readers, types := graph.OutcomeFields(t.Context(), storetest.Open(t, store.SQLite)), graph.SchemaTypes()
	for _, mutation := range types["Mutation"].Fields {
		result := types[mutation.Type.Name()]
		if !graph.IsSecretType(result.Name) && !readers[result.Fields[0].Name] {
			t.Errorf("the result of %s cannot be rendered again: nothing reads %s", mutation.Name, result.Fields[0].Name)
		}
	}
}

// TestIdempotency_KeysExpire checks that old keys are removed, and that a removed key makes a new change.
func TestIdempotency_KeysExpire(t *testing.T) {
	eachLiveAPI(t, func(t *testing.T, h liveAPI) {
		one := serve(t, h.store, clerk("one"))
		one.send(makeAnnouncementMutation, textVariable("Chào"), "Idempotency-Key", "k")
		for _, c := range []struct {
			before     time.Time
			gone, made int
		}{{time.Now().Add(-idempotency.Retention), 0, 1}, {time.Now().Add(time.Minute), 1, 2}} {
			gone, err := idempotency.Trim(t.Context(), h.store, c.before)
			one.send(makeAnnouncementMutation, textVariable("Chào"), "Idempotency-Key", "k")
			if err != nil || gone != c.gone || h.countAnnouncements("Chào") != c.made {
				t.Errorf("%d are gone and %d made, want %+v; %v", gone, h.countAnnouncements("Chào"), c, err)
			}
		}
	})
}
