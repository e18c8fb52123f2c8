package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"strings"
	"sync"

	"thidua/ent/migrate"
)

// Statement describes a statement to an Observer, without its arguments.
type Statement struct {
	Verb    string // SELECT, INSERT, UPDATE, DELETE, BEGIN, COMMIT, ROLLBACK or OTHER
	Table   string // the first of our tables that it names, or ""
	Text    string // with placeholders
	Dialect string
}

// Observer is called when a statement begins, with the statement's context. The function that it returns is
// called when the statement has failed or its last row was read. Both must be safe for concurrent use.
type Observer func(context.Context, Statement) (done func(error))

// WithObserver sets the observer of all statements of the Reader and of Tx; by default there is none.
func WithObserver(o Observer) Option { return func(c *config) { c.observer = o } }

// Pool contains the statistics of a connection pool.
type Pool struct {
	Name string // read or write
	sql.DBStats
}

// Stats returns the statistics of both pools.
func (s *Store) Stats() []Pool {
	return []Pool{{"read", s.read.Stats()}, {"write", s.write.Stats()}}
}

// startStatement calls the observer, if there is one.
func (c *conn) startStatement(ctx context.Context, verb, text string) func(error) {
	if c.observer == nil {
		return nil
	}
	s := Statement{Verb: verb, Text: text, Dialect: c.dialect}
	if verb == "" {
		s.Verb, s.Table = verbOf(text), tableOf(text)
	}
	return c.observer(ctx, s)
}

// finishStatement calls the function that the observer returned, if any.
func finishStatement(done func(error), err error) {
	if done != nil {
		done(err)
	}
}

// verbOf returns the verb of a statement for Statement.Verb.
func verbOf(text string) string {
	word, _, _ := strings.Cut(strings.TrimSpace(text), " ")
	switch word = strings.ToUpper(word); word {
	case "SELECT", "INSERT", "UPDATE", "DELETE":
		return word
	case "WITH":
		return "SELECT"
	}
	return "OTHER"
}

// tableNames returns the set of our tables.
var tableNames = sync.OnceValue(func() map[string]bool {
	names := map[string]bool{}
	for _, t := range migrate.Tables {
		names[t.Name] = true
	}
	return names
})

// tableOf returns the first of our tables after FROM, INTO or UPDATE, quoted or not; "" for none.
func tableOf(text string) string {
	for _, before := range [...]string{"FROM ", "INTO ", "UPDATE "} {
		for rest := text; ; {
			_, behind, found := strings.Cut(rest, before)
			if !found {
				break
			}
			name := strings.TrimLeft(behind, "`\"")
			if end := strings.IndexAny(name, "`\" (),;\n"); end >= 0 {
				name = name[:end]
			}
			if tableNames()[name] {
				return name
			}
			rest = behind
		}
	}
	return ""
}

// Next reads a row, and keeps an error for the observer.
func (r *rows) Next(row []driver.Value) error {
	err := r.Rows.Next(row)
	if err != nil && !errors.Is(err, io.EOF) {
		r.readErr = err
	}
	return err
}

// observerFor returns the observer of a pool's statements; none for migrations.
func (c config) observerFor(purpose poolPurpose) Observer {
	if purpose == migrationPool {
		return nil
	}
	return c.observer
}
