package store_test

import (
	"context"
	"testing"
	"time"

	"thidua/ent"
	"thidua/internal/fault"
	"thidua/internal/store"
	"thidua/internal/storetest"
	"thidua/internal/storetest/proxy"
)

// readWithin runs a query with a deadline.
func looked(t *testing.T, s *store.Store, within time.Duration) error {
	ctx, cancel := context.WithTimeout(t.Context(), within)
	defer cancel()
	_, err := s.Reader().Account.Query().Count(ctx)
	return err
}

// If the network drops everything, each statement ends soon after its context. After it has recovered, at
// most one statement fails, however many connections were open.
func TestSwallowed(t *testing.T) {
	t.Parallel()
	p, url := proxy.To(t, storetest.URL(t, store.Postgres))
	s := storetest.At(t, url, store.WithPool(4, 2), store.WithStatementTimeout(3*time.Second))
	open := make(chan error, 4)
	for range 4 { // opens all connections of the pool
		go func() { open <- looked(t, s, 20*time.Second) }()
	}
	for range 4 {
		if err := <-open; err != nil {
			t.Fatal(err)
		}
	}
	p.Swallow()
	for range 6 { // more than there are connections
		go func() { open <- looked(t, s, 200*time.Millisecond) }()
	}
	wrote := make(chan error, 1)
	go func() { // without a deadline
		wrote <- s.Tx(context.Background(),
			func(ctx context.Context, tx *ent.Tx) error { return tx.Account.Update().SetName("x").Exec(ctx) })
	}()
	for range 6 {
		if err := ended(t, open); err == nil {
			t.Error("it was answered")
		}
	}
	wantFault(t, ended(t, wrote), fault.DatabaseUnreachable)
	p.Mend()
	for failed := 0; ; failed++ {
		err := looked(t, s, 20*time.Second)
		if err == nil {
			break
		}
		if failed > 1 {
			t.Fatal(err)
		}
	}
	if err := s.Tx(t.Context(),
		func(ctx context.Context, tx *ent.Tx) error { return tx.Account.Update().SetName("x").Exec(ctx) }); err != nil {
		t.Error(err)
	}
}

func ended(t *testing.T, done <-chan error) error {
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
func TestSwallowedNotifications(t *testing.T) {
	t.Parallel()
	url := storetest.URL(t, store.Postgres)
	p, through := proxy.To(t, url)
	here, there := storetest.At(t, through), storetest.At(t, url)
	heardHere, heardThere := listenTo(t, here), listenTo(t, there)
	ringUntil(t, here, heardThere)
	ringUntil(t, there, heardHere)
	p.Swallow()
	p.Mend()
	for _, heard := range []<-chan string{heardHere, heardThere} {
		for len(heard) > 0 {
			<-heard
		}
	}
	for _, way := range []struct {
		from  *store.Store
		heard <-chan string
	}{{there, heardHere}, {here, heardThere}} {
		for late := time.Now().Add(60 * time.Second); !arrives(t, way.from, way.heard); {
			if time.Now().After(late) {
				t.Fatal("one way stays dead")
			}
		}
	}
}

// notificationArrives notifies once and reports whether the other node receives exactly that.
func arrives(t *testing.T, from *store.Store, heard <-chan string) bool {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	fn := func(ctx context.Context, _ *ent.Tx) error { store.Ring(ctx, "across"); return nil }
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
