package main

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"thidua/internal/fault"
	"thidua/internal/store"
)

// Connections is how many connections to the database there are.
type Connections struct {
	DatabaseReadConnections  int `env:"THIDUA_DATABASE_READ_CONNECTIONS" default:"0" placeholder:"N" help:"Connections to the database that read; 0 for 16 to PostgreSQL, and for a SQLite file as many as there are cores, 4 at least. PostgreSQL's max_connections has to allow the sum over all nodes, and two more for each."`
	DatabaseWriteConnections int `env:"THIDUA_DATABASE_WRITE_CONNECTIONS" default:"0" placeholder:"N" help:"Connections to the database that write; 0 for 8 to PostgreSQL. A SQLite file always has one."`
}

// mostConnections is more than any PostgreSQL server has a use for.
const mostConnections = 1000

func (c Connections) validate() error {
	for _, given := range []struct {
		flag  string
		value int
	}{{"--database-read-connections", c.DatabaseReadConnections}, {"--database-write-connections", c.DatabaseWriteConnections}} {
		if given.value < 0 || given.value > mostConnections {
			return fault.BadConfig.With("setting", given.flag, "reason",
				fmt.Sprintf("it must be from 0 to %d, and is %d; 0 is the default of the database", mostConnections, given.value))
		}
	}
	return nil
}

// pool is the option for the store.
func (c Connections) pool() store.Option {
	return store.WithPool(c.DatabaseReadConnections, c.DatabaseWriteConnections)
}

// connectionsOf is how many connections a store may have.
func connectionsOf(s *store.Store) (n int) {
	for _, p := range s.Stats() {
		n += p.MaxOpenConnections
	}
	return n
}

// logWaitsEvery is how often the log says that requests waited, at most.
const logWaitsEvery = time.Minute

// waits is how often, and how long, connections of a pool were waited for.
type waits struct {
	count int64
	total time.Duration
}

// waitLog logs that requests waited for connections, which costs them time that the database does not see.
type waitLog struct{ seen map[string]waits }

// run looks once a minute until ctx ends.
func (l *waitLog) run(ctx context.Context, stats func() []store.Pool, every time.Duration) {
	tick := time.NewTicker(every)
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

// log writes one line for each pool that was waited for since the last time. A pool of one connection is the writer of a
// SQLite file, which everybody waits for by design: that is told only where everything is.
func (l *waitLog) log(ctx context.Context, pools []store.Pool) {
	if l.seen == nil {
		l.seen = map[string]waits{}
	}
	for _, p := range pools {
		before := l.seen[p.Name]
		count, total := p.WaitCount-before.count, p.WaitDuration-before.total
		l.seen[p.Name] = waits{p.WaitCount, p.WaitDuration}
		if count == 0 {
			continue
		}
		level := slog.LevelWarn
		if p.MaxOpenConnections == 1 {
			level = slog.LevelDebug
		}
		slog.Log(ctx, level, "requests waited for a database connection; more of them can be had by --database-"+p.Name+"-connections",
			"pool", p.Name, "waits", count, "waited", total.Round(time.Microsecond).String(),
			"mean", (total / time.Duration(count)).Round(time.Microsecond).String(), "connections", p.MaxOpenConnections)
	}
}
