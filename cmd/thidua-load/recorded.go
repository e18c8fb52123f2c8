package main

import (
	"context"
	"database/sql/driver"
	"net/http"
	"slices"
	"sync"

	"thidua/internal/store"
)

// recorded is ours, which keeps what each verb asks of the database.
type recorded struct {
	*hall
	mu      sync.Mutex
	scripts []*script // of verbs that were committed, since the last bare run
}

// script is what one request asked of the database, in order.
type script struct {
	mu    sync.Mutex
	steps []step
	began int // where its last transaction begins
	whole bool
}

// step is a statement; BEGIN and COMMIT have no text.
type step struct {
	verb, text string
	args       []any
}

type scriptKey struct{}

// scriptOf is what is recorded under a context; nil for nothing.
func scriptOf(ctx context.Context) *script {
	s, _ := ctx.Value(scriptKey{}).(*script)
	return s
}

// mark notes the ends of transactions. What was rolled back has not been: it is tried again.
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

// take gives what was recorded since it was last called.
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

// ServeHTTP serves as ours does. Only what is posted can be a verb.
func (r *recorded) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	if q.Method != http.MethodPost {
		r.hall.ServeHTTP(w, q)
		return
	}
	s := &script{}
	r.hall.ServeHTTP(w, q.WithContext(store.WatchArgs(context.WithValue(q.Context(), scriptKey{}, s), s.issued)))
	r.keep(s)
}

// bare has the database asked the same again, with nothing around it.
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
