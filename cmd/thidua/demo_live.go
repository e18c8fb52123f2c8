package main

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/alecthomas/kong"

	"thidua/internal/fault"
	"thidua/internal/rehearsal"
)

// demoKind is which conference the demo plays: "final" or "national"; none if empty.
type show string

// The conferences that can be played.
const (
	final    show = "final"
	national show = "national"
)

// series names the conferences that are played one after the other; the addresses of their pages contain it.
func (s show) series() string { return "live-" + string(s) }

// IsBool allows --live without a value.
func (show) IsBool() bool { return true }

// Decode reads the value of --live=, if there is one, for kong.
func (s *show) Decode(ctx *kong.DecodeContext) error {
	if ctx.Scan.Peek().Type != kong.FlagValueToken {
		*s = final
		return nil
	}
	switch given := show(fmt.Sprint(ctx.Scan.Pop().Value)); given {
	case final, national:
		*s = given
	default:
		return fault.BadConfig.With("setting", "--live", "reason",
			"it must be final or national; the default is final")
	}
	return nil
}

// validate returns BAD_CONFIG for settings with which no conference can be played.
func (s show) validate(speed float64, secure bool) error {
	switch {
	case s != "" && secure:
		return fault.BadConfig.With("setting", "--live", "reason",
			"conferences are played over HTTP, which excludes --tls-cert")
	case speed <= 0:
		return fault.BadConfig.With("setting", "--speed", "reason", "it must be more than 0")
	}
	return nil
}

// demoPause is how long a finished conference stays before the next one, with another code, is played.
const betweenShows = time.Minute

var inLife = rehearsal.AtSpeed(1)

// play plays conferences over HTTP, one after the other, until ctx ends.
func (s show) play(ctx context.Context, base, token string, speed float64, plays *plays) {
	for ctx.Err() == nil {
		h := &rehearsal.Hall{
			Code: plays.prepare(s.series()), Pass: rehearsal.AtSpeed(speed),
			Ask: rehearsal.Over(http.DefaultClient, base+"/graphql", token),
		}
		h.Planned = func() { plays.addPlanned(s.series(), h.Code) }
		if there, err := h.There(ctx); err == nil && there { // planned, but the response was lost
			h.Planned()
			continue
		}
		slog.Info("demo conference started", "conference", h.Code,
			"screen", base+"/screen/"+s.series(), "control", base+"/control/"+s.series())
		if err := s.once(ctx, h); err != nil && ctx.Err() == nil {
			slog.Error("demo conference failed", "conference", h.Code, "err", err)
		}
		_ = inLife(ctx, betweenShows) // ignored: the loop checks ctx
	}
}

// playOnce plays a conference, with heartbeats of its sites in real time.
func (s show) once(ctx context.Context, h *rehearsal.Hall) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	go func() {
		for inLife(ctx, 5*time.Second) == nil {
			_ = h.Beat(ctx) // the next command fails likewise
		}
	}()
	if s == national {
		return h.NationalReview(ctx)
	}
	return h.FinalReview(ctx)
}
