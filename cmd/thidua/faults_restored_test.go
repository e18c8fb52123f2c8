package main

import (
	"context"
	"database/sql"
	"errors"
	"net/url"
	"os"
	"strings"
	"testing"

	"thidua/internal/store"
	"thidua/internal/storetest"
	"thidua/internal/storetest/cluster"
)

// An old file replaces the database: the server detects it at its start, and clients that resume receive
// POSITION_LOST.
func TestFaultsFileRestored(t *testing.T) {
	h := newHall(t, storetest.URL(t, store.SQLite))
	file := strings.TrimPrefix(h.url, "sqlite:")
	stop := h.node(0, h.url, "--drain", "1s")
	h.happens("kept", 3)
	if _, err := sqliteExec(file, "VACUUM INTO '"+file+".backup'"); err != nil {
		t.Fatal(err)
	}
	h.happens("lost", 3)
	watchers := h.watchers(2, 0)
	h.happens("lost, too", 1)
	for _, w := range watchers {
		w.reaches(h.head().Seq)
	}
	stop()
	if err := errors.Join(os.Remove(file+"-wal"), os.Rename(file+".backup", file)); err != nil {
		t.Log(err) // there is no -wal after a checkpoint
	}
	h.node(0, h.url)
	for _, w := range watchers {
		w.told()
	}
}

func sqliteExec(file, text string) (sql.Result, error) {
	db, err := sql.Open("sqlite", file)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	return db.Exec(text)
}

// A backup that is restored as another database has another epoch, in which earlier positions are lost.
func TestFaultsDatabaseRestored(t *testing.T) {
	server, err := cluster.Get()
	if err != nil {
		t.Fatal(err)
	}
	h := newHall(t, storetest.URL(t, store.Postgres))
	before := h.head()
	if err := h.store.Close(); err != nil { // a database can be copied only without connections
		t.Fatal(err)
	}
	u, err := url.Parse(h.url)
	if err != nil {
		t.Fatal(err)
	}
	name, err := server.Create(t.Context(), strings.TrimPrefix(u.Path, "/"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Drop(context.Background(), name) })
	h.url = server.URL(name)
	h.store = storetest.At(t, h.url)
	h.node(0, h.url)
	watch(t, h.at(0), before).told()
	h.node(1, h.url) // a second server keeps the epoch
	w := h.watchers(1, 1)
	h.settle([]*writer{h.happens("after", 2)}, w)
}

// A backup is loaded into the same database under running servers: they detect that a stream with subscribers
// lost entries; otherwise `thidua epoch renew` is necessary.
func TestFaultsLoadedInPlace(t *testing.T) {
	for _, dialect := range []string{store.SQLite, store.Postgres} {
		t.Run(dialect, func(t *testing.T) {
			h := newHall(t, storetest.URL(t, dialect))
			h.node(0, h.url)
			h.happens("early", 5)
			watchers := h.watchers(2, 0)
			h.happens("late", 3)
			end := h.head()
			for _, w := range watchers {
				w.reaches(end.Seq)
			}
			h.rewind(end.Seq - 3)
			for _, w := range watchers {
				w.told()
			}
			if now := h.head(); now.Epoch == end.Epoch {
				t.Error("it is the same epoch")
			}
			watchers = h.watchers(2, 0)
			h.happens("again", 1)
			end = h.head()
			for _, w := range watchers {
				w.reaches(end.Seq)
			}
			if code, out, errs := command(t, "epoch", "renew", "--database", h.url); code != 0 ||
				!strings.Contains(out, "POSITION_LOST") {
				t.Errorf("%d %s%s", code, out, errs)
			}
			for _, w := range watchers {
				w.told()
			}
		})
	}
}

// rollBackJournal resets the stream to a number, as a backup would.
func (h *hall) rewind(seq int64) {
	h.Helper()
	driver, dsn := "postgres", h.url
	if file, ok := strings.CutPrefix(h.url, "sqlite:"); ok {
		driver, dsn = "sqlite", file+"?_pragma=busy_timeout(5000)"
	}
	db, err := sql.Open(driver, dsn)
	if err != nil {
		h.Fatal(err)
	}
	defer db.Close()
	tx, err := db.Begin()
	if err != nil {
		h.Fatal(err)
	}
	_, err1 := tx.Exec("DELETE FROM journal_entries WHERE stream = $1 AND seq > $2", string(stream), seq)
	_, err2 := tx.Exec("UPDATE journal_heads SET last_seq = $2 WHERE stream = $1", string(stream), seq)
	if err := errors.Join(err1, err2, tx.Commit()); err != nil {
		h.Fatal(err)
	}
}
