package store_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"thidua/ent/account"
	"thidua/internal/store"
	"thidua/internal/storetest"
)

// recordingObserver records statements as "VERB table", with the kind of error of failed ones.
type recordingObserver struct {
	mu    sync.Mutex
	all   []string
	texts strings.Builder
	open  int
}

func (o *recordingObserver) observe(_ context.Context, s store.Statement) func(error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.open++
	o.texts.WriteString(s.Text)
	return func(err error) {
		o.mu.Lock()
		defer o.mu.Unlock()
		o.open--
		line := strings.TrimSpace(s.Verb + " " + s.Table)
		if err != nil {
			line += " failed"
		}
		o.all = append(o.all, line)
	}
}

func (o *recordingObserver) takeLines() []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	all := o.all
	o.all = nil
	return all
}

// An observer receives each statement once, also failed ones, in the order in which they end, with its verb
// and table but never an argument.
func TestObserver(t *testing.T) {
	var o *recordingObserver
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		o.takeLines()
		err := s.Tx(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			return tx.Account.Create().SetSubject("hunter2").SetName("hunter2").SetKind(account.KindPerson).Exec(ctx)
		})
		if err != nil {
			t.Fatal(err)
		}
		if got := o.takeLines(); !slices.Equal(got, []string{"BEGIN", "INSERT accounts", "COMMIT"}) {
			t.Errorf("a write: %v", got)
		}
		if _, err := s.Reader().Account.Query().All(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := o.takeLines(); !slices.Equal(got, []string{"SELECT accounts"}) {
			t.Errorf("a query: %v", got)
		}
		err = s.Tx(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			return tx.Account.Create().SetSubject("hunter2").SetName("hunter2").SetKind(account.KindPerson).Exec(ctx)
		})
		if got := o.takeLines(); err == nil || !slices.Equal(got, []string{"BEGIN", "INSERT accounts failed",
			"ROLLBACK"}) {
			t.Errorf("a double: %v %v", got, err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := s.Reader().Account.Query().All(ctx); !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		if o.mu.Lock(); o.open != 0 || strings.Contains(o.texts.String(), "hunter2") {
			t.Errorf("%d are not over; %s", o.open, o.texts.String())
		}
		o.mu.Unlock()
	}, func() store.Option { o = &recordingObserver{}; return store.WithObserver(o.observe) }())
}

// Both pools report their maximum number of connections.
func TestStats(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		got := s.Stats()
		if len(got) != 2 || got[0].Name != "read" || got[0].MaxOpenConnections != 3 || got[1].Name != "write" ||
			got[1].OpenConnections < 1 {
			t.Errorf("%+v", got)
		}
	}, store.WithPool(3, 2))
}
