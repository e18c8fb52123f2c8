package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// conferenceRounds are the rounds with or without subscribers.
type conferenceRounds []conferenceRound

// conferenceRound is the result of a round.
type conferenceRound struct {
	commands []*loadCommand
	lasted   time.Duration
	used     serverStats
	baseline baselineResult
	// sorted latencies from the transaction to a subscriber, and to a screen
	events, snapshots []time.Duration
}

// round sends all commands of a conference, with or without subscribers, and checks that these received
// everything.
func (t *conferenceLoad) round(
	ctx context.Context, p *serverProcess, h *plannedConference, watched bool,
) (r conferenceRound, err error) {
	var a *conferenceAudience
	if watched {
		if a, err = t.openAudience(ctx, p, h); err != nil {
			return r, err
		}
		defer a.disconnectAll()
	}
	if err := p.getJSON(nil, "/forget"); err != nil { // discards what was recorded before
		return r, err
	}
	r.commands = t.newCommands(h)
	before, err := p.stats(false)
	if err != nil {
		return r, err
	}
	profiled := t.profile(p, watched)
	if r.lasted, err = sendCommands(ctx, p, t.Clients, r.commands); err != nil {
		return r, err
	}
	after, err := p.stats(false)
	if err == nil {
		err = <-profiled
	}
	if r.used = after.minus(before); err != nil || !watched {
		return r, err
	}
	err = a.waitAll(t, &r) // must run before r is returned
	return r, err
}

// profile writes a CPU profile of the server for the next seconds.
func (t *conferenceLoad) profile(p *serverProcess, watched bool) <-chan error {
	done := make(chan error, 1)
	if t.Profile == "" {
		done <- nil
		return done
	}
	go func() {
		body, err := p.get("/profile?seconds=2")
		if err != nil {
			done <- err
			return
		}
		defer body.Close()
		var text bytes.Buffer
		_, err = text.ReadFrom(body)
		file := filepath.Join(t.Profile, fmt.Sprintf("conference-watched-%v.pprof", watched))
		done <- errors.Join(err, os.WriteFile(file, text.Bytes(), 0o600))
	}()
	return done
}
