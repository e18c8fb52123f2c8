package conference_test

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"thidua/ent/announcement"
	"thidua/ent/conferencesnapshot"
	"thidua/internal/conference"
	"thidua/internal/conference/conferencetest"
	"thidua/internal/fault"
	"thidua/internal/journal"
	"thidua/internal/registry"
	"thidua/internal/store"
	"thidua/internal/storetest"
	"thidua/internal/viewer"
)

// replaySet holds a replay per position of a journal and viewer; nil if there is none.
type replaySet map[string]*conference.Replay

var replayViewers = []string{"anonymous", "ministry", "delegate"}

func (h fixture) replayAll(t conferencetest.TB, code string) replaySet {
	t.Helper()
	stream := journal.ConferenceStream(registry.ConferenceID(code))
	heads, err := journal.ReadHeads(t.Context(), h.s.Reader(), stream)
	if err != nil {
		t.Fatal(err)
	}
	all := replaySet{}
	for seq := int64(0); seq <= heads.Last[stream]; seq++ {
		position := journal.PositionAt(heads.Epoch, stream, seq)
		for _, name := range replayViewers {
			r, err := conference.ReplayAt(h.ctxAs(name), h.s, code, &position)
			if _, refused := fault.FromError(err); err != nil && !refused {
				t.Fatal(err)
			}
			all[fmt.Sprintf("%s at %d", name, seq)] = r
		}
	}
	return all
}

func (s replaySet) checkSame(t conferencetest.TB, want replaySet) {
	t.Helper()
	for name, r := range want {
		got := s[name]
		if (got == nil) != (r == nil) {
			t.Errorf("%s: %v, want %v", name, got, r)
		}
		if got == nil || r == nil {
			continue
		}
		conferencetest.CheckSameState(t, name+" from a snapshot", got.State, r.State)
		if !got.At.Equal(r.At) || got.Position != r.Position {
			t.Errorf("%s: at %v %v, want %v %v", name, got.At, got.Position, r.At, r.Position)
		}
	}
}

// simulatedConferences is how many random conferences are replayed at each position: each
// takes hundreds of replays.
const simulatedConferences = 10

// After random commands, a replay from snapshots equals one from the first event, at every position and for
// every viewer; also if the conference continues after they were made.
func TestSnapshots_ReplayMatchesJournal(t *testing.T) {
	eachConference(t, func(h fixture) {
		n := 0
		putBase(h.t, h.s)
		operator := viewer.NewContext(h.t.Context(), viewer.Operator())
		rapid.Check(h.t, func(rt *rapid.T) {
			if n++; n > simulatedConferences {
				return
			}
			m := &machine{T: rt, fixture: h, code: fmt.Sprintf("random-%d", n)}
			m.planConference()
			every := rapid.Int64Range(1, 7).Draw(rt, "every")
			for range 2 {
				for range rapid.IntRange(1, 8).Draw(rt, "calls") {
					if _, err := conference.Announce(m.ctxAs("ministry"), h.s,
						conference.NewAnnouncement{Conference: m.code, Text: "Họp kín",
							Audience: rapid.SampledFrom([]announcement.Audience{"EVERYONE", "PARTICIPANTS"}).
								Draw(rt, "audience")}); err != nil {
						if _, refused := fault.FromError(err); !refused {
							rt.Fatal(err)
						}
					}
					if err := m.callRandomCommand(); err != nil {
						if _, refused := fault.FromError(err); !refused {
							rt.Fatal(err)
						}
					}
				}
				want := h.replayAllWithoutSnapshots(rt, m.code)
				if _, err := conference.MakeSnapshotsEvery(operator, h.s, every); err != nil {
					rt.Fatal(err)
				}
				h.replayAll(rt, m.code).checkSame(rt, want)
			}
			if made, err := conference.MakeSnapshotsEvery(operator, h.s, every); err != nil || made != 0 {
				rt.Errorf("repeated: %d, %v", made, err)
			}
		})
	}, store.WithClock(skewedClock()))
}

