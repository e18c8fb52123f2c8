package graph_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"thidua/ent/site"
	"thidua/internal/access"
	"thidua/internal/conference"
	"thidua/internal/conference/conferencetest"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/registry"
	"thidua/internal/simulator"
	"thidua/internal/store"
	"thidua/internal/viewer"
)

// simulatedStage is a server on which conferences are played, with a clock that the test sets.
type simulatedStage struct {
	api
	clock *atomic.Int64
}

// eachStage runs body on each database with the record in it.
func eachStage(t *testing.T, body func(simulatedStage)) {
	t.Helper()
	clock := new(atomic.Int64)
	clock.Store(time.Date(2024, 8, 17, 1, 0, 0, 0, time.UTC).UnixNano())
	published.Each(t, func(t *testing.T, s *store.Store) {
		if err := journal.EnsureEpoch(t.Context(), s); err != nil {
			t.Fatal(err)
		}
		body(
			simulatedStage{serve(t, s, viewer.Account(0, time.Time{}, viewer.Grant{Role: viewer.Ministry})), clock},
		)
	}, store.WithReadRules(access.InstallReadRules), store.WithClock(func() time.Time {
		return time.Unix(0,
			clock.Load())
	}))
}

// newSimulation is a conference to be played, in which time goes by as in life, with a heartbeat of every
// site each ten seconds, before it is lagging.
func (p simulatedStage) newSimulation(code string) *simulator.Simulation {
	h := &simulator.Simulation{Code: code, Execute: simulator.NewClient(http.DefaultClient, p.url, "")}
	h.Sleep = func(ctx context.Context, inLife time.Duration) error {
		for ; inLife > 0; inLife -= 10 * time.Second {
			p.clock.Add(int64(min(inLife, 10*time.Second)))
			if err := h.SendHeartbeats(ctx); err != nil {
				return err
			}
			if _, err := conference.PublishStaleLinks(viewer.NewContext(ctx, viewer.Operator()), p.store); err != nil {
				return err
			}
		}
		return ctx.Err()
	}
	return h
}

// TestSimulation_FinalReview simulates the final review of cluster 2 of the dataset through GraphQL alone.
// Replaying its journal gives the tables.
func TestSimulation_FinalReview(t *testing.T) {
	eachStage(t, func(p simulatedStage) {
		if err := p.newSimulation("played").RunFinalReview(p.t.Context()); err != nil {
			p.t.Fatal(err)
		}
		conferencetest.CheckReplay(p.t, p.store, "played")
		// proposals come as they are made, and the record has them as the document does
		proposalsOf := func(code string) any {
			it := p.data(`query($code: String!) { conference(code: $code) {
				agendaItems(first: 100) { edges { node { kind title } } }
				speeches(first: 100) { edges { node { kind speaker unit { code } person { code } } } }
				proposals(first: 100) { edges { node { kind content unit { code } addressee { code } topics { code }
				speech { speaker } } } }
				tasks(first: 100) { edges { node { content schoolYear cluster { number } } } } }
				}`, map[string]any{"code": code})["conference"]
			slices.SortFunc(at(it, "proposals", "edges").([]any), func(a, b any) int {
				return strings.Compare(at(a, "node", "content").(string), at(b, "node", "content").(string))
			})
			return it
		}
		if diff := cmp.Diff(proposalsOf("c2-2023-2024-final"), proposalsOf("played")); diff != "" {
			p.t.Error(diff)
		}
		after := p.data(`{ conference(code: "played") { state attendanceSummary { counts { invited present absent }
			quorum { met } sites { site { code link } counts { present } } } floor { currentRequest { id }
			speakersQueue {
			place } totals { name turnCount seconds } } agenda { items { item { spentSeconds } overrunSeconds } }
			proposalBoard { totalCount } } }`, nil)
		if at(after, "conference", "state") != "CLOSED" || at(after, "conference", "floor", "currentRequest") != nil ||
			at(after, "conference", "attendanceSummary", "quorum", "met") != true {
			p.t.Errorf("%v", after)
		}
	})
}

// TestSimulation_NationalReview simulates the national conference at sixty-three sites, some of which lose
// their connection and recover.
func TestSimulation_NationalReview(t *testing.T) {
	eachStage(t, func(p simulatedStage) {
		if err := p.newSimulation("national").RunNationalReview(p.t.Context()); err != nil {
			p.t.Fatal(err)
		}
		conferencetest.CheckReplay(p.t, p.store, "national")
		stream := journal.ConferenceStream(registry.ConferenceID("national"))
		links := map[gid.ID][]site.Link{}
		for after := int64(0); ; {
			entries, err := journal.ReadSince(
				viewer.NewContext(p.t.Context(), viewer.Operator()), p.store.Reader(), 500,
				journal.StreamSeq{Stream: stream, Seq: after},
			)
			if err != nil {
				p.t.Fatal(err)
			}
			if len(entries) == 0 {
				break
			}
			for _, e := range entries {
				after = e.Seq
				if c, ok := e.Change.(journal.SiteLinkChanged); ok {
					links[c.SiteID] = append(links[c.SiteID], c.Link)
				}
			}
		}
		cut := 0
		for id, seen := range links {
			switch fmt.Sprint(seen) {
			case "[CONNECTED LOST]": // at the end
			case "[CONNECTED LAGGING LOST CONNECTED LOST]":
				cut++
			default:
				p.t.Errorf("%v: %v", id, seen)
			}
		}
		if len(links) != 63 || cut != 3 {
			p.t.Errorf("%d sites, %d of them cut", len(links), cut)
		}
	})
}
