package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"net"
	"net/netip"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/lib/pq"
)

const (
	// connectTimeout limits connecting to a server that does not respond.
	connectTimeout = 10 * time.Second
	// connLifetime limits the age of a connection: long enough for prepared statements to pay off, short
	// enough that all connections follow a failover or a load balancer within half an hour.
	connLifetime = 30 * time.Minute
	// idleInTx limits how long a transaction may be idle: ours never wait for anything but the database.
	idleInTx = 10 * time.Second
)

// postgresServer is a database on a PostgreSQL server.
type postgresServer struct {
	config
	pq  pq.Config
	url string
}

func postgresSource(u string, c config) (source, error) {
	cfg, err := pq.NewConfig(u)
	if err != nil {
		// A *url.Error repeats the URL, and with it the password.
		if ue := new(url.Error); errors.As(err, &ue) {
			err = ue.Err
		}
		return nil, badURLFault(strings.TrimPrefix(err.Error(), "pq: "))
	}
	if cfg.SSLMode == "" {
		cfg.SSLMode = pq.SSLModeRequire
		if isLocal(cfg) {
			cfg.SSLMode = pq.SSLModePrefer
		}
	}
	if cfg.ConnectTimeout == 0 {
		cfg.ConnectTimeout = connectTimeout
	}
	if cfg.ApplicationName == "" {
		cfg.ApplicationName = "thidua"
	}
	return &postgresServer{config: c, pq: cfg, url: u}, nil
}

// isLocal reports whether the server is on this machine, where TLS is not required.
func isLocal(cfg pq.Config) bool {
	host := cfg.Host
	if cfg.Hostaddr != (netip.Addr{}) {
		host = cfg.Hostaddr.String()
	}
	if len(cfg.Multi) > 0 {
		return false
	}
	ip := net.ParseIP(host)
	return host == "" || host == "localhost" || filepath.IsAbs(host) || strings.HasPrefix(host, "@") ||
		ip != nil && ip.IsLoopback()
}

// session returns the configuration of connections for one purpose. Settings in the URL take precedence.
func (p *postgresServer) session(purpose poolPurpose) pq.Config {
	cfg := p.pq.Clone()
	set := func(name, value string) {
		if _, ok := cfg.Runtime[name]; !ok {
			cfg.Runtime[name] = value
		}
	}
	ms := func(d time.Duration) string { return strconv.FormatInt(d.Milliseconds(), 10) }
	cfg.Runtime["timezone"] = "UTC" // times come back in UTC, as from SQLite
	// Statements are compiled if their estimated cost is high. The estimates of statements below parents are a
	// hundred times too high, and compiling took up to 2 s of CPU for reads of 10 ms.
	set("jit", "off")
	switch purpose {
	case migrationPool:
		cfg.Runtime["statement_timeout"], cfg.Runtime["lock_timeout"] = "0", "0"
	case readPool, writePool:
		if purpose == readPool {
			cfg.Runtime["default_transaction_read_only"] = "on"
			// a consistent snapshot, as on SQLite
			cfg.Runtime["default_transaction_isolation"] = "repeatable read"
		}
		set("statement_timeout", ms(p.statementTimeout))
		set("lock_timeout", ms(p.lockWait))
		// A transaction of a process that hangs or was disconnected must not hold its locks forever: they may
		// include a stream's head, which every writer needs.
		set("idle_in_transaction_session_timeout", ms(min(idleInTx, 2*p.statementTimeout)))
	}
	return cfg
}

// responseTimeout returns how long a statement may take, plus cancelGrace; 0 if the URL sets its own limit.
func (p *postgresServer) responseTimeout(purpose poolPurpose) time.Duration {
	if _, configured := p.pq.Runtime["statement_timeout"]; configured || purpose == migrationPool ||
		p.statementTimeout == 0 {
		return 0
	}
	return p.statementTimeout + cancelGrace
}

func (p *postgresServer) checkSchema(ctx context.Context, known int64) error {
	db, err := p.pool(readPool)
	if err != nil {
		return err
	}
	defer db.Close()
	return checkNotNewer(ctx, db, Postgres, known)
}

func (p *postgresServer) pool(purpose poolPurpose) (*sql.DB, error) {
	c, err := pq.NewConnectorConfig(p.session(purpose))
	if err != nil {
		return nil, badURLFault(err.Error())
	}
	n, keep := cmp.Or(p.readers, postgresReaders), p.maxStmts
	switch purpose {
	case writePool:
		n = cmp.Or(p.writers, postgresWriters)
	case migrationPool:
		n, keep = 2, 0
	}
	dialer := &deadlineDialer{responseTimeout: p.responseTimeout(purpose)}
	c.Dialer(dialer)
	db := sql.OpenDB(&connector{
		Connector: c, dialect: Postgres, maxStmts: keep, readOnly: purpose == readPool,
		observer: p.observerFor(purpose), deadlineDialer: dialer,
	})
	db.SetMaxOpenConns(n)
	db.SetMaxIdleConns(n)
	db.SetConnMaxLifetime(connLifetime)
	return db, nil
}
