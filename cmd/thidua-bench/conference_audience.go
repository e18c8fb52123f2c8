package main

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"time"
)

// conferenceAudience are the subscribers of a conference.
type conferenceAudience struct {
	crowd   *subscribers
	screens []*hallScreen
	from    string // position
	first   int    // number of the event before the first measured one
}

// openAudience opens all sockets, and waits until each has received something.
func (t *conferenceLoad) openAudience(
	ctx context.Context, p *serverProcess, h *plannedConference,
) (a *conferenceAudience, err error) {
	ask := p.asker(http.DefaultClient, conductorToken)
	a = &conferenceAudience{}
	if a.from, err = h.position(ctx, ask); err != nil {
		return nil, err
	}
	positions, err := newPositionReader(ctx, p.database)
	if err != nil {
		return nil, err
	}
	at, err := positions.seq(a.from)
	if err != nil {
		return nil, err
	}
	own := *p
	own.code, own.source, a.first = h.code, allEvents(positions), int(at)+1
	own.published = a.first
	if a.crowd, err = openSubscribers(&own, t.Subscribers, int(at), a.from); err != nil {
		return nil, err
	}
	for range t.Screens {
		s, err := openHallScreen(p, h.code, t.Floor)
		if err != nil {
			return nil, err
		}
		a.screens = append(a.screens, s)
	}
	if err := ask(ctx, `mutation($input: MakeAnnouncementInput!) {
		makeAnnouncement(input: $input) { announcement { id } } }`,
		map[string]any{"input": map[string]any{"conference": h.code,
			"text": "Hội nghị sắp bắt đầu."}}, nil); err != nil {
		return nil, err
	}
	if err := a.await(0, 0); err != nil { // whoever receives it has subscribed
		return nil, err
	}
	a.crowd.timed.Store(true)
	return a, nil
}

func (a *conferenceAudience) await(requests, delegates int64) error {
	if err := a.crowd.waitAll(); err != nil {
		return err
	}
	for _, s := range a.screens {
		if err := s.await(requests, delegates); err != nil {
			return err
		}
	}
	return nil
}

// waitAll waits until all subscribers have received everything, once and in order, and records the latencies.
func (a *conferenceAudience) waitAll(t *conferenceLoad, r *conferenceRound) error {
	commits := t.Sites + t.Roll + t.Floor
	a.crowd.server.published = a.first + commits
	if err := a.await(int64(t.Floor), int64(t.Roll)); err != nil {
		return err
	}
	ats, err := a.readCommitTimes(commits)
	if err != nil {
		return err
	}
	r.events = a.crowd.latencies(ats)
	for _, v := range r.commands {
		for _, s := range a.screens {
			if v.number > 0 {
				r.snapshots = append(r.snapshots,
					time.Duration(s.seen[v.number-1].Load()-v.madeAt.UnixNano()))
			}
		}
	}
	slices.Sort(r.snapshots)
	return nil
}

// readCommitTimes reads when each event was committed, as a late subscriber.
func (a *conferenceAudience) readCommitTimes(n int) (ats []int64, err error) {
	var w subscriber
	if err := w.open(a.crowd.server, a.from); err != nil {
		return nil, err
	}
	defer w.conn.Close()
	for len(ats) < n+1 {
		_, text, err := w.conn.ReadMessage()
		if err != nil {
			return nil, err
		}
		number := w.number(text)
		if number == 0 {
			continue
		}
		if number != int64(a.first+len(ats)) {
			return nil, fmt.Errorf("a late subscriber received event %d after %d", number, a.first+len(ats)-1)
		}
		at, err := time.Parse(time.RFC3339Nano, textAfter(text, `"at":"`))
		if err != nil {
			return nil, err
		}
		ats = append(ats, at.UnixNano())
	}
	return ats[1:], nil // without the announcement
}

func (a *conferenceAudience) disconnectAll() {
	a.crowd.disconnectAll()
	for _, s := range a.screens {
		s.disconnect()
	}
}
