package journal_test

import (
	"context"
	"errors"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/store"
	"thidua/internal/storetest"
	"thidua/internal/viewer"
)

var (
	hall  = journal.ConferenceStream(gid.Derive(gid.Conference, "hall"))
	other = journal.ClusterStream(gid.Derive(gid.Cluster, "2"), 2023)
	fresh = journal.ClusterStream(gid.Derive(gid.Cluster, "5"), 2023)
)

// appendChange appends heartbeats, which are valid in any stream.
func appendChange(t *testing.T, s *store.Store, streams ...journal.Stream) error {
	t.Helper()
	return s.Tx(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		for _, stream := range streams {
			journal.Append(tx, stream, journal.GrantsChanged{Account: gid.Derive(gid.Account, "clerk")})
		}
		return nil
	})
}

func readSince(t *testing.T, s *store.Store, after ...journal.StreamSeq) []journal.Entry {
	t.Helper()
	entries, err := journal.ReadSince(t.Context(), s.Reader(), 10_000, after...)
	if err != nil {
		t.Fatal(err)
	}
	return entries
}

// Concurrent transactions append to the same streams, and some roll back: there are no gaps, and a concurrent
// reader of "entries after n" gets all of them.
func TestAppend_GapFree(t *testing.T) {
	t.Parallel()
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		const writers, each = 8, 25
		reader := make(chan []int64)
		stop := make(chan struct{})
		go func() {
			var seen []int64
			for done := false; ; {
				last := int64(0)
				if len(seen) > 0 {
					last = seen[len(seen)-1]
				}
				entries, err := journal.ReadSince(context.Background(), s.Reader(), 10,
					journal.StreamSeq{Stream: hall, Seq: last})
				if err != nil {
					t.Error(err)
				}
				for _, e := range entries {
					seen = append(seen, e.Seq)
				}
				if len(entries) == 0 && done {
					reader <- seen
					return
				}
				select {
				case <-stop:
					done = true
				default:
				}
			}
		}()
		var group sync.WaitGroup
		gaveUp := errors.New("gave up")
		for w := range writers {
			group.Go(func() {
				for i := range each {
					err := s.Tx(t.Context(), func(ctx context.Context, tx *store.Tx) error {
						if (w+i)%2 == 0 { // in another order than others: heads are locked in one order
							journal.Append(tx, other, journal.GrantsChanged{})
						}
						journal.Append(tx, hall, journal.GrantsChanged{}, journal.GrantsChanged{})
						journal.Append(tx, other, journal.GrantsChanged{})
						if i%5 == 4 {
							return gaveUp
						}
						return nil
					})
					if err != nil && !errors.Is(err, gaveUp) {
						t.Error(err)
					}
				}
			})
		}
		group.Wait()
		close(stop)
		seen := <-reader
		if want := writers * each * 4 / 5 * 2; len(seen) != want {
			t.Errorf("%d entries, want %d", len(seen), want)
		}
		for i, seq := range seen {
			if seq != int64(i+1) {
				t.Fatalf("%d at place %d", seq, i+1)
			}
		}
		if heads, err := journal.ReadHeads(t.Context(), s.Reader(), hall); err != nil ||
			heads.Last[hall] != int64(len(seen)) {
			t.Errorf("%+v, %v", heads, err)
		}
	})
}

// An entry keeps its change, audience and the time of its Tx; several streams are read in one statement.
func TestReadSince(t *testing.T) {
	t.Parallel()
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		if err := appendChange(t, s, hall, hall, other, journal.AccessChanges); err != nil {
			t.Fatal(err)
		}
		if err := appendChange(t, s, hall); err != nil {
			t.Fatal(err)
		}
		ctx, statements := storetest.CountQueries(t.Context())
		entries, err := journal.ReadSince(ctx, s.Reader(), 10, journal.StreamSeq{Stream: hall, Seq: 1},
			journal.StreamSeq{Stream: journal.AccessChanges})
		if err != nil || statements.Count() != 1 {
			t.Fatalf("%v, %d statements", err, statements.Count())
		}
		var got []string
		for _, e := range entries {
			if e.Change != (journal.GrantsChanged{Account: gid.Derive(gid.Account, "clerk")}) ||
				e.Audience.String() != "" {
				t.Errorf("%+v", e)
			}
			got = append(got, strings.Split(string(e.Stream), "/")[0])
		}
		if strings.Join(got, " ") != "@access conference conference" {
			t.Errorf("%v", got)
		}
		if first, second := readSince(t, s, journal.StreamSeq{Stream: hall})[0],
			readSince(t, s, journal.StreamSeq{Stream: hall})[1]; !first.At.Equal(second.At) ||
			first.At.Location() != time.UTC {
			t.Errorf("two times of one Tx: %v and %v", first.At, second.At)
		}
	})
}

