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
func TestFaults_FileRestored(t *testing.T) {
	h := newFaultHarness(t, storetest.NewURL(t, store.SQLite))
	file := strings.TrimPrefix(h.url, "sqlite:")
	stop := h.startNode(0, h.url, "--drain", "1s")
	h.writeEvents("kept", 3)
	if _, err := sqliteExec(file, "VACUUM INTO '"+file+".backup'"); err != nil {
		t.Fatal(err)
	}
	h.writeEvents("lost", 3)
	watchers := h.startSubscribers(2, 0)
	h.writeEvents("lost, too", 1)
	for _, w := range watchers {
		w.waitFor(h.lastPosition().Seq)
	}
	stop()
	if err := errors.Join(os.Remove(file+"-wal"), os.Rename(file+".backup", file)); err != nil {
		t.Log(err) // there is no -wal after a checkpoint
	}
	h.startNode(0, h.url)
	for _, w := range watchers {
		w.expectPositionLost()
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
func TestFaults_DatabaseRestored(t *testing.T) {
	server, err := cluster.Shared()
	if err != nil {
		t.Fatal(err)
	}
	h := newFaultHarness(t, storetest.NewURL(t, store.Postgres))
	before := h.lastPosition()
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
	h.store = storetest.OpenURL(t, h.url)
	h.startNode(0, h.url)
	subscribeFrom(t, h.nodeURL(0), before).expectPositionLost()
	h.startNode(1, h.url) // a second server keeps the epoch
	w := h.startSubscribers(1, 1)
	h.waitForAll([]*writer{h.writeEvents("after", 2)}, w)
}

// A backup is loaded into the same database under running servers: they detect that a stream with subscribers
// lost entries; otherwise `thidua epoch renew` is necessary.
func TestFaults_BackupLoadedInPlace(t *testing.T) {
	for _, dialect := range []string{store.SQLite, store.Postgres} {
		t.Run(dialect, func(t *testing.T) {
			h := newFaultHarness(t, storetest.NewURL(t, dialect))
			h.startNode(0, h.url)
			h.writeEvents("early", 5)
			watchers := h.startSubscribers(2, 0)
			h.writeEvents("late", 3)
			end := h.lastPosition()
			for _, w := range watchers {
				w.waitFor(end.Seq)
			}
			h.rollBackJournal(end.Seq - 3)
			for _, w := range watchers {
				w.expectPositionLost()
			}
			if now := h.lastPosition(); now.Epoch == end.Epoch {
				t.Error("it is the same epoch")
			}
			watchers = h.startSubscribers(2, 0)
			h.writeEvents("again", 1)
			end = h.lastPosition()
			for _, w := range watchers {
				w.waitFor(end.Seq)
			}
			if code, out, errs := runCommand(t, "epoch", "renew", "--database", h.url); code != 0 ||
				!strings.Contains(out, "POSITION_LOST") {
				t.Errorf("%d %s%s", code, out, errs)
			}
			for _, w := range watchers {
				w.expectPositionLost()
			}
		})
	}
}

// rollBackJournal resets the stream to a number, as a backup would.
func (h *faultHarness) rollBackJournal(seq int64) {
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
	_, err1 := tx.Exec("DELETE FROM journal_entries WHERE stream = $1 AND seq > $2", string(faultsStream), seq)
	_, err2 := tx.Exec("UPDATE journal_heads SET last_seq = $2 WHERE stream = $1", string(faultsStream), seq)
	if err := errors.Join(err1, err2, tx.Commit()); err != nil {
		h.Fatal(err)
	}
}
