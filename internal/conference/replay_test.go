package conference_test

import (
	"context"
	"fmt"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"

	"thidua/ent/announcement"
	entconference "thidua/ent/conference"
	"thidua/internal/conference"
	"thidua/internal/conference/conferencetest"
	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/registry"
	"thidua/internal/registry/registrytest"
	"thidua/internal/store"
	"thidua/internal/storetest"
	"thidua/internal/viewer"
)

// skewedClock returns a clock as of several nodes: it advances, and sometimes goes back a little.
func skewedClock() func() time.Time {
	var ticks atomic.Int64
	return func() time.Time {
		n := ticks.Add(1)
		return time.Date(2024, 8, 19, 1, 0, 0, 0, time.UTC).Add(time.Duration(n-n%4*3) * time.Second)
	}
}

// After random commands with skewed clocks, the journal alone gives the tables as they were at each position
// at which a command ended; and applying changes again, from any position, leaves the same state.
func TestReplay_MatchesTables(t *testing.T) {
	eachConference(t, func(h fixture) {
		n, before := 0, []gid.ID(nil)
		putBase(h.t, h.s)
		rapid.Check(h.t, func(rt *rapid.T) {
			n++
			m := &machine{T: rt, fixture: h, code: fmt.Sprintf("random-%d", n), before: before}
			m.planConference()
			then := map[int64]conference.State{}
			for range rapid.IntRange(1, 30).Draw(rt, "calls") {
				if err := m.callRandomCommand(); err != nil {
					if _, ok := fault.FromError(err); !ok {
						rt.Fatal(err)
					}
				}
				then[conferencetest.HeadSeq(rt, h.s, m.code)] = conferencetest.StateFromTables(rt, h.s, m.code)
			}
			for seq, tables := range then {
				conferencetest.CheckSameState(rt, fmt.Sprintf("replayed up to %d", seq),
					conferencetest.StateAt(rt, h.s, m.code, seq), tables)
			}
			checkReapplied(rt, h, m.code)
			before = m.proposals
		})
	}, store.WithClock(skewedClock()))
}

// The check-in of a site before the conference was postponed remains after Replan, in the
// tables as in the journal.
func TestReplayAt_SitesAfterReplan(t *testing.T) {
	eachConference(t, func(h fixture) {
		h.run("head", h.withCode(conference.Open))
		h.run("head", func(ctx context.Context) (gid.ID, error) {
			return conference.CheckInSite(ctx, h.s, conference.SiteCheckIn{
				Conference: code, Site: "main", DelegatesPresent: 3,
			})
		})
		h.run("head", h.withReason(conference.Postpone, "Bão"))
		h.run("head", func(ctx context.Context) (gid.ID, error) {
			return conference.Replan(ctx, h.s, conference.NewDate{Conference: code, PartOfDay: "MORNING"})
		})
		now, err := conference.ReplayAt(h.ctxAs("head"), h.s, code, nil)
		if err != nil || now.InState != "PLANNED" || now.StateReason != nil ||
			now.Sites[0].DelegatesPresent == nil || *now.Sites[0].DelegatesPresent != 3 {
			h.t.Errorf("%v, %+v", err, now)
		}
	})
}

// checkReapplied applies a journal, and again its changes from a random position on.
func checkReapplied(rt *rapid.T, h fixture, code string) {
	changes := h.changesOf(code)
	var once, twice conference.State
	for _, c := range changes {
		once.Apply(c)
	}
	from := rapid.IntRange(0, len(changes)).Draw(rt, "again from")
	for _, c := range slices.Concat(changes, changes[from:]) {
		twice.Apply(c)
	}
	conferencetest.CheckSameState(rt, fmt.Sprintf("reapplied from %d", from), twice, once)
	var each conference.State
	for _, c := range changes {
		each.Apply(c)
		each.Apply(c)
	}
	conferencetest.CheckSameState(rt, "each change applied twice", each, once)
}

// A replay is rejected if the conference is hidden, the position is not of its
// stream, or the journal lacks it.
func TestReplayAt_Rejected(t *testing.T) {
	eachConference(t, func(h fixture) {
		h.run("head", h.withCode(conference.Open))
		stream := journal.ConferenceStream(registry.ConferenceID(code))
		refused := func(name, caller, code string, to *journal.Position, want *fault.Error) {
			t.Helper()
			got, err := conference.ReplayAt(h.ctxAs(caller), h.s, code, to)
			if f, ok := fault.FromError(err); !ok || f.Code() != want.Code() ||
				fmt.Sprint(f.Params()) != fmt.Sprint(want.Params()) || got != nil {
				h.t.Errorf("%s: %v, want %v", name, err, want)
			}
		}
		place := func(epoch int64, s journal.Stream, seq int64) *journal.Position {
			p := journal.PositionAt(epoch, s, seq)
			return &p
		}
		refused("another stream", "head", code, place(0, journal.AccessChanges, 1),
			fault.BadPosition.With("reason", "OTHER_STREAM"))
		refused("another epoch", "head", code, place(9, stream, 1),
			fault.PositionLost.With("reason", "RESTORED"))
		refused("after the head", "head", code, place(0, stream, 3),
			fault.PositionLost.With("reason", "AHEAD"))
		refused("before the plan", "head", code, place(0, stream, 0), fault.NotInJournal.With())
		refused("none", "head", "nothing", nil, fault.NotFound.With())
		hidden := newPlan(h.t)
		hidden.Code = "hidden"
		h.run("head", func(ctx context.Context) (gid.ID, error) { return conference.Plan(ctx, h.s, hidden) })
		refused("hidden", "anonymous", "hidden", nil, fault.NotFound.With())
		// recorded, with a later event
		if err := conference.Record(registrytest.OperatorContext(h.t), h.s, conference.Conference{
			Code: "recorded", Kind: "FINAL_REVIEW", State: "OPEN", Title: "Hội nghị", SchoolYear: year,
			Cluster: 2,
		}); err != nil {
			h.t.Fatal(err)
		}
		refused("recorded", "head", "recorded", nil, fault.NotInJournal.With())
		h.run("head", func(ctx context.Context) (gid.ID, error) {
			return conference.Start(ctx, h.s, "recorded")
		})
		refused("recorded, then started", "head", "recorded", nil, fault.NotInJournal.With())
	})
}

