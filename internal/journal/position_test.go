package journal_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"thidua/internal/fault"
	"thidua/internal/journal"
	"thidua/internal/store"
	"thidua/internal/storetest"
)

// outdatedPosition is an unencrypted position of an earlier release: epoch 1, stream 2, sequence number 3.
const outdatedPosition = "AAAAAAAAAAEAAAACAAAAAAAAAANlvDs0"

func TestPosition_RoundTrip(t *testing.T) {
	t.Parallel()
	key := journal.NewPositionKey([]byte("secret"))
	p := key.PositionAt(1<<62|5, hall, 1<<40|77)
	read, err := journal.ParsePosition(p.String())
	if err != nil || read.String() != p.String() || read.InStream(hall) || read.Seq != 0 {
		t.Errorf("sealed %+v, %v", read, err)
	}
	opened := key.Open(read)
	if !opened.InStream(hall) || opened.InStream(other) || opened.Seq != p.Seq || !opened.InEpoch(p.Epoch) ||
		opened.InEpoch(6) || opened.String() != p.String() {
		t.Errorf("opened %+v", opened)
	}
	if key.Open(p) != p || read.IsZero() || !(journal.Position{}).IsZero() {
		t.Error("one that nobody sent is changed by opening it, or is zero")
	}
	if text := key.PositionAt(1, hall, 1).String(); journal.NewPositionKey([]byte("secret")).PositionAt(
		1, hall, 1,
	).String() != text ||
		journal.NewPositionKey([]byte("other")).PositionAt(1, hall, 1).String() == text {
		t.Error("the text depends on more or less than the key and the place")
	}
}

// A forged position, or one of another database, is not in the epoch; the checksum detects typing errors.
func TestPosition_Forged(t *testing.T) {
	t.Parallel()
	key := journal.NewPositionKey([]byte("secret"))
	foreign, err := journal.ParsePosition(
		journal.NewPositionKey([]byte("guess")).PositionAt(9, hall, 1).String(),
	)
	if p := key.Open(foreign); err != nil || p.InEpoch(9) || p.InStream(hall) {
		t.Errorf("a position of another key is %+v, %v", p, err)
	}
	text := key.PositionAt(9, hall, 1).String()
	for i := range text {
		slip := byte('A')
		if text[i] == slip {
			slip = 'B'
		}
		if _, err := journal.ParsePosition(text[:i] + string(slip) + text[i+1:]); !errors.Is(err,
			fault.BadPosition) {
			t.Errorf("a slip at %d: %v", i, err)
		}
	}
	for _, bad := range []any{"", "1:2", text + "A", text[:26] + "\n", 7, nil, strings.Repeat("-", 32),
		strings.Repeat("A", 1000)} {
		var p journal.Position
		if err := p.UnmarshalGQL(bad); !errors.Is(err, fault.BadPosition) {
			t.Errorf("%q: %v", bad, err)
		}
	}
	if _, err := journal.ParsePosition(outdatedPosition); !errors.Is(err, fault.PositionLost) {
		t.Errorf("one of an old release: %v", err)
	}
}

// Consecutive sequence numbers and different streams have no part of the text in common: all of it is one
// block of the cipher.
func TestPosition_Opaque(t *testing.T) {
	t.Parallel()
	key := journal.NewPositionKey([]byte("secret"))
	seen := map[string]string{}
	for seq := range int64(1000) {
		text := key.PositionAt(9, hall, seq).String()
		for from := 0; from+8 <= 20; from += 4 { // sequences of 48 bits and more
			part := fmt.Sprint(from, text[from:from+8])
			if before, ok := seen[part]; ok {
				t.Fatalf("%s and %s share %q", before, text, part)
			}
			seen[part] = text
		}
	}
}

// The nodes on a database share its key, which survives a restart, a new epoch and a migration.
func TestPosition_KeySharedByDatabase(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		key := func() *journal.PositionKey {
			heads, err := journal.ReadHeads(t.Context(), s.Reader(), hall)
			if err != nil {
				t.Fatal(err)
			}
			if all, err := journal.ReadHeads(t.Context(), s.Reader()); err != nil || all.Key != heads.Key ||
				len(all.Last) > 1 {
				t.Errorf("of all heads the key is %v, or among the streams: %v, %v", all.Key, all.Last, err)
			}
			return heads.Key
		}
		if key() != nil {
			t.Error("a database without a key has one")
		}
		for range 2 {
			runTogether(t, s, journal.EnsureEpoch)
			if err := journal.RenewEpoch(t.Context(), s); err != nil {
				t.Fatal(err)
			}
			if k := key(); k == nil || k.PositionAt(1, hall, 1).String() == journal.PositionAt(1, hall, 1).String() {
				t.Fatal("no key")
			}
		}
		first := key()
		runTogether(t, s, journal.EnsureEpoch)
		if key() != first {
			t.Error("the key is another one")
		}
	})
}

func FuzzParsePosition(f *testing.F) {
	f.Add(journal.PositionAt(1, hall, 2).String())
	f.Add(outdatedPosition)
	f.Add("")
	f.Fuzz(func(t *testing.T, text string) {
		if p, err := journal.ParsePosition(text); err == nil && p.String() != text {
			t.Errorf("%q is read as %q", text, p)
		}
	})
}

// runTogether calls do from four concurrent goroutines, as starting nodes would.
func runTogether(t *testing.T, s *store.Store, do func(context.Context, *store.Store) error) {
	t.Helper()
	results := make(chan error)
	for range 4 {
		go func() { results <- do(t.Context(), s) }()
	}
	for range 4 {
		if err := <-results; err != nil {
			t.Error(err)
		}
	}
}
