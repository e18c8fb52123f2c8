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

// IsBool lets --live stand by itself.
func (show) IsBool() bool { return true }

// Decode is called by kong, with what stands after --live= if anything does.
func (s *show) Decode(ctx *kong.DecodeContext) error {
	if ctx.Scan.Peek().Type != kong.FlagValueToken {
		*s = "final"
		return nil
	}
	switch given := fmt.Sprint(ctx.Scan.Pop().Value); given {
	case "final", "national":
		*s = show(given)
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
func (s show) play(ctx context.Context, base, token string, speed float64) {
	for n := 1; ctx.Err() == nil; n++ {
		h := &rehearsal.Hall{Code: "live-" + string(s), Ask: rehearsal.Over(http.DefaultClient, base+"/graphql", token), Pass: rehearsal.AtSpeed(speed)}
		if n > 1 {
			h.Code = fmt.Sprintf("%s-%d", h.Code, n)
		}
		if there, err := h.There(ctx); err == nil && there { // it was played before, in a database that was kept
			continue
		}
		slog.Info("a conference is played", "screen", base+"/screen/"+h.Code, "control", base+"/control/"+h.Code)
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
	if s == "national" {
		return h.NationalReview(ctx)
	}
	return h.FinalReview(ctx)
}
