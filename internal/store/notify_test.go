package store_test

import (
	"context"
	"database/sql"
	"slices"
	"sync"
	"testing"
	"time"

	"thidua/internal/store"
	"thidua/internal/storetest"
)

// listenTo returns the channels that are notified at a store.
func listenTo(t *testing.T, s *store.Store) <-chan string {
	heard := make(chan string, 1000)
	s.OnNotify(t.Context(), func(topics []string) {
		for _, topic := range topics {
			heard <- topic
		}
	})
	return heard
}

func notify(t *testing.T, s *store.Store, topics ...string) {
	t.Helper()
	err := s.Tx(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		for _, topic := range topics {
			tx.Notify(topic)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func expectNotified(t *testing.T, heard <-chan string, topics ...string) {
	t.Helper()
	late := time.After(20 * time.Second)
	for len(topics) > 0 {
		select {
		case topic := <-heard:
			topics = slices.DeleteFunc(topics,
				func(want string) bool { return want == topic || topic == store.AllChannels })
		case <-late:
			t.Fatalf("nobody told of %v", topics)
		}
	}
}

// A commit on one node notifies the others of the database, and that node itself immediately.
func TestNotify_BetweenNodes(t *testing.T) {
	t.Parallel()
	url := storetest.NewURL(t, store.Postgres)
	here, there := storetest.OpenURL(t, url), storetest.OpenURL(t, url)
	heardHere, heardThere := listenTo(t, here), listenTo(t, there)
	notifyUntilReceived(t, here, heardThere)
	notify(t, here, "a", "b", "a")
	if got := []string{<-heardHere, <-heardHere}; !slices.Equal(got, []string{"a", "b"}) &&
		!slices.Contains(got, "warm") {
		t.Errorf("heard %v", got)
	}
	expectNotified(t, heardThere, "a", "b")
	notifyUntil(t, there, "c", heardHere, func(channel string) bool { return channel == "c" })
}

// notifyUntilReceived notifies until the other node receives something: listening starts asynchronously.
func notifyUntilReceived(t *testing.T, s *store.Store, heard <-chan string) {
	t.Helper()
	notifyUntil(t, s, "warm", heard, func(string) bool { return true })
}

// notifyUntil notifies a channel until the other node receives one that is wanted.
func notifyUntil(
	t *testing.T, s *store.Store, channel string, heard <-chan string, wanted func(string) bool,
) {
	t.Helper()
	for range 200 {
		notify(t, s, channel)
		for waiting := true; waiting; {
			select {
			case received := <-heard:
				if wanted(received) {
					return
				}
			case <-time.After(100 * time.Millisecond):
				waiting = false
			}
		}
	}
	t.Fatal("the other node does not listen")
}

// The server repeatedly closes the listener's connection: later notifications arrive, or AllChannels does.
func TestOnNotify_ListenerTerminated(t *testing.T) {
	t.Parallel()
	url := storetest.NewURL(t, store.Postgres)
	here, there := storetest.OpenURL(t, url), storetest.OpenURL(t, url)
	heard := listenTo(t, there)
	listenTo(t, here)
	notifyUntilReceived(t, here, heard)
	db, err := sql.Open("postgres", url)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for range 5 {
		if _, err := db.Exec("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = " +
			"'thidua listener' AND datname = current_database()"); err != nil {
			t.Fatal(err)
		}
		notifyUntilReceived(t, here, heard)
	}
}

// A Tx that is rolled back notifies nobody; several notifications are delivered together.
func TestNotify(t *testing.T) {
	t.Parallel()
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		heard := listenTo(t, s)
		_ = s.Tx(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			tx.Notify("never")
			return context.Canceled
		})
		var group sync.WaitGroup
		for range 20 {
			group.Go(func() { notify(t, s, "x") })
		}
		group.Wait()
		for range 20 {
			if topic := <-heard; topic != "x" {
				t.Errorf("heard %q", topic)
			}
		}
	})
}

// BeforeCommit functions run last, in order, and their error rolls everything back.
func TestBeforeCommit(t *testing.T) {
	t.Parallel()
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		var order []string
		note := func(what string, err error) func(context.Context, *store.Tx) error {
			return func(context.Context, *store.Tx) error { order = append(order, what); return err }
		}
		err := s.Tx(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			tx.BeforeCommit(note("first", nil))
			tx.AfterCommit(func() { order = append(order, "committed") })
			return s.Tx(ctx, func(ctx context.Context, tx *store.Tx) error {
				tx.BeforeCommit(note("second", nil))
				order = append(order, "work")
				return nil
			})
		})
		if want := []string{"work", "first", "second", "committed"}; err != nil || !slices.Equal(order, want) {
			t.Errorf("%v, %v", order, err)
		}
		order = nil
		err = s.Tx(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			tx.BeforeCommit(note("last", context.Canceled))
			tx.AfterCommit(func() { order = append(order, "committed") })
			return nil
		})
		if err == nil || !slices.Equal(order, []string{"last"}) {
			t.Errorf("%v, %v", order, err)
		}
	})
}