// replayAllWithoutSnapshots replays from the first event, and restores the snapshots afterwards. It hides
// those of the conference alone: rewriting those of all conferences takes longer with each.
func (h fixture) replayAllWithoutSnapshots(t conferencetest.TB, code string) replaySet {
	t.Helper()
	stream := journal.ConferenceStream(registry.ConferenceID(code))
	mark := func(from, to string) {
		if err := h.s.Tx(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			rows, err := tx.ConferenceSnapshot.Query().Where(conferencesnapshot.Stream(string(stream))).All(ctx)
			if err != nil {
				return err
			}
			for _, row := range rows {
				if err := tx.ConferenceSnapshot.DeleteOne(row).Exec(ctx); err != nil {
					return err
				}
				if err := tx.ConferenceSnapshot.Create().SetStream(row.Stream).
					SetVersion(strings.Replace(row.Version, from, to, 1)).SetSeq(row.Seq).
					SetAudiences(row.Audiences).SetTold(row.Told).SetState(row.State).SetMadeAt(row.MadeAt).
					Exec(ctx); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	mark("", "other ")
	defer mark("other ", "")
	return h.replayAll(t, code)
}

// appendEntries appends entries to the journal of the conference.
func (h fixture) appendEntries(entries int) {
	h.t.Helper()
	id := registry.ConferenceID(code)
	if err := h.s.Tx(h.t.Context(), func(ctx context.Context, tx *store.Tx) error {
		for i := range entries {
			journal.Append(tx, journal.ConferenceStream(id), journal.SiteCheckedIn{
				SiteID: conference.SiteID(code, "main"), Code: "main", Name: "Bắc Ninh", DelegatesPresent: i,
				CheckedInAt: tx.Now(),
			})
		}
		return nil
	}); err != nil {
		h.t.Fatal(err)
	}
}

var limitClause = regexp.MustCompile(`LIMIT (\d+)`)

// countEntriesRead returns how many journal entries the statements may read.
func countEntriesRead(t *testing.T, c *storetest.Counter) (n int) {
	t.Helper()
	for _, text := range c.Statements() {
		if strings.Contains(text, "journal_entries") {
			m := limitClause.FindStringSubmatch(text)
			if m == nil {
				t.Fatalf("reads without a limit: %s", text)
			}
			some, _ := strconv.Atoi(m[1])
			n += some
		}
	}
	return n
}

// A replay of a long conference reads one snapshot and fewer than EntriesPerSnapshot entries at any position;
// and all entries if the snapshots are of another version.
func TestSnapshots_BoundEntriesRead(t *testing.T) {
	eachConferenceWithoutReplay(t, func(h fixture) {
		h.appendEntries(4*conference.EntriesPerSnapshot + 100)
		operator := viewer.NewContext(h.t.Context(), viewer.Operator())
		stream := journal.ConferenceStream(registry.ConferenceID(code))
		read := func(seq int64) int {
			h.t.Helper()
			ctx, counter := storetest.CountQueries(h.ctxAs("head"))
			position := journal.PositionAt(0, stream, seq)
			r, err := conference.ReplayAt(ctx, h.s, code, &position)
			if err != nil || seq > 1 && *r.Sites[0].DelegatesPresent != int(seq)-2 {
				h.t.Errorf("at %d: %v, %+v", seq, err, r)
			}
			if counter.Count() > 5 { // conference, heads, choice of the snapshot, the snapshot, entries
				h.t.Errorf("at %d: %s", seq, counter)
			}
			return countEntriesRead(h.t, counter)
		}
		if n := read(1900); n != 1900 {
			h.t.Errorf("entries read without snapshots: %d", n)
		}
		if made, err := conference.MakeSnapshots(operator, h.s); err != nil || made != 4 {
			h.t.Fatal(made, err)
		}
		for _, seq := range []int64{1, 499, 500, 501, 999, 1000, 1001, 1999, 2000, 2001, 2101} {
			if n := read(seq); n != int(seq%conference.EntriesPerSnapshot) {
				h.t.Errorf("at %d: %d entries read", seq, n)
			}
		}
		ctx, counter := storetest.CountQueries(operator)
		if made, err := conference.MakeSnapshots(ctx, h.s); err != nil || made != 0 || counter.Count() != 2 {
			h.t.Errorf("with none missing: %d, %v, %s", made, err, counter)
		}
		if err := h.s.Tx(operator, func(ctx context.Context, tx *store.Tx) error {
			row, err := tx.ConferenceSnapshot.Query().Where(conferencesnapshot.Seq(1500)).Only(ctx)
			if err != nil {
				return err
			}
			if _, err = tx.ConferenceSnapshot.Delete().Exec(ctx); err != nil {
				return err
			}
			return tx.ConferenceSnapshot.Create().SetStream(row.Stream).SetVersion("other").SetSeq(row.Seq).
				SetAudiences(row.Audiences).
				SetTold(row.Told).SetState([]byte("unreadable")).SetMadeAt(row.MadeAt).Exec(ctx)
		}); err != nil {
			h.t.Fatal(err)
		}
		if n := read(1900); n != 1900 {
			h.t.Errorf("entries read with snapshots of another version: %d", n)
		}
	})
}

// Snapshots are made while the program runs, by every node, and those of other versions are removed after a
// day. Only the operator may make or see them.
func TestRunSnapshotLoop(t *testing.T) {
	eachConferenceWithoutReplay(t, func(h fixture) {
		h.appendEntries(2 * conference.EntriesPerSnapshot)
		operator := viewer.NewContext(h.t.Context(), viewer.Operator())
		if _, err := conference.MakeSnapshots(h.ctxAs("ministry"), h.s); !errors.Is(err, fault.Forbidden) {
			h.t.Errorf("snapshots made by the Ministry: %v", err)
		}
		for version, age := range map[string]time.Duration{"older": 25 * time.Hour, "newer": 23 * time.Hour} {
			if err := h.s.Tx(operator, func(ctx context.Context, tx *store.Tx) error {
				return tx.ConferenceSnapshot.Create().SetStream("s").SetVersion(version).SetSeq(1).
					SetAudiences("[]").SetTold("[]").
					SetState([]byte{}).SetMadeAt(tx.Now().Add(-age)).Exec(ctx)
			}); err != nil {
				h.t.Fatal(err)
			}
		}
		ctx, stop := context.WithCancel(operator)
		done := make(chan struct{})
		for range 2 {
			go func() { conference.RunSnapshotLoop(ctx, h.s, 10*time.Millisecond); done <- struct{}{} }()
		}
		for wait := 0; wait < 1000; wait++ {
			if n := h.s.Reader().ConferenceSnapshot.Query().CountX(operator); n == 3 {
				break
			}
			time.Sleep(10 * time.Millisecond)
		}
		stop()
		<-done
		<-done
		var seqs []string
		for _, row := range h.s.Reader().ConferenceSnapshot.Query().Order(conferencesnapshot.BySeq()).
			AllX(operator) {
			seqs = append(seqs, fmt.Sprint(row.Seq))
		}
		eq(h.t, "the snapshots", strings.Join(seqs, " "), "1 500 1000")
		eq(h.t, "snapshots visible to the head", h.s.Reader().ConferenceSnapshot.Query().CountX(h.ctxAs("head")),
			0)
	})
}
