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
type tilts []tilted

// conferenceRound is the result of a round.
type tilted struct {
	verbs            []*verb
	lasted           time.Duration
	used             stats
	bare             bareRun
	events, pictures []time.Duration // sorted latencies from the transaction to a subscriber, and to a screen
}

// round sends all commands of a conference, with or without subscribers, and checks that these received
// everything.
func (t *tilt) round(ctx context.Context, p *process, h *national, watched bool) (r tilted, err error) {
	var a *audience
	if watched {
		if a, err = t.audience(ctx, p, h); err != nil {
			return r, err
		}
		defer a.leave()
	}
	if err := p.call(nil, "/forget"); err != nil { // discards what was recorded before
		return r, err
	}
	r.verbs = t.verbs(h)
	before, err := p.stats(false)
	if err != nil {
		return r, err
	}
	profiled := t.profile(p, watched)
	if r.lasted, err = storm(ctx, p, t.Clients, r.verbs); err != nil {
		return r, err
	}
	after, err := p.stats(false)
	if err == nil {
		err = <-profiled
	}
	if r.used = after.less(before); err != nil || !watched {
		return r, err
	}
	err = a.told(t, &r) // must run before r is returned
	return r, err
}

// profile writes a CPU profile of the server for the next seconds.
func (t *tilt) profile(p *process, watched bool) <-chan error {
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
		file := filepath.Join(t.Profile, fmt.Sprintf("tilt-watched-%v.pprof", watched))
		done <- errors.Join(err, os.WriteFile(file, text.Bytes(), 0o600))
	}()
	return done
}