// A Tx notifies its streams after its entries can be read, not before.
func TestAppend_Notifies(t *testing.T) {
	t.Parallel()
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		rung := make(chan int, 10)
		s.OnNotify(t.Context(), func(topics []string) {
			for _, topic := range topics {
				if topic == string(hall) {
					rung <- len(readSince(t, s, journal.StreamSeq{Stream: hall}))
				}
			}
		})
		if err := appendChange(t, s, hall, hall); err != nil {
			t.Fatal(err)
		}
		if n := <-rung; n != 2 {
			t.Errorf("rung with %d entries to read", n)
		}
		_ = s.Tx(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			journal.Append(tx, hall, journal.GrantsChanged{})
			return errors.New("gave up")
		})
		select {
		case <-rung:
			t.Error("what was rolled back rang")
		default:
		}
	})
}

// All entries of a Tx are inserted, however many they are.
func TestAppend_ManyEntries(t *testing.T) {
	t.Parallel()
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		const many = 6000
		accounts := make([]journal.Change, many)
		for i := range accounts {
			accounts[i] = journal.GrantsChanged{Account: gid.ID(i + 1)}
		}
		if err := s.Tx(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			journal.Append(tx, hall, accounts...)
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		entries := readSince(t, s, journal.StreamSeq{Stream: hall})
		if len(entries) != many {
			t.Fatalf("%d entries", len(entries))
		}
		for i, e := range entries {
			if e.Seq != int64(i+1) || e.Change != accounts[i] || !e.At.Equal(entries[0].At) {
				t.Fatalf("at place %d: %+v", i, e)
			}
		}
	})
}

func TestTrim(t *testing.T) {
	t.Parallel()
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		for range 3 {
			if err := appendChange(t, s, other, hall, journal.AccessChanges); err != nil {
				t.Fatal(err)
			}
			time.Sleep(2 * time.Millisecond)
		}
		second := readSince(t, s, journal.StreamSeq{Stream: other})[1]
		if err := appendChange(t, s, fresh); err != nil {
			t.Fatal(err)
		}
		gone, err := journal.Trim(t.Context(), s, second.At.Add(time.Microsecond))
		if err != nil || gone != 4 {
			t.Fatalf("%d gone, %v", gone, err)
		}
		heads, err := journal.ReadHeads(t.Context(), s.Reader())
		if err != nil || heads.Trimmed[other] != 2 || heads.Trimmed[journal.AccessChanges] != 2 ||
			heads.Last[other] != 3 || heads.Trimmed[fresh] != 0 || heads.Trimmed[hall] != 0 {
			t.Errorf("%+v, %v", heads, err)
		}
		// a conference's whole
		for stream, kept := range map[journal.Stream]int{other: 1, journal.AccessChanges: 1, fresh: 1, hall: 3} {
			if left := readSince(t, s, journal.StreamSeq{Stream: stream}); len(left) != kept ||
				left[kept-1].Seq != heads.Last[stream] {
				t.Errorf("%s: %+v", stream, left)
			}
		}
		if gone, err := journal.Trim(t.Context(), s, second.At.Add(time.Microsecond)); err != nil || gone != 0 {
			t.Errorf("%d gone again, %v", gone, err)
		}
	})
}

// The epoch stays the same while the identity of the database does, and changes with RenewEpoch.
func TestEnsureEpoch(t *testing.T) {
	t.Parallel()
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		epoch := func() int64 {
			heads, err := journal.ReadHeads(t.Context(), s.Reader(), hall)
			if err != nil {
				t.Fatal(err)
			}
			return heads.Epoch
		}
		for _, begin := range []func(context.Context, *store.Store) error{journal.EnsureEpoch,
			journal.EnsureEpoch} {
			if err := begin(t.Context(), s); err != nil {
				t.Fatal(err)
			}
		}
		first := epoch()
		if err := journal.EnsureEpoch(t.Context(), s); err != nil || first == 0 || epoch() != first {
			t.Errorf("%v; %d became %d", err, first, epoch())
		}
		if err := journal.RenewEpoch(t.Context(), s); err != nil || epoch() == first || epoch() == 0 {
			t.Errorf("%v; it is still %d", err, epoch())
		}
	})
}

