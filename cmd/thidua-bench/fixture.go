package main

import (
	"context"
	"net/http"
	"runtime"
	"sync/atomic"
	"time"

	"thidua/ent/announcement"
	"thidua/internal/access"
	"thidua/internal/account"
	"thidua/internal/conference"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/live"
	"thidua/internal/registry"
	"thidua/internal/store"
	"thidua/internal/vi"
	"thidua/internal/viewer"
)

// fixture is a store with an open conference, and the hub that delivers its journal.
type fixture struct {
	http.Handler
	ledger   *commitLog
	store    *store.Store
	hub      *live.Hub
	onNotify func() // of the stock server; nil for others
	stream   journal.Stream
	txEvents atomic.Int64 // events of the current Tx
	counts   struct{ reads, polls, statements, publishing atomic.Int64 }
}

// heartbeatInterval is much longer than a round, so that only events are counted.
const heartbeatInterval = time.Hour

func newFixture(
	ctx context.Context, database, code string, l *commitLog,
) (h *fixture, stop func(), err error) {
	h = &fixture{ledger: l, stream: journal.ConferenceStream(registry.ConferenceID(code))}
	observed := func(ctx context.Context, s store.Statement) func(error) {
		h.counts.statements.Add(1)
		scriptFrom(ctx).mark(s.Verb)
		return nil
	}
	h.store, err = store.Open(ctx, database, store.WithReadRules(access.InstallReadRules),
		store.WithObserver(observed))
	if err != nil {
		return nil, nil, err
	}
	if err = h.store.Migrate(ctx); err == nil {
		err = h.createConference(viewer.NewContext(ctx, viewer.Operator()), code)
	}
	if err == nil {
		err = journal.EnsureEpoch(ctx, h.store)
	}
	if err != nil {
		_ = h.store.Close()
		return nil, nil, err
	}
	h.hub = live.New(live.Config{HeartbeatInterval: heartbeatInterval,
		OnGrantsChanged: account.InvalidateCache, ReadSince: h.since, ReadHeads: h.heads})
	h.txEvents.Store(1)
	h.store.OnNotify(ctx, func(streams []string) {
		if streams[0] == string(h.stream) { // before any subscriber can receive it
			h.ledger.record(int(h.txEvents.Load()))
		}
		if h.onNotify != nil {
			h.onNotify()
		}
		h.hub.Wake(streams)
	})
	return h, func() { h.hub.Close(); _ = h.store.Close() }, nil
}

// createConference plans and opens a conference with the commands of the API.
func (h *fixture) createConference(ctx context.Context, code string) error {
	err := registry.PutCluster(ctx, h.store, registry.Cluster{Number: 2, Kind: "CLUSTER",
		Name: "Cụm thi đua số 2"})
	if err != nil {
		return err
	}
	year, err := vi.ParseSchoolYear("2024-2025")
	if err != nil {
		return err
	}
	day, err := vi.ParseDate("2025-08-19")
	if err != nil {
		return err
	}
	plan := conference.NewPlan{
		Code: code, Kind: "FINAL_REVIEW", Title: "Hội nghị tổng kết", SchoolYear: year, Cluster: 2,
		HeldOn: day,
		Sites:  []conference.PlanSite{{Code: "main", Name: "Hà Nội", Kind: "MAIN"}}}
	if _, err := conference.Plan(ctx, h.store, plan); err != nil {
		return err
	}
	_, err = conference.Open(ctx, h.store, code)
	return err
}

// publish appends n announcements to the journal in one Tx.
func (h *fixture) publish(ctx context.Context, n int) error {
	h.txEvents.Store(int64(n))
	defer h.txEvents.Store(1)
	runtime.LockOSThread() // its CPU time is counted separately
	defer runtime.UnlockOSThread()
	before := threadCPUTime()
	defer func() { h.counts.publishing.Add(int64(threadCPUTime() - before)) }()
	first := h.ledger.lastNumber() + 1
	return h.store.Tx(ctx, func(ctx context.Context, tx *store.Tx) error {
		changes := make([]journal.Change, n)
		for i := range changes {
			changes[i] = journal.AnnouncementMade{AnnouncementID: gid.New(gid.Announcement),
				Text:   eventText(first + i),
				To:     announcement.AudienceEveryone,
				MadeAt: tx.Now(), Recipients: viewer.AudienceAll()}
		}
		journal.Append(tx, h.stream, changes...)
		return nil
	})
}

func (h *fixture) since(
	ctx context.Context, limit int, asked ...journal.StreamSeq,
) ([]journal.Entry, error) {
	h.counts.reads.Add(1)
	return journal.ReadSince(ctx, h.store.Reader(), limit, asked...)
}

func (h *fixture) heads(ctx context.Context, streams ...journal.Stream) (journal.Heads, error) {
	h.counts.polls.Add(1)
	return journal.ReadHeads(ctx, h.store.Reader(), streams...)
}

func (h *fixture) position(ctx context.Context) (string, error) {
	heads, err := journal.ReadHeads(ctx, h.store.Reader(), h.stream)
	return heads.Position(h.stream).String(), err
}

func (h *fixture) count(s *serverStats) {
	s.Executions, s.Reads = h.hub.Stats().Executions, h.counts.reads.Load()
	s.Polls, s.Statements = h.counts.polls.Load(), h.counts.statements.Load()
	s.Publishing = time.Duration(h.counts.publishing.Load())
}
