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

// show is which conference the demo plays: "final" or "national"; none if empty.
type show string

// The conferences that can be played.
const (
	final    show = "final"
	national show = "national"
)

// series names the conferences that are played one after the other; the addresses of their pages contain it.
func (s show) series() string { return "live-" + string(s) }

// IsBool lets --live stand by itself.
func (show) IsBool() bool { return true }

// Decode is called by kong, with what stands after --live= if anything does.
func (s *show) Decode(ctx *kong.DecodeContext) error {
	if ctx.Scan.Peek().Type != kong.FlagValueToken {
		*s = final
		return nil
	}
	switch given := show(fmt.Sprint(ctx.Scan.Pop().Value)); given {
	case final, national:
		*s = given
	default:
		return fault.BadConfig.With("setting", "--live", "reason", "it is final or national; final if nothing is given")
	}
	return nil
}

// validate refuses what cannot be played.
func (s show) validate(speed float64, secure bool) error {
	switch {
	case s != "" && secure:
		return fault.BadConfig.With("setting", "--live", "reason", "it is played over HTTP, and cannot be with --tls-cert")
	case speed <= 0:
		return fault.BadConfig.With("setting", "--speed", "reason", "it must be more than 0")
	}
	return nil
}

// betweenShows is how long a conference that was played stays before it is played again, under another code.
const betweenShows = time.Minute

var inLife = rehearsal.AtSpeed(1)

// play plays conferences over HTTP, one after the other, until ctx is over.
func (s show) play(ctx context.Context, base, token string, speed float64, plays *plays) {
	for ctx.Err() == nil {
		h := &rehearsal.Hall{
			Code: plays.prepare(s.series()), Pass: rehearsal.AtSpeed(speed),
			Ask: rehearsal.Over(http.DefaultClient, base+"/graphql", token),
		}
		h.Planned = func() { plays.addPlanned(s.series(), h.Code) }
		if there, err := h.There(ctx); err == nil && there { // it was planned, but the answer was lost
			h.Planned()
			continue
		}
		slog.Info("a conference is played", "conference", h.Code,
			"screen", base+"/screen/"+s.series(), "control", base+"/control/"+s.series())
		if err := s.once(ctx, h); err != nil && ctx.Err() == nil {
			slog.Error("the conference cannot be played on", "conference", h.Code, "error", err)
		}
		_ = inLife(ctx, betweenShows) // cut short, it is over
	}
}

// once plays a conference, with heartbeats of its sites as they are in life.
func (s show) once(ctx context.Context, h *rehearsal.Hall) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	go func() {
		for inLife(ctx, 5*time.Second) == nil {
			_ = h.Beat(ctx) // what goes wrong with it, the next verb says too
		}
	}()
	if s == national {
		return h.NationalReview(ctx)
	}
	return h.FinalReview(ctx)
}