// A conference is replayed from its first event, however old: trimming the journal
// keeps streams of conferences.
func TestReplayAt_AfterTrim(t *testing.T) {
	var hours atomic.Int64
	clock := func() time.Time { return time.Date(2024, 8, 1, int(hours.Load()), 0, 0, 0, time.UTC) }
	eachConference(t, func(h fixture) {
		h.run("head", h.withCode(conference.Open))
		h.run("head", h.withCode(conference.Start))
		hours.Add(200)
		h.run("head", h.withCode(conference.Close))
		hours.Add(2000)
		const ofNation = 4 // planned, opened, started and closed
		if trimmed, err := journal.Trim(h.t.Context(), h.s, clock()); err != nil || trimmed != ofNation {
			h.t.Fatal(trimmed, err)
		}
		for seq, want := range []entconference.State{"", "PLANNED", "OPEN", "IN_SESSION", "CLOSED"} {
			if seq > 0 {
				eq(t, "the state", conferencetest.StateAt(h.t, h.s, code, int64(seq)).InState, want)
			}
		}
	}, store.WithClock(clock))
}

// A replay contains only the events, and the time, that the viewer received while they happened.
func TestReplayAt_AudienceOfViewer(t *testing.T) {
	eachConference(t, func(h fixture) {
		h.run("head", h.withCode(conference.Open))
		for _, to := range []announcement.Audience{"EVERYONE", "PARTICIPANTS"} {
			h.run("secretary", func(ctx context.Context) (gid.ID, error) {
				return conference.Announce(ctx, h.s, conference.NewAnnouncement{
					Conference: code, Text: string(to), Audience: to,
				})
			})
		}
		entries, err := journal.ReadSince(h.t.Context(), h.s.Reader(), 10, journal.StreamSeq{
			Stream: journal.ConferenceStream(registry.ConferenceID(code)),
		})
		if err != nil {
			h.t.Fatal(err)
		}
		for name, visible := range map[string]int{"anonymous": 1, "no role": 1, "another's": 1, "ministry": 2,
			"auditor": 2, "head": 2, "delegate": 2, "screen": 2} {
			r, err := conference.ReplayAt(h.ctxAs(name), h.s, code, nil)
			if err != nil || len(r.Announcements) != visible || r.Announcements[0].Text != "EVERYONE" ||
				!r.At.Equal(entries[visible+1].At) || r.Position.Seq != 4 {
				h.t.Errorf("%s: %v, %+v", name, err, r)
			}
		}
	})
}

// Replay of a long conference from its whole journal, and from a snapshot with 1 of 10,001 entries after it.
func BenchmarkReplay(b *testing.B) {
	s := storetest.Open(b, store.SQLite)
	ctx := viewer.NewContext(b.Context(), viewer.Operator())
	if err := registry.PutCluster(ctx, s,
		registry.Cluster{Number: 2, Kind: "CLUSTER", Name: "Cụm thi đua"}); err != nil {
		b.Fatal(err)
	}
	id, err := conference.Plan(ctx, s,
		conference.NewPlan{Code: code, Kind: "FINAL_REVIEW", Title: "Tổng kết", SchoolYear: year, Cluster: 2,
			PartOfDay: "MORNING",
			Sites:     []conference.PlanSite{{Code: "main", Name: "Bắc Ninh", Kind: "MAIN"}}})
	if err != nil {
		b.Fatal(err)
	}
	const entries, perTx = 10_000, 1000
	for written := 0; written < entries; written += perTx {
		if err := s.Tx(ctx, func(ctx context.Context, tx *store.Tx) error {
			for i := range perTx {
				journal.Append(tx, journal.ConferenceStream(id), journal.SiteCheckedIn{
					SiteID: conference.SiteID(code, "main"), Code: "main", Name: "Bắc Ninh",
					DelegatesPresent: written + i, CheckedInAt: tx.Now(),
				})
			}
			return nil
		}); err != nil {
			b.Fatal(err)
		}
	}
	replay := func(b *testing.B) {
		for b.Loop() {
			if r, err := conference.ReplayAt(ctx, s, code, nil); err != nil ||
				*r.Sites[0].DelegatesPresent != entries-1 {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/entries, "ns/entry")
	}
	b.Run("from the first entry", replay)
	if _, err := conference.MakeSnapshots(ctx, s); err != nil {
		b.Fatal(err)
	}
	b.Run("from a snapshot", replay)
}
