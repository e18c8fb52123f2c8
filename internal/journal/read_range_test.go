package journal_test

import (
	"context"
	"errors"
	"testing"

	"thidua/internal/fault"
	"thidua/internal/journal"
	"thidua/internal/store"
	"thidua/internal/storetest"
)

// All entries up to a position are returned, once and in order, whatever the page size; if the beginning of
// the journal was trimmed, later positions are lost.
func TestReadRange(t *testing.T) {
	t.Parallel()
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		const all, together = 2500, 500
		for range all / together {
			if err := s.Tx(t.Context(), func(ctx context.Context, tx *store.Tx) error {
				for range together {
					journal.Append(tx, other, journal.GrantsChanged{})
				}
				return nil
			}); err != nil {
				t.Fatal(err)
			}
		}
		upTo := func(p *journal.Position) (last int64, at journal.Position, err error) {
			start := func(int64) (int64, error) { return 0, nil }
			at, err = journal.ReadRange(t.Context(), s.Reader(), other, p, start, func(e journal.Entry) {
				if last++; e.Seq != last || e.Stream != other {
					t.Errorf("entry %d is %s %d", last, e.Stream, e.Seq)
				}
			})
			return last, at, err
		}
		for _, seq := range []int64{0, 1, 999, 1000, 1001, 2000, all} {
			p := journal.PositionAt(0, other, seq)
			if last, at, err := upTo(&p); err != nil || last != seq || at.Seq != p.Seq || !at.InStream(other) {
				t.Errorf("up to %d: %d, %v, %v", seq, last, at, err)
			}
		}
		if last, at, err := upTo(nil); err != nil || last != all || at.Seq != all || !at.InStream(other) {
			t.Errorf("to the end: %d, %v, %v", last, at, err)
		}
		for name, c := range map[string]struct {
			at   journal.Position
			want *fault.Sentinel
		}{
			"ahead":          {journal.PositionAt(0, other, all+1), fault.PositionLost},
			"another epoch":  {journal.PositionAt(1, other, 1), fault.PositionLost},
			"another stream": {journal.PositionAt(0, hall, 0), fault.BadPosition},
		} {
			if last, _, err := upTo(&c.at); !errors.Is(err, c.want) || last != 0 {
				t.Errorf("%s: %d, %v", name, last, err)
			}
		}
		if _, err := journal.Trim(t.Context(), s, store.Now()); err != nil {
			t.Fatal(err)
		}
		if last, _, err := upTo(nil); !errors.Is(err, fault.PositionLost) || last != 0 {
			t.Errorf("trimmed: %d, %v", last, err)
		}
	})
}
