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

// URLEnv is the environment variable with the URL of a server to use instead of starting one.
const URLEnv = "THIDUA_TEST_POSTGRES"

// Server is a PostgreSQL server on which databases can be created.
type Server struct {
	baseURL url.URL
	admin   *sql.DB
	process *serverProcess // nil if URLEnv is set
	created atomic.Int64
}

// Shared returns the server of this process; the first call finds or starts it.
func Shared() (*Server, error) { return sharedServer() }

var sharedServer = sync.OnceValues(func() (*Server, error) {
	env := os.Getenv(URLEnv)
	if env == "" {
		return StartServer(context.Background())
	}
	u, err := url.Parse(env)
	if err != nil || u.Scheme != "postgres" && u.Scheme != "postgresql" {
		return nil, fmt.Errorf("%s is not the URL of a PostgreSQL server", URLEnv)
	}
	s := &Server{baseURL: *u}
	return s, s.connect()
})

// StartServer starts another server with additional settings, for tests that break it or need it for longer.
// It ends with the process, or by Stop.
func StartServer(ctx context.Context, settings ...string) (*Server, error) {
	ours, err := startProcess(ctx, settings...)
	if err != nil {
		return nil, err
	}
	s := &Server{process: ours, baseURL: *ours.url()}
	return s, s.connect()
}

func (s *Server) connect() error {
	c, err := pq.NewConnector(s.baseURL.String())
	if err != nil {
		return err
	}
	s.admin = sql.OpenDB(c)
	s.admin.SetMaxIdleConns(1)
	return nil
}

// Crash stops a server of this process in immediate mode, and waits until it has restarted.
func (s *Server) Crash(ctx context.Context) error {
	if err := s.process.crash(); err != nil {
		return err
	}
	return s.process.waitReady(ctx)
}

// Standby restarts a server of this process as a standby without a primary: it answers reads and refuses
// writes.
func (s *Server) Standby(ctx context.Context) error {
	if err := s.process.signalStandby(); err != nil {
		return err
	}
	return s.Crash(ctx)
}

// Stop stops a server of this process.
func (s *Server) Stop() error {
	_ = s.admin.Close() // fails after a crash
	return s.process.pipe.Close()
}

// IsOwned reports whether this process started the server, which then ends with it.
func (s *Server) IsOwned() bool { return s.process != nil }

// URL returns the URL of a database on the server.
func (s *Server) URL(database string) string {
	u := s.baseURL
	u.Path = "/" + database
	return u.String()
}

// Create creates a database, empty or as a copy of another, with a name that is unique among processes.
func (s *Server) Create(ctx context.Context, template string) (name string, err error) {
	name = fmt.Sprintf("thidua_test_%d_%d_%d", os.Getpid(), time.Now().UnixNano()%1e6, s.created.Add(1))
	if template == "" {
		template = "template1"
	}
	_, err = s.admin.ExecContext(ctx,
		"CREATE DATABASE "+pq.QuoteIdentifier(name)+" TEMPLATE "+pq.QuoteIdentifier(template))
	return name, err
}

// Drop drops a database that Create created, and closes its connections.
func (s *Server) Drop(ctx context.Context, name string) error {
	if !strings.HasPrefix(name, "thidua_test_") {
		return fmt.Errorf("%s is not a test's database", name)
	}
	_, err := s.admin.ExecContext(ctx, "DROP DATABASE IF EXISTS "+pq.QuoteIdentifier(name)+" WITH (FORCE)")
	return err
}

// deleteAllRows deletes all rows with the triggers of references disabled, because their order is unknown
// here. It does not wait long for locks.
const deleteAllRows = `DO $$ DECLARE t text; BEGIN
	SET LOCAL session_replication_role = replica;
	SET LOCAL lock_timeout = '1s';
	FOR t IN SELECT quote_ident(tablename) FROM pg_tables
		WHERE schemaname = 'public' AND tablename <> 'goose_db_version'
	LOOP EXECUTE 'DELETE FROM ' || t; END LOOP;
END $$`

// Clean deletes the rows of a database that Create created, for reuse: a new copy takes ten times as long. It
// needs a superuser; drop the database if it fails.
func (s *Server) Clean(ctx context.Context, name string) error {
	db, err := sql.Open("postgres", s.URL(name))
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.ExecContext(ctx, deleteAllRows)
	return err
}

// Template returns the name of a database that fill has filled once, for Create to copy. key identifies its
// contents: on a server that outlives the process, the next one reuses it. Processes take turns by an
// advisory lock.
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
	//nolint:errcheck // ends with the session
	defer c.ExecContext(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock("+lock+")")
	var there bool
	if err := c.QueryRowContext(ctx, "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)",
		name).Scan(&there); err != nil || there {
		return name, err
	}
	tmp, err := s.Create(ctx, "")
	if err != nil {
		return "", err
	}
	if err := fill(s.URL(tmp)); err != nil {
		return "", err
	}
	_, err = c.ExecContext(ctx, "ALTER DATABASE "+pq.QuoteIdentifier(tmp)+" RENAME TO "+
		pq.QuoteIdentifier(name))
	return name, err
}

// ping checks whether a server responds.
func ping(ctx context.Context, u *url.URL) error {
	c, err := pq.NewConnector(u.String())
	if err != nil {
		return err
	}
	db := sql.OpenDB(c)
	defer db.Close()
	return db.PingContext(ctx)
}
