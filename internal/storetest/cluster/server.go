package cluster

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/lib/pq"
)

// Env names the variable with the URL of a server to use instead of starting one.
const Env = "THIDUA_TEST_POSTGRES"

// Server is a PostgreSQL server where databases may be made.
type Server struct {
	at    url.URL
	admin *sql.DB
	ours  *started // nil when Env named the server
	made  atomic.Int64
}

// Get gives the one server of this process; the first call finds or starts it.
func Get() (*Server, error) { return get() }

var get = sync.OnceValues(func() (*Server, error) {
	s := &Server{}
	if env := os.Getenv(Env); env != "" {
		u, err := url.Parse(env)
		if err != nil || u.Scheme != "postgres" && u.Scheme != "postgresql" {
			return nil, fmt.Errorf("%s is not the URL of a PostgreSQL server", Env)
		}
		s.at = *u
	} else {
		return Own(context.Background())
	}
	return s, s.connect()
})

// Own starts another server, with settings beside the usual ones, for who is to break it or needs one for as long as it
// runs. It ends with the process, or by Stop.
func Own(ctx context.Context, settings ...string) (*Server, error) {
	ours, err := start(ctx, settings...)
	if err != nil {
		return nil, err
	}
	s := &Server{ours: ours, at: *ours.url()}
	return s, s.connect()
}

func (s *Server) connect() error {
	c, err := pq.NewConnector(s.at.String())
	if err != nil {
		return err
	}
	s.admin = sql.OpenDB(c)
	s.admin.SetMaxIdleConns(1)
	return nil
}

// Crash ends a server of ours as its immediate mode does, without a goodbye to anybody, and waits until it answers again.
func (s *Server) Crash(ctx context.Context) error {
	if err := s.ours.crash(); err != nil {
		return err
	}
	return s.ours.await(ctx)
}

// Standby restarts a server of ours as a standby without a primary: it answers reads and refuses writes.
func (s *Server) Standby(ctx context.Context) error {
	if err := s.ours.signalStandby(); err != nil {
		return err
	}
	return s.Crash(ctx)
}

// Stop ends a server of ours.
func (s *Server) Stop() error {
	_ = s.admin.Close() // what a crash has broken cannot say goodbye
	return s.ours.pipe.Close()
}

// Ours says whether this process started the server, and takes everything on it along when it ends.
func (s *Server) Ours() bool { return s.ours != nil }

// URL is that of one database on the server.
func (s *Server) URL(database string) string {
	u := s.at
	u.Path = "/" + database
	return u.String()
}

// Create makes a database, empty or as a copy of another, under a name that no other process uses.
func (s *Server) Create(ctx context.Context, template string) (name string, err error) {
	name = fmt.Sprintf("thidua_test_%d_%d_%d", os.Getpid(), time.Now().UnixNano()%1e6, s.made.Add(1))
	if template == "" {
		template = "template1"
	}
	_, err = s.admin.ExecContext(ctx, "CREATE DATABASE "+pq.QuoteIdentifier(name)+" TEMPLATE "+pq.QuoteIdentifier(template))
	return name, err
}

// Drop removes a database that Create made, and whoever is still in it.
func (s *Server) Drop(ctx context.Context, name string) error {
	if !strings.HasPrefix(name, "thidua_test_") {
		return fmt.Errorf("%s is not a test's database", name)
	}
	_, err := s.admin.ExecContext(ctx, "DROP DATABASE IF EXISTS "+pq.QuoteIdentifier(name)+" WITH (FORCE)")
	return err
}

// clean deletes every row, with the triggers of references off: their order is not known here. A lock that somebody
// still holds is not waited for.
const clean = `DO $$ DECLARE t text; BEGIN
	SET LOCAL session_replication_role = replica;
	SET LOCAL lock_timeout = '1s';
	FOR t IN SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'goose_db_version'
	LOOP EXECUTE 'DELETE FROM ' || t; END LOOP;
END $$`

// Clean empties the tables of a database that Create made, for the next one to use it: a copy takes ten times as long.
// It takes a superuser; where that fails, drop it.
func (s *Server) Clean(ctx context.Context, name string) error {
	db, err := sql.Open("postgres", s.URL(name))
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.ExecContext(ctx, clean)
	return err
}

// Template gives the name of a database that fill has filled once, for Create to copy. The key says what is in it: on a
// server that outlives the process the next one finds it there. Processes take turns by an advisory lock.
func (s *Server) Template(ctx context.Context, key string, fill func(url string) error) (string, error) {
	name := "thidua_template_" + key
	c, err := s.admin.Conn(ctx)
	if err != nil {
		return "", err
	}
	defer c.Close()
	const lock = "hashtext('thidua test template')"
	if _, err := c.ExecContext(ctx, "SELECT pg_advisory_lock("+lock+")"); err != nil {
		return "", err
	}
	defer c.ExecContext(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock("+lock+")") //nolint:errcheck // ends with the session
	var there bool
	if err := c.QueryRowContext(ctx, "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)", name).Scan(&there); err != nil || there {
		return name, err
	}
	tmp, err := s.Create(ctx, "")
	if err != nil {
		return "", err
	}
	if err := fill(s.URL(tmp)); err != nil {
		return "", err
	}
	_, err = c.ExecContext(ctx, "ALTER DATABASE "+pq.QuoteIdentifier(tmp)+" RENAME TO "+pq.QuoteIdentifier(name))
	return name, err
}

// ping asks whether a server answers.
func ping(ctx context.Context, u *url.URL) error {
	c, err := pq.NewConnector(u.String())
	if err != nil {
		return err
	}
	db := sql.OpenDB(c)
	defer db.Close()
	return db.PingContext(ctx)
}
