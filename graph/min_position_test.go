package graph_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"thidua/internal/conference"
	"thidua/internal/journal"
	"thidua/internal/registry"
)

const announcementCountQuery = `{ conference(code: "hall") { announcements { totalCount } } }`

// askAt sends a query that requires a position, by POST or GET, and returns the status and the response.
func (a api) askAt(method, query string, position any) (status int, got graphqlResponse) {
	a.t.Helper()
	extensions, err := json.Marshal(map[string]any{"minPosition": position})
	if err != nil {
		a.t.Fatal(err)
	}
	body, err := json.Marshal(map[string]any{"query": query, "extensions": json.RawMessage(extensions)})
	if err != nil {
		a.t.Fatal(err)
	}
	at := a.url
	if method == http.MethodGet {
		at, body = at+"?"+url.Values{"query": {query}, "extensions": {string(extensions)}}.Encode(), nil
	}
	request, err := http.NewRequestWithContext(a.t.Context(), method, at, strings.NewReader(string(body)))
	if err != nil {
		a.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept", "application/graphql-response+json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		a.t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		a.t.Fatal(err)
	}
	if err := json.Unmarshal(text, &got); err != nil {
		a.t.Fatalf("%s: %v", text, err)
	}
	return response.StatusCode, got
}

// TestMinPosition_Reached checks that a query that requires the position of a mutation is answered at once,
// with its change, over each method.
func TestMinPosition_Reached(t *testing.T) {
	eachLiveAPI(t, func(t *testing.T, h liveAPI) {
		made := h.asMinistry().data(`mutation { makeAnnouncement(input: {conference: "hall", text: "Giải lao"}) {
			position } }`, nil)
		for _, method := range []string{http.MethodPost, http.MethodGet} {
			start := time.Now()
			status, got := h.asMinistry().askAt(method, announcementCountQuery,
				at(made, "makeAnnouncement", "position"))
			if status != 200 || at(got.Data, "conference", "announcements", "totalCount") != float64(1) {
				t.Errorf("%s: %d %+v", method, status, got)
			}
			if waited := time.Since(start); waited > time.Second {
				t.Errorf("%s: it waited %s", method, waited)
			}
		}
		// A null is not given, and a mutation needs none.
		if status, got := h.asMinistry().askAt(http.MethodPost, announcementCountQuery, nil); status != 200 {
			t.Errorf("null: %d %+v", status, got)
		}
		if status, got := h.asMinistry().askAt(http.MethodPost,
			`mutation { pauseConference(input: {conference: "hall"}) { conference { state } } }`,
			"nonsense"); status != 200 || len(got.Errors) > 0 {
			t.Errorf("a mutation: %d %+v", status, got)
		}
	})
}

// TestMinPosition_NotYetReached checks that a query waits until the event at its position is committed, and
// is refused if that takes too long.
func TestMinPosition_NotYetReached(t *testing.T) {
	eachLiveAPI(t, func(t *testing.T, h liveAPI) {
		heads, err := journal.ReadHeads(t.Context(), h.store.Reader())
		if err != nil {
			t.Fatal(err)
		}
		stream := journal.ConferenceStream(registry.ConferenceID("hall"))
		next := heads.Key.PositionAt(heads.Epoch, stream, heads.Last[stream]+1).String()
		start := time.Now()
		status, got := h.asMinistry().askAt(http.MethodPost, announcementCountQuery, next)
		if status != http.StatusServiceUnavailable || len(got.Errors) != 1 || got.Data != nil ||
			got.Errors[0].Extensions.Code != "POSITION_NOT_REACHED" ||
			got.Errors[0].Extensions.Params["max"] != float64(2000) ||
			got.Errors[0].Extensions.Params["limit"] != "min-position-wait" {
			t.Errorf("%d %+v", status, got)
		}
		if waited := time.Since(start); waited < 2*time.Second || waited > 8*time.Second {
			t.Errorf("it was refused after %s", waited)
		}
		announced := make(chan error, 1)
		time.AfterFunc(300*time.Millisecond, func() {
			_, err := conference.Announce(operatorContext(h.api), h.store,
				conference.NewAnnouncement{Conference: "hall", Text: "Chào", Audience: "EVERYONE"})
			announced <- err
		})
		status, got = h.asMinistry().askAt(http.MethodPost, announcementCountQuery, next)
		if err := <-announced; err != nil {
			t.Fatal(err)
		}
		if status != 200 || at(got.Data, "conference", "announcements", "totalCount") != float64(1) {
			t.Errorf("while it is committed: %d %+v", status, got)
		}
	})
}

// TestMinPosition_Invalid checks that a position that is malformed, forged or of another epoch is refused
// without waiting.
func TestMinPosition_Invalid(t *testing.T) {
	eachLiveAPI(t, func(t *testing.T, h liveAPI) {
		heads, err := journal.ReadHeads(t.Context(), h.store.Reader())
		if err != nil {
			t.Fatal(err)
		}
		stream := journal.ConferenceStream(registry.ConferenceID("hall"))
		for name, c := range map[string]struct {
			position any
			status   int
			code     string
		}{
			"not a position": {"nonsense", 400, "BAD_POSITION"},
			"empty":          {"", 400, "BAD_POSITION"},
			"a number":       {7, 400, "BAD_PARAMETER"},
			"another epoch": {heads.Key.PositionAt(heads.Epoch+1, stream, 1).String(), 409,
				"POSITION_LOST"},
			"of another key": {journal.PositionAt(heads.Epoch, stream, 1).String(), 409, "POSITION_LOST"},
		} {
			start := time.Now()
			status, got := h.asMinistry().askAt(http.MethodPost, announcementCountQuery, c.position)
			if status != c.status || len(got.Errors) != 1 || got.Errors[0].Extensions.Code != c.code ||
				time.Since(start) > time.Second {
				t.Errorf("%s: %d %+v after %s", name, status, got, time.Since(start))
			}
		}
		s := h.dial("")
		s.send(map[string]any{"id": "1", "type": "subscribe", "payload": map[string]any{
			"query": announcementCountQuery, "extensions": map[string]any{"minPosition": "nonsense"}}})
		if code := s.errorCode("1"); code != "BAD_POSITION" {
			t.Errorf("over a socket it is refused with %s", code)
		}
	})
}
