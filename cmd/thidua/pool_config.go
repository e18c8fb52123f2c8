package main

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"thidua/internal/fault"
	"thidua/internal/store"
)

// PoolConfig configures the sizes of the database connection pools.
type PoolConfig struct {
	DatabaseReadConnections  int `env:"THIDUA_DATABASE_READ_CONNECTIONS" default:"0" placeholder:"N" help:"Database connections for reading; 0 for 16 with PostgreSQL, and with SQLite for one per core and at least 4."`
	DatabaseWriteConnections int `env:"THIDUA_DATABASE_WRITE_CONNECTIONS" default:"0" placeholder:"N" help:"Database connections for writing; 0 for 8 with PostgreSQL. SQLite always uses one."`
}

// maxConnections exceeds what any PostgreSQL server can use.
const maxConnections = 1000

func (c PoolConfig) validate() error {
	for _, given := range []struct {
		flag  string
		value int
	}{
		{"--database-read-connections", c.DatabaseReadConnections},
		{"--database-write-connections", c.DatabaseWriteConnections},
	} {
		if given.value < 0 || given.value > maxConnections {
			return fault.BadConfig.With("setting", given.flag, "reason",
				fmt.Sprintf("it must be from 0 to %d, but is %d; 0 is the default of the database",
					maxConnections, given.value))
		}
	}
	return nil
}

// pool returns the option for the store.
func (c PoolConfig) pool() store.Option {
	return store.WithPool(c.DatabaseReadConnections, c.DatabaseWriteConnections)
}

// maxOpenConnections returns how many database connections a store may open.
func maxOpenConnections(s *store.Store) (n int) {
	for _, p := range s.Stats() {
		n += p.MaxOpenConnections
	}
	return n
}

// poolLogInterval is the minimum interval between log messages about waits for database connections.
const poolLogInterval = time.Minute

// waitTotals counts how often, and for how long in total, requests waited for a connection of a pool.
type waitTotals struct {
	count int64
	total time.Duration
}

// waitLog logs waits for database connections, which slow requests down but do not show in any statement.
type waitLog struct{ logged map[string]waitTotals } // by the name of the pool

// run logs new waits at every interval until ctx ends.
func (l *waitLog) run(ctx context.Context, stats func() []store.Pool, interval time.Duration) {
	tick := time.NewTicker(interval)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			l.log(ctx, stats())
		}
	}
}

// log writes one line for each pool with waits since the last call. A pool of one connection is the writer of
// a SQLite file, for which requests wait by design, so its line is at debug level.
func (l *waitLog) log(ctx context.Context, pools []store.Pool) {
	if l.logged == nil {
		l.logged = map[string]waitTotals{}
	}
	for _, p := range pools {
		before := l.logged[p.Name]
		count, total := p.WaitCount-before.count, p.WaitDuration-before.total
		l.logged[p.Name] = waitTotals{p.WaitCount, p.WaitDuration}
		if count == 0 {
			continue
		}
		level := slog.LevelWarn
		if p.MaxOpenConnections == 1 {
			level = slog.LevelDebug
		}
		slog.Log(ctx, level,
			"requests waited for a database connection; consider raising --database-"+p.Name+"-connections",
			"pool", p.Name, "waits", count, "waited", total.Round(time.Microsecond).String(),
			"mean", (total / time.Duration(count)).Round(time.Microsecond).String(),
			"connections", p.MaxOpenConnections)
	}
}
