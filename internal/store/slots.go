package store

import (
	"context"
	"sync"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
)

// Acquire blocks until a statement may be read; release has to be called when it was. It fails if that cannot be
// waited for.
type Acquire func(context.Context) (release func(), err error)

type acquireKey struct{}

// WithAcquire returns a context in which the Reader reads a statement only while it holds what acquire returned. It is
// how the statements of one caller are kept from occupying all connections. Transactions are not subject to it, because
// a statement within one would wait for a slot that others hold while they wait for its connection.
func WithAcquire(ctx context.Context, acquire Acquire) context.Context {
	return context.WithValue(ctx, acquireKey{}, acquire)
}

// slotted is the driver of the Reader: it acquires before it takes a connection from the pool.
type slotted struct{ *entsql.Driver }

// Query reads rows, which hold the slot until they are closed.
func (d slotted) Query(ctx context.Context, query string, args, rows any) error {
	acquire, limited := ctx.Value(acquireKey{}).(Acquire)
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
	r.ColumnScanner = &slottedRows{ColumnScanner: r.ColumnScanner, release: sync.OnceFunc(release)}
	return nil
}

type slottedRows struct {
	entsql.ColumnScanner
	release func()
}

func (r *slottedRows) Close() error {
	defer r.release()
	return r.ColumnScanner.Close()
}

var _ dialect.Driver = slotted{}