// Nodes that start together start one epoch, and so do nodes that detect a rollback of the journal.
func TestEnsureEpoch_ConcurrentNodes(t *testing.T) {
	t.Parallel()
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		together := func(do func() error) (epochs map[int64]bool) {
			epochs = map[int64]bool{}
			var mu sync.Mutex
			var nodes sync.WaitGroup
			for range 8 {
				nodes.Go(func() {
					err := do()
					heads, err2 := journal.ReadHeads(t.Context(), s.Reader(), hall)
					if err = errors.Join(err, err2); err != nil {
						t.Error(err)
					}
					mu.Lock()
					defer mu.Unlock()
					epochs[heads.Epoch] = true
				})
			}
			nodes.Wait()
			return epochs
		}
		first := together(func() error { return journal.EnsureEpoch(t.Context(), s) })
		for epoch := range first {
			second := together(func() error { return journal.StartEpochAfterRollback(t.Context(), s, epoch) })
			if len(first) != 1 || len(second) != 1 || second[epoch] {
				t.Errorf("epochs %v and %v", first, second)
			}
		}
	})
}

// A file that was restored has another identity, and so another epoch.
func TestEnsureEpoch_FileRestored(t *testing.T) {
	t.Parallel()
	file := t.TempDir() + "/thidua.db"
	epoch := func() int64 {
		s, err := store.Open(t.Context(), "sqlite:"+file)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		if err := errors.Join(s.Migrate(t.Context()), journal.EnsureEpoch(t.Context(), s)); err != nil {
			t.Fatal(err)
		}
		heads, err := journal.ReadHeads(t.Context(), s.Reader(), hall)
		if err != nil {
			t.Fatal(err)
		}
		return heads.Epoch
	}
	first := epoch()
	if again := epoch(); again != first {
		t.Errorf("%d became %d, and nothing was restored", first, again)
	}
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.WriteFile(file+".backup", content, 0o600),
		os.Rename(file+".backup", file)); err != nil {
		t.Fatal(err)
	}
	if restored := epoch(); restored == first {
		t.Error("a restored file is of the same epoch")
	}
}

// An audience is stored unchanged, and includes the accounts it names.
func TestChanges_Audiences(t *testing.T) {
	t.Parallel()
	scope := viewer.Scope{Cluster: gid.Derive(gid.Cluster, "2"), SchoolYear: 2023}
	a := viewer.AudienceOf(scope, viewer.Scope{Conference: gid.Derive(gid.Conference, "hall")})
	read, err := viewer.ParseAudience(a.String())
	if err != nil || read.String() != a.String() {
		t.Fatalf("%v, %v", read, err)
	}
	head := func() viewer.Viewer {
		return viewer.Account(1, time.Time{}, viewer.Grant{Role: viewer.ClusterHead, Cluster: scope.Cluster,
			SchoolYear: scope.SchoolYear})
	}
	for name, c := range map[string]struct {
		caller   viewer.Viewer
		included bool
	}{
		"the anonymous": {viewer.Anonymous(), false},
		"the head":      {head(), true},
		"last year's": {viewer.Account(1, time.Time{}, viewer.Grant{Role: viewer.ClusterHead,
			Cluster: scope.Cluster, SchoolYear: 2022}), false},
		"the Ministry": {viewer.Account(1, time.Time{}, viewer.Grant{Role: viewer.Ministry}), true},
		"a delegate": {viewer.Account(1, time.Time{}, viewer.Grant{Role: viewer.Delegate,
			Conference: gid.Derive(gid.Conference, "hall")}), true},
		"an editor": {viewer.Account(1, time.Time{}, viewer.Grant{Role: viewer.UnitEditor, Unit: 5}), false},
	} {
		if read.Includes(c.caller) != c.included || !viewer.AudienceAll().Includes(c.caller) {
			t.Errorf("%s: %v", name, read.Includes(c.caller))
		}
	}
	if _, err := viewer.ParseAudience("rubbish"); err == nil {
		t.Error("rubbish is an audience")
	}
}
