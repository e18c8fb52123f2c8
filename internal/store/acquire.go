package store

import (
	"context"
	"sync"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
)

// AcquireFunc blocks until a statement may run and returns a function to call after it. It returns an error
// if waiting is not possible.
type AcquireFunc func(context.Context) (release func(), err error)

type acquireKey struct{}

// WithStatementAcquire returns a context in which the Reader runs a statement only between acquire and
// release. It limits how many connections one caller can occupy. Transactions are exempt: a statement within
// one would wait for a slot whose holder waits for its connection.
func WithStatementAcquire(ctx context.Context, acquire AcquireFunc) context.Context {
	return context.WithValue(ctx, acquireKey{}, acquire)
}

// limitedDriver is the driver of the Reader: it calls acquire before it takes a connection from the pool.
type limitedDriver struct{ *entsql.Driver }

// Query runs a query, which holds the slot until its rows are closed.
func (d limitedDriver) Query(ctx context.Context, query string, args, rows any) error {
	acquire, limited := ctx.Value(acquireKey{}).(AcquireFunc)
	if !limited {
		return d.Driver.Query(ctx, query, args, rows)
	}
	release, err := acquire(ctx)
	if err != nil {
		return err
	}
	if err := d.Driver.Query(ctx, query, args, rows); err != nil {
		release()
		return err
	}
	r := rows.(*entsql.Rows) // the driver has checked it
	r.ColumnScanner = &acquiredRows{ColumnScanner: r.ColumnScanner, release: sync.OnceFunc(release)}
	return nil
}

type acquiredRows struct {
	entsql.ColumnScanner
	release func()
}

func (r *acquiredRows) Close() error {
	defer r.release()
	return r.ColumnScanner.Close()
}

var _ dialect.Driver = limitedDriver{}
