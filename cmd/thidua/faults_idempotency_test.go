package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"thidua/ent/announcement"
	"thidua/internal/store"
	"thidua/internal/storetest"
	"thidua/internal/viewer"
)

// mutationsNotStored makes a node hang longer than any test when it stores the response to a committed
// change: it is then between commit and response.
var mutationsNotStored = map[string][]string{
	store.SQLite: {
		`CREATE TRIGGER never_stored BEFORE UPDATE ON idempotency_keys
		WHEN CAST(NEW.answer AS TEXT) LIKE '{"data"%' BEGIN
			SELECT count(*) FROM sqlite_master a, sqlite_master b, sqlite_master c, sqlite_master d,
				sqlite_master e, sqlite_master f;
		END`,
	},
	store.Postgres: {
		`CREATE FUNCTION never_stored() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
			IF left(encode(NEW.answer, 'escape'), 7) = '{"data"' THEN PERFORM pg_sleep(600); END IF;
			RETURN NEW;
		END $$`,
		`CREATE TRIGGER never_stored BEFORE UPDATE ON idempotency_keys
		FOR EACH ROW EXECUTE FUNCTION never_stored()`,
	},
}

// mutationsStored lets nodes store responses again, and ends the statements of the killed node.
var mutationsStored = map[string][]string{
	store.SQLite: {`DROP TRIGGER never_stored`},
	store.Postgres: {
		`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
		WHERE query LIKE '%idempotency_keys%' AND pid <> pg_backend_pid()`,
		`DROP TRIGGER never_stored ON idempotency_keys`,
	},
}

// A node is killed between the commit of a change and its response. The client repeats the request with the
// same key at another node, or at the restarted one: the response describes the first attempt, and the change
// was made once.
func TestFaults_KilledBeforeResponse(t *testing.T) {
	for _, dialect := range []string{store.SQLite, store.Postgres} {
		t.Run(dialect, func(t *testing.T) {
			h := newFaultHarness(t, storetest.NewURL(t, dialect))
			db, err := sql.Open(map[string]string{store.SQLite: "sqlite", store.Postgres: "postgres"}[dialect],
				strings.TrimPrefix(h.url, "sqlite:"))
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			run := func(statements []string) {
				t.Helper()
				for _, statement := range statements {
					if _, err := db.ExecContext(t.Context(), statement); err != nil {
						t.Fatalf("%s: %v", statement, err)
					}
				}
			}
			run(mutationsNotStored[dialect])
			kill := h.startProcess(0)
			if dialect == store.Postgres {
				h.startProcess(1)
			}
			lost := make(chan error, 1)
			go func() {
				response, err := http.DefaultClient.Do(h.keyedRequest(t.Context(), 0))
				if err == nil {
					_ = response.Body.Close()
				}
				lost <- err
			}()
			operator := viewer.NewContext(t.Context(), viewer.Operator())
			for h.store.Reader().IdempotencyKey.Query().CountX(operator) == 0 {
				time.Sleep(5 * time.Millisecond)
			}
			kill()
			if err := <-lost; err == nil {
				t.Fatal("the client was answered")
			}
			run(mutationsStored[dialect])
			if dialect == store.SQLite {
				h.startProcess(1)
			}
			var answers []string
			for range 2 {
				response, err := faultClient.Do(h.keyedRequest(t.Context(), 1))
				if err != nil {
					t.Fatal(err)
				}
				var got struct {
					Data struct {
						MakeAnnouncement struct {
							Announcement struct{ ID, Text string }
						}
					}
				}
				err = json.NewDecoder(response.Body).Decode(&got)
				_ = response.Body.Close()
				made := got.Data.MakeAnnouncement.Announcement
				if err != nil || response.StatusCode != http.StatusOK ||
					response.Header.Get("Idempotent-Replay") != "true" || made.Text != "Chào" {
					t.Errorf("%d %v %+v %v", response.StatusCode, response.Header, got, err)
				}
				answers = append(answers, made.ID)
			}
			made := h.store.Reader().Announcement.Query().Where(announcement.Text("Chào")).AllX(operator)
			if len(made) != 1 || answers[0] != answers[1] || answers[0] != made[0].ID.String() {
				t.Errorf("made %v, answered %v", made, answers)
			}
		})
	}
}

// keyedRequest returns the request of an announcement with a key, to a node.
func (h *faultHarness) keyedRequest(ctx context.Context, node int) *http.Request {
	h.Helper()
	body := `{"query":"mutation { makeAnnouncement(input: {conference: \"faults\", text: \"Chào\"}) { ` +
		`announcement { id text } } }"}`
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, h.nodeURL(node)()+"/graphql",
		strings.NewReader(body))
	if err != nil {
		h.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Authorization", "Bearer "+h.secret)
	request.Header.Set("Idempotency-Key", "k")
	return request
}
