package store_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"thidua/internal/store"
	"thidua/internal/storetest"
)

// A query holds its slot until its rows are closed, and takes no connection while it waits for one.
func TestWithAcquire_HoldsUntilRowsAreClosed(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		held, most, total := 0, 0, 0
		ctx := store.WithStatementAcquire(t.Context(), func(context.Context) (func(), error) {
			held++
			total++
			most = max(most, held)
			return func() { held-- }, nil
		})
		for range 3 {
			if _, err := s.Reader().Account.Query().Count(ctx); err != nil {
				t.Fatal(err)
			}
			if _, err := s.Reader().Account.Query().All(ctx); err != nil {
				t.Fatal(err)
			}
		}
		if held != 0 || most != 1 || total != 6 {
			t.Errorf("%d are held, %d were at once, %d in total", held, most, total)
		}
		ended, cancel := context.WithCancel(ctx)
		cancel()
		if _, err := s.Reader().Account.Query().All(ended); err == nil || held != 0 {
			t.Errorf("a statement that failed: %v, and %d are held", err, held)
		}
	})
}

func TestWithAcquire_Refused(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		refused := errors.New("refused")
		ctx := store.WithStatementAcquire(t.Context(),
			func(context.Context) (func(), error) { return nil, refused })
		if _, err := s.Reader().Account.Query().All(ctx); !errors.Is(err, refused) {
			t.Errorf("the error of acquire is %v", err)
		}
		for _, p := range s.Stats() {
			if p.InUse != 0 {
				t.Errorf("%s: %d connections are in use", p.Name, p.InUse)
			}
		}
	})
}

// While all statements of one caller wait, others are executed.
func TestWithAcquire_OthersNotLimited(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		ctx, cancel := context.WithCancel(t.Context())
		waiting := store.WithStatementAcquire(ctx, func(ctx context.Context) (func(), error) {
			<-ctx.Done()
			return nil, ctx.Err()
		})
		ended := make(chan error)
		const statements = 20 // more than there are connections
		for range statements {
			go func() {
				_, err := s.Reader().Account.Query().All(waiting)
				ended <- err
			}()
		}
		soon, stop := context.WithTimeout(t.Context(), 10*time.Second)
		defer stop()
		if _, err := s.Reader().Account.Query().All(soon); err != nil {
			t.Errorf("another caller: %v", err)
		}
		cancel()
		for range statements {
			if err := <-ended; !errors.Is(err, context.Canceled) {
				t.Errorf("a statement that waited: %v", err)
			}
		}
	})
}
