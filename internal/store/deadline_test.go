package store_test

import (
	"context"
	"testing"
	"time"

	"thidua/internal/fault"
	"thidua/internal/store"
	"thidua/internal/storetest"
	"thidua/internal/storetest/proxy"
)

// readWithin runs a query with a deadline.
func readWithin(t *testing.T, s *store.Store, within time.Duration) error {
	ctx, cancel := context.WithTimeout(t.Context(), within)
	defer cancel()
	_, err := s.Reader().Account.Query().Count(ctx)
	return err
}

// If the network drops everything, each statement ends soon after its context. After it has recovered, at
// most one statement fails, however many connections were open.
func TestStatements_NetworkBlackhole(t *testing.T) {
	t.Parallel()
	p, url := proxy.New(t, storetest.NewURL(t, store.Postgres))
	s := storetest.OpenURL(t, url, store.WithPool(4, 2), store.WithStatementTimeout(3*time.Second))
	open := make(chan error, 4)
	for range 4 { // opens all connections of the pool
		go func() { open <- readWithin(t, s, 20*time.Second) }()
	}
	for range 4 {
		if err := <-open; err != nil {
			t.Fatal(err)
		}
	}
	p.Blackhole()
	for range 6 { // more than there are connections
		go func() { open <- readWithin(t, s, 200*time.Millisecond) }()
	}
	wrote := make(chan error, 1)
	go func() { // without a deadline
		wrote <- s.Tx(context.Background(),
			func(ctx context.Context, tx *store.Tx) error { return tx.Account.Update().SetName("x").Exec(ctx) })
	}()
	for range 6 {
		if err := awaitResult(t, open); err == nil {
			t.Error("it was answered")
		}
	}
	wantFault(t, awaitResult(t, wrote), fault.DatabaseUnreachable)
	p.Restore()
	for failed := 0; ; failed++ {
		err := readWithin(t, s, 20*time.Second)
		if err == nil {
			break
		}
		if failed > 1 {
			t.Fatal(err)
		}
	}
	if err := s.Tx(t.Context(),
		func(ctx context.Context,
			tx *store.Tx) error {
			return tx.Account.Update().SetName("x").Exec(ctx)
		}); err != nil {
		t.Error(err)
	}
}

func awaitResult(t *testing.T, done <-chan error) error {
	t.Helper()
	select {
	case err := <-done:
		return err
	case <-time.After(30 * time.Second):
		t.Fatal("it hangs")
		return nil
	}
}

// If the connections for sending and receiving notifications hang, they are replaced.
func TestNotify_NetworkBlackhole(t *testing.T) {
	t.Parallel()
	url := storetest.NewURL(t, store.Postgres)
	p, through := proxy.New(t, url)
	here, there := storetest.OpenURL(t, through), storetest.OpenURL(t, url)
	heardHere, heardThere := listenTo(t, here), listenTo(t, there)
	notifyUntilReceived(t, here, heardThere)
	notifyUntilReceived(t, there, heardHere)
	p.Blackhole()
	p.Restore()
	for _, heard := range []<-chan string{heardHere, heardThere} {
		for len(heard) > 0 {
			<-heard
		}
	}
	for _, way := range []struct {
		from  *store.Store
		heard <-chan string
	}{{there, heardHere}, {here, heardThere}} {
		for late := time.Now().Add(60 * time.Second); !notificationArrives(t, way.from, way.heard); {
			if time.Now().After(late) {
				t.Fatal("one way stays dead")
			}
		}
	}
}

// notificationArrives notifies once and reports whether the other node receives exactly that.
func notificationArrives(t *testing.T, from *store.Store, heard <-chan string) bool {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	fn := func(ctx context.Context, tx *store.Tx) error { tx.Notify("across"); return nil }
	_ = from.Tx(ctx, fn) // may use a dead connection
	for {
		select {
		case topic := <-heard:
			if topic == "across" {
				return true
			}
		case <-time.After(200 * time.Millisecond):
			return false
		}
	}
}
