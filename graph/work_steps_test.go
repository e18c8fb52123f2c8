//go:build !race

package graph_test

import (
	"database/sql/driver"
	"fmt"
	"strings"
	"testing"
	"time"
	"unsafe"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"
)

// stepCounter runs statements against a SQLite file once more and counts the instructions of SQLite's
// virtual machine. The count follows the rows that a statement visits, in tables, in indexes and while it
// sorts, and it is the same on every run.
type stepCounter struct {
	tls    *libc.TLS
	db     uintptr
	handle *uintptr // where SQLite writes what it opens: on the heap, which does not move
}

func newStepCounter(t testing.TB, url string) *stepCounter {
	t.Helper()
	c := &stepCounter{tls: libc.NewTLS(), handle: new(uintptr)}
	name, _ := libc.CString(strings.TrimPrefix(url, "sqlite:"))
	defer libc.Xfree(c.tls, name)
	if rc := sqlite3.Xsqlite3_open_v2(c.tls, name, uintptr(unsafe.Pointer(c.handle)),
		sqlite3.SQLITE_OPEN_READWRITE, 0); rc != sqlite3.SQLITE_OK {
		t.Fatalf("opening %s: %d", url, rc)
	}
	c.db = *c.handle
	t.Cleanup(func() {
		sqlite3.Xsqlite3_close_v2(c.tls, c.db)
		c.tls.Close()
	})
	return c
}

// steps runs one statement to its end.
func (c *stepCounter) steps(t testing.TB, text string, args []driver.NamedValue) int {
	t.Helper()
	source, _ := libc.CString(text)
	defer libc.Xfree(c.tls, source)
	if rc := sqlite3.Xsqlite3_prepare_v2(c.tls, c.db, source, -1, uintptr(unsafe.Pointer(c.handle)),
		0); rc != sqlite3.SQLITE_OK {
		t.Fatalf("preparing %s: %d", text, rc)
	}
	statement := *c.handle
	defer sqlite3.Xsqlite3_finalize(c.tls, statement)
	for _, a := range args {
		defer c.bind(t, statement, int32(a.Ordinal), a.Value)()
	}
	for {
		switch rc := sqlite3.Xsqlite3_step(c.tls, statement); rc {
		case sqlite3.SQLITE_ROW:
		case sqlite3.SQLITE_DONE:
			return int(sqlite3.Xsqlite3_stmt_status(c.tls, statement, sqlite3.SQLITE_STMTSTATUS_VM_STEP, 0))
		default:
			t.Fatalf("running %s: %d", text, rc)
		}
	}
}

// bind sets one argument, as the driver would, and returns what releases it.
func (c *stepCounter) bind(t testing.TB, statement uintptr, at int32, value any) (release func()) {
	t.Helper()
	switch v := value.(type) {
	case nil:
		sqlite3.Xsqlite3_bind_null(c.tls, statement, at)
	case int64:
		sqlite3.Xsqlite3_bind_int64(c.tls, statement, at, v)
	case bool:
		n := int64(0)
		if v {
			n = 1
		}
		sqlite3.Xsqlite3_bind_int64(c.tls, statement, at, n)
	case float64:
		sqlite3.Xsqlite3_bind_double(c.tls, statement, at, v)
	default:
		text := fmt.Sprint(v)
		switch v := value.(type) {
		case []byte:
			text = string(v)
		case time.Time:
			text = v.UTC().Format("2006-01-02 15:04:05.999999999-07:00")
		}
		bytes, err := libc.CString(text)
		if err != nil {
			t.Fatal(err)
		}
		sqlite3.Xsqlite3_bind_text(c.tls, statement, at, bytes, int32(len(text)), 0)
		return func() { libc.Xfree(c.tls, bytes) }
	}
	return func() {}
}
