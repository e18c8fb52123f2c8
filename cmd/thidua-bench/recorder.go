package main

import (
	"context"
	"database/sql/driver"
	"net/http"
	"slices"
	"sync"

	"thidua/internal/store"
)

// recorder is ours with recording of the statements of each command.
type recorder struct {
	*fixture
	mu      sync.Mutex
	scripts []*statementScript // of committed commands, since the last baseline run
}

// statementScript contains the statements of one request, in order.
type statementScript struct {
	mu        sync.Mutex
	steps     []statementStep
	txStart   int // index of the first step of its last transaction
	committed bool
}

// statementStep is a statement; BEGIN and COMMIT have no text.
type statementStep struct {
	keyword, text string
	args          []any
}

type scriptKey struct{}

// scriptFrom returns the script that records under a context; nil for none.
func scriptFrom(ctx context.Context) *statementScript {
	s, _ := ctx.Value(scriptKey{}).(*statementScript)
	return s
}

// mark records the end of a transaction, and discards the steps of one that is rolled back and retried.
func (s *statementScript) mark(keyword string) {
	if s == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	switch keyword {
	case "BEGIN":
		s.txStart = len(s.steps)
	case "ROLLBACK":
		s.steps = s.steps[:s.txStart]
		return
	case "COMMIT":
		s.committed = true
	default:
		return
	}
	s.steps = append(s.steps, statementStep{keyword: keyword})
}

func (s *statementScript) addStatement(text string, args []driver.NamedValue) {
	values := make([]any, len(args))
	for i, a := range args {
		values[i] = a.Value
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.steps = append(s.steps, statementStep{text: text, args: values})
}

// takeScripts returns what was recorded since the last call.
func (r *recorder) takeScripts() []*statementScript {
	r.mu.Lock()
	defer r.mu.Unlock()
	taken := r.scripts
	r.scripts = nil
	return slices.DeleteFunc(taken, func(s *statementScript) bool { return !s.committed })
}

func (r *recorder) addScript(s *statementScript) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.scripts = append(r.scripts, s)
}

// ServeHTTP serves like ours. Only POST requests can be commands.
func (r *recorder) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	if q.Method != http.MethodPost {
		r.fixture.ServeHTTP(w, q)
		return
	}
	s := &statementScript{}
	ctx := store.WithStatementArgsHook(context.WithValue(q.Context(), scriptKey{}, s), s.addStatement)
	r.fixture.ServeHTTP(w, q.WithContext(ctx))
	r.addScript(s)
}

// serveBaseline replays the recorded statements without the server around them.
func (r *recorder) serveBaseline(w http.ResponseWriter, q *http.Request) {
	b, err := openBaseline(q.Context(), q.URL.Query().Get("database"))
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	defer b.close()
	run, err := b.replay(q.Context(), r.takeScripts(), intParam(q, "clients"))
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	writeJSON(w, run)
}
