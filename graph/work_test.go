//go:build !race

package graph_test

import (
	"bytes"
	"context"
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"sync"
	"testing"

	"thidua/ent/announcement"
	entconference "thidua/ent/conference"
	"thidua/graph"
	"thidua/internal/access"
	"thidua/internal/conference"
	"thidua/internal/sampledata"
	"thidua/internal/store"
	"thidua/internal/storetest"
	"thidua/internal/viewer"
)

// operationWork is what an operation did, counted: all of it is the same on every run and every machine but
// the bytes, which vary by a few percent.
type operationWork struct {
	statements int
	steps      int // instructions of SQLite's virtual machine
	bytes      int // allocated by the server
	database   int // microseconds of PostgreSQL, as planCounter estimates them; nothing else is counted then
}

// What each of them takes, in microseconds: fitted to the CPU time of some sixty operations on the scale
// data, from one row by its key to 930 MB. The sum is within a factor of two of the measured time for each
// of them.
const (
	statementTime        = 60
	stepsPerMicro        = 12
	microPerKB           = 4
	requestOverheadBytes = 12 << 10 // of the request itself
)

// cpuMicroseconds is about how many microseconds of CPU the work takes.
func (w operationWork) cpuMicroseconds() int {
	if w.database > 0 {
		return w.database
	}
	return statementTime*w.statements + w.steps/stepsPerMicro + microPerKB*max(
		w.bytes-requestOverheadBytes, 0,
	)>>10
}

func (w operationWork) String() string {
	if w.database > 0 {
		return fmt.Sprintf("%d statements, about %d µs of PostgreSQL", w.statements, w.database)
	}
	return fmt.Sprintf(
		"%d statements, %d steps, %d KB, about %d µs", w.statements, w.steps, w.bytes>>10, w.cpuMicroseconds(),
	)
}

// costBench counts the work of operations on the scale data, with a guard that lets everything through.
type costBench struct {
	store   *store.Store
	handler http.Handler
	steps   *stepCounter // on SQLite
	plans   *planCounter // on PostgreSQL
}

// journaledAnnouncements is how many announcements the conference "replayed" of the workbench has had.
const journaledAnnouncements = 400

// newWorkbench loads the generated data of the country's size, and a conference with a journal, into a
// database. It takes about ten seconds.
func newWorkbench(t *testing.T, dialect string) *costBench {
	t.Helper()
	url := published.URL(t, dialect)
	s := storetest.OpenURL(t, url, store.WithReadRules(access.InstallReadRules))
	loadSampleData(t, s, sampledata.Country)
	operator := viewer.NewContext(t.Context(), viewer.Operator())
	_, err := conference.Plan(
		operator,
		s,
		conference.NewPlan{Code: "replayed", Kind: entconference.KindFinalReview,
			Title: "Tổng kết", SchoolYear: sampledata.FirstYear, Cluster: sampledata.FirstCluster, UseAgendaTemplate: true},
	)
	if err == nil {
		_, err = conference.Open(operator, s, "replayed")
	}
	for n := 0; n < journaledAnnouncements && err == nil; n++ {
		_, err = conference.Announce(operator, s, conference.NewAnnouncement{Conference: "replayed",
			Text: "Mời đại biểu vào hội trường.", Audience: announcement.AudienceEveryone})
	}
	if err != nil {
		t.Fatal(err)
	}
	b := &costBench{store: s, handler: graph.Handler(s, withoutCostLimit())}
	if dialect == store.Postgres {
		b.plans = newPlanCounter(t, url)
	} else {
		b.steps = newStepCounter(t, url)
	}
	return b
}

// run executes an operation as an anonymous caller and returns the whole response.
func (b *costBench) run(ctx context.Context, t testing.TB, query string, variables map[string]any) []byte {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		t.Fatal(err)
	}
	request := httptest.NewRequest(
		http.MethodPost, "/", bytes.NewReader(body),
	).WithContext(viewer.NewContext(ctx, viewer.Anonymous()))
	request.Header.Set("Content-Type", "application/json")
	recorder := httptest.NewRecorder()
	b.handler.ServeHTTP(recorder, request)
	return recorder.Body.Bytes()
}

// count counts the work of an operation. It runs it twice: once to record its statements, and once
// for the bytes.
func (b *costBench) count(
	t testing.TB, query string, variables map[string]any,
) (w operationWork, response []byte) {
	t.Helper()
	type statement struct {
		text string
		args []driver.NamedValue
	}
	var (
		mu         sync.Mutex
		statements []statement
	)
	ctx := store.WithStatementArgsHook(t.Context(), func(text string, args []driver.NamedValue) {
		mu.Lock()
		defer mu.Unlock()
		statements = append(statements, statement{text, slices.Clone(args)})
	})
	response = b.run(ctx, t, query, variables)
	w.statements = len(statements)
	if b.plans != nil {
		for _, s := range statements {
			w.database += b.plans.time(t, s.text, s.args)
		}
		return w, response
	}
	for _, s := range statements {
		w.steps += b.steps.steps(t, s.text, s.args)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	b.run(t.Context(), t, query, variables)
	runtime.ReadMemStats(&after)
	w.bytes = int(after.TotalAlloc - before.TotalAlloc)
	return w, response
}
