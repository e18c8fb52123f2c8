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
type recorded struct {
	*hall
	mu      sync.Mutex
	scripts []*script // of committed commands, since the last baseline run
}

// statementScript contains the statements of one request, in order.
type script struct {
	mu    sync.Mutex
	steps []step
	began int // index of the first step of its last transaction
	whole bool
}

// statementStep is a statement; BEGIN and COMMIT have no text.
type step struct {
	verb, text string
	args       []any
}

type scriptKey struct{}

// scriptFrom returns the script that records under a context; nil for none.
func scriptOf(ctx context.Context) *script {
	s, _ := ctx.Value(scriptKey{}).(*script)
	return s
}

// mark records the end of a transaction, and discards the steps of one that is rolled back and retried.
func (s *script) mark(verb string) {
	if s == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	switch verb {
	case "BEGIN":
		s.began = len(s.steps)
	case "ROLLBACK":
		s.steps = s.steps[:s.began]
		return
	case "COMMIT":
		s.whole = true
	default:
		return
	}
	s.steps = append(s.steps, step{verb: verb})
}

func (s *script) issued(text string, args []driver.NamedValue) {
	values := make([]any, len(args))
	for i, a := range args {
		values[i] = a.Value
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.steps = append(s.steps, step{text: text, args: values})
}

// takeScripts returns what was recorded since the last call.
func (r *recorded) take() []*script {
	r.mu.Lock()
	defer r.mu.Unlock()
	taken := r.scripts
	r.scripts = nil
	return slices.DeleteFunc(taken, func(s *script) bool { return !s.whole })
}

func (r *recorded) keep(s *script) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.scripts = append(r.scripts, s)
}

// ServeHTTP serves like ours. Only POST requests can be commands.
func (r *recorded) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	if q.Method != http.MethodPost {
		r.hall.ServeHTTP(w, q)
		return
	}
	s := &script{}
	ctx := store.WatchArgs(context.WithValue(q.Context(), scriptKey{}, s), s.issued)
	r.hall.ServeHTTP(w, q.WithContext(ctx))
	r.keep(s)
}

// serveBaseline replays the recorded statements without the server around them.
func (r *recorded) bare(w http.ResponseWriter, q *http.Request) {
	b, err := openBare(q.Context(), q.URL.Query().Get("database"))
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	defer b.close()
	run, err := b.replay(q.Context(), r.take(), asked(q, "clients"))
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	answer(w, run)
}
