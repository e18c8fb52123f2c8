package store

import (
	"cmp"
	"database/sql/driver"
	"io"
	"reflect"
)

// rows counts a result set as open until it is closed, and then releases its statement. It forwards the
// optional methods of the driver's rows, with the defaults of database/sql.
type rows struct {
	driver.Rows
	c       *conn
	st      *preparedStmt // nil if the query was not prepared
	closed  bool
	done    func(error) // of the observer; nil for none
	readErr error
}

// wrapRows wraps the result of a query, or releases its statement if the query failed.
func (c *conn) wrapRows(r driver.Rows, st *preparedStmt, err error, done func(error)) (driver.Rows, error) {
	if err != nil {
		if st != nil {
			c.releaseStmt(st)
		}
		return nil, err
	}
	c.openRows++
	return &rows{Rows: r, c: c, st: st, done: done}, nil
}

func (r *rows) Close() error {
	err := r.Rows.Close()
	if !r.closed {
		r.closed = true
		r.c.openRows--
		if r.st != nil {
			r.c.releaseStmt(r.st)
		}
		finishStatement(r.done, cmp.Or(r.readErr, err))
	}
	return err
}

func (r *rows) HasNextResultSet() bool {
	n, ok := r.Rows.(driver.RowsNextResultSet)
	return ok && n.HasNextResultSet()
}

func (r *rows) NextResultSet() error {
	if n, ok := r.Rows.(driver.RowsNextResultSet); ok {
		return n.NextResultSet()
	}
	return io.EOF
}

func (r *rows) ColumnTypeScanType(i int) reflect.Type {
	if t, ok := r.Rows.(driver.RowsColumnTypeScanType); ok {
		return t.ColumnTypeScanType(i)
	}
	return reflect.TypeFor[any]()
}

func (r *rows) ColumnTypeDatabaseTypeName(i int) string {
	if t, ok := r.Rows.(driver.RowsColumnTypeDatabaseTypeName); ok {
		return t.ColumnTypeDatabaseTypeName(i)
	}
	return ""
}

func (r *rows) ColumnTypeLength(i int) (int64, bool) {
	if t, ok := r.Rows.(driver.RowsColumnTypeLength); ok {
		return t.ColumnTypeLength(i)
	}
	return 0, false
}

func (r *rows) ColumnTypeNullable(i int) (nullable, ok bool) {
	if t, ok := r.Rows.(driver.RowsColumnTypeNullable); ok {
		return t.ColumnTypeNullable(i)
	}
	return false, false
}

func (r *rows) ColumnTypePrecisionScale(i int) (precision, scale int64, ok bool) {
	if t, ok := r.Rows.(driver.RowsColumnTypePrecisionScale); ok {
		return t.ColumnTypePrecisionScale(i)
	}
	return 0, 0, false
}
