package graph_test

import (
	"compress/gzip"
	"database/sql"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"thidua/graph"
	"thidua/internal/access"
	"thidua/internal/account"
	"thidua/internal/journal"
	"thidua/internal/registry"
	"thidua/internal/store"
	"thidua/internal/storetest"
	"thidua/internal/transport"
)

// What database.sqlite.gz holds: the record, a conference that the server of 2026-11-28 played to its end,
// and one mutation with an Idempotency-Key.
const (
	storedConference = "live-final"
	storedKey        = "stored-announcement-1"
	storedToken      = "thidua_jVgrsVnNofJAoQuV0klJ3TscNjzSOG-fvnfDTAWByBI" // of that database alone
	storedMutation   = `mutation { makeAnnouncement(input: {conference: "demo-hall", text: "Mời đại biểu vào ` +
		`hội trường."}) { announcement { id text } } }`
	storedRefusal = `"code":"IDEMPOTENCY_KEY_REUSED"`
)

const storedReplay = `query($p: Position) { conferenceAt(conference: "live-final", position: $p) {
	title state currentItem { ordinal title startedAt } agendaItems { ordinal title plannedMinutes startedAt
	endedAt spentSeconds }
	sites { code name delegatesPresent checkedOutAt link } announcements { text audience withdrawnAt }
	attendances { role: title unitCode presence } floorRequests { kind state unitName spentSeconds }
	proposals { code content state } tasks { content state assignments { unitName percent } } } }`

var writeStored = flag.Bool(
	"write-stored", false,
	"write what TestStoredDatabase_SameResponses compares with; only for a database file that is added",
)

// openStored opens a copy of the database file. What expires there is made as if it had been written now.
func openStored(t *testing.T) *store.Store {
	t.Helper()
	file, err := os.Open("testdata/stored/database.sqlite.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	unzipped, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(unzipped)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "stored.db")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	now := time.Now().UTC().Format("2006-01-02 15:04:05.999999+00:00")
	db, err := sql.Open("sqlite", path)
	if err == nil {
		_, err = db.ExecContext(
			t.Context(), `UPDATE idempotency_keys SET at = ?; UPDATE tokens SET expires_at = NULL`, now,
		)
	}
	if err = errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	s := storetest.OpenURL(t, "sqlite:"+path, store.WithReadRules(access.InstallReadRules))
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s
}

// A database that an earlier server wrote is migrated and read as that server read it: its journal is
// replayed at every tenth position, its tokens sign in, and a mutation that is sent again gets its stored
// response.
func TestStoredDatabase_SameResponses(t *testing.T) {
	s := openStored(t)
	stream := journal.ConferenceStream(registry.ConferenceID(storedConference))
	heads, err := journal.ReadHeads(t.Context(), s.Reader(), stream)
	if err != nil {
		t.Fatal(err)
	}
	signedIn := account.NewAuthenticator(s, nil, time.Now)
	server := httptest.NewServer(transport.Authenticate(graph.Handler(s), signedIn.Authenticate))
	defer server.Close()
	replays := map[string]json.RawMessage{}
	for seq := int64(0); seq <= heads.Last[stream]; seq += 10 {
		position := heads.Key.PositionAt(heads.Epoch, stream, seq).String()
		body, _ := json.Marshal(map[string]any{"query": storedReplay, "variables": map[string]any{"p": position}})
		replays[fmt.Sprint(seq)] = sendStored(t, server.URL, string(body))
	}
	got, err := json.MarshalIndent(replays, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	const golden = "testdata/stored/replays.json"
	if *writeStored {
		if err := os.WriteFile(golden, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != string(want) || len(replays) < 7 {
		t.Errorf("%d replays differ from %s:\n%s", len(replays), golden, got)
	}
	// The key was stored with the mutation as the API had it before version 1, so it is another request now.
	request, _ := json.Marshal(map[string]string{"query": storedMutation})
	response := sendStored(t, server.URL, string(request), "Authorization", "Bearer "+storedToken,
		"Idempotency-Key", storedKey)
	if !strings.Contains(string(response), storedRefusal) {
		t.Errorf("the stored key returns %s", response)
	}
}

func sendStored(t *testing.T, url, body string, header ...string) json.RawMessage {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	for i := 0; i+1 < len(header); i += 2 {
		request.Header.Set(header[i], header[i+1])
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("%d %v %s", response.StatusCode, err, answer)
	}
	return answer
}
