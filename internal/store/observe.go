package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"io"
	"strings"
	"sync"

	"thidua/ent/migrate"
)

// Statement is one that reaches a connection, as far as an Observer is told: never its arguments.
type Statement struct {
	Verb    string // SELECT, INSERT, UPDATE, DELETE, BEGIN, COMMIT, ROLLBACK or OTHER
	Table   string // the first table of ours that it names, or ""
	Text    string // with placeholders
	Dialect string
}

// Observer is told when a statement begins, under the context that it runs under, and by what it returns, when its last
// row was read or it has failed. It must be safe for concurrent use.
type Observer func(context.Context, Statement) (over func(error))

// WithObserver has every statement of the Reader and of Tx told to somebody; nobody otherwise, which costs nothing.
func WithObserver(o Observer) Option { return func(c *config) { c.observer = o } }

// Pool is what the connections of one kind are doing.
type Pool struct {
	Name string // read or write
	sql.DBStats
}

// Stats tells of both pools.
func (s *Store) Stats() []Pool {
	return []Pool{{"read", s.read.Stats()}, {"write", s.write.Stats()}}
}

// begun tells the observer, if there is one.
func (c *conn) begun(ctx context.Context, verb, text string) func(error) {
	if c.observer == nil {
		return nil
	}
	s := Statement{Verb: verb, Text: text, Dialect: c.dialect}
	if verb == "" {
		s.Verb, s.Table = verbOf(text), tableOf(text)
	}
	return c.observer(ctx, s)
}

// over tells the end of a statement, where its beginning was told.
func over(told func(error), err error) {
	if told != nil {
		told(err)
	}
}

// verbOf is what a statement does: one of a few words.
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

// ours are the names of our tables.
var ours = sync.OnceValue(func() map[string]bool {
	names := map[string]bool{}
	for _, t := range migrate.Tables {
		names[t.Name] = true
	}
	return names
})

// tableOf is the first table of ours that stands behind FROM, INTO or UPDATE, in quotes or without.
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
			if ours()[name] {
				return name
			}
			rest = behind
		}
	}
	return ""
}

// Next reads a row. That a query fails in the middle is found here, and told at its end.
func (r *rows) Next(row []driver.Value) error {
	err := r.Rows.Next(row)
	if err != nil && err != io.EOF {
		r.failed = err
	}
	return err
}

// observing is who is told of a pool's statements: of a migration's nobody.
func (c config) observing(u use) Observer {
	if u == forMigrating {
		return nil
	}
	return c.observer
}
