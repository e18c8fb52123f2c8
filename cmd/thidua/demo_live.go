package main

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/alecthomas/kong"

	"thidua/internal/fault"
	"thidua/internal/simulator"
)

// demoKind is which conference the demo plays: "final" or "national"; none if empty.
type demoKind string

// The conferences that can be played.
const (
	finalReview    demoKind = "final"
	nationalReview demoKind = "national"
)

// series names the conferences that are played one after the other; the addresses of their pages contain it.
func (k demoKind) series() string { return "live-" + string(k) }

// IsBool allows --live without a value.
func (demoKind) IsBool() bool { return true }

// Decode reads the value of --live=, if there is one, for kong.
func (k *demoKind) Decode(ctx *kong.DecodeContext) error {
	if ctx.Scan.Peek().Type != kong.FlagValueToken {
		*k = finalReview
		return nil
	}
	switch given := demoKind(fmt.Sprint(ctx.Scan.Pop().Value)); given {
	case finalReview, nationalReview:
		*k = given
	default:
		return fault.BadConfig.With("setting", "--live", "reason",
			"it must be final or national; the default is final")
	}
	return nil
}

// validate returns BAD_CONFIG for settings with which no conference can be played.
func (k demoKind) validate(speed float64, secure bool) error {
	switch {
	case k != "" && secure:
		return fault.BadConfig.With("setting", "--live", "reason",
			"conferences are played over HTTP, which excludes --tls-cert")
	case speed <= 0:
		return fault.BadConfig.With("setting", "--speed", "reason", "it must be more than 0")
	}
	return nil
}

// demoPause is how long a finished conference stays before the next one, with another code, is played.
const demoPause = time.Minute

var realTime = simulator.SleepAtSpeed(1)

// play plays conferences over HTTP, one after the other, until ctx ends.
func (k demoKind) play(ctx context.Context, base, token string, speed float64, plays *demoSeries) {
	for ctx.Err() == nil {
		h := &simulator.Simulation{
			Code: plays.prepare(k.series()), Sleep: simulator.SleepAtSpeed(speed),
			Execute: simulator.NewClient(http.DefaultClient, base+"/graphql", token),
		}
		h.OnPlanned = func() { plays.addPlanned(k.series(), h.Code) }
		if there, err := h.Exists(ctx); err == nil && there { // planned, but the response was lost
			h.OnPlanned()
			continue
		}
		slog.Info("demo conference started", "conference", h.Code,
			"screen", base+"/screen/"+k.series(), "control", base+"/control/"+k.series())
		if err := k.playOnce(ctx, h); err != nil && ctx.Err() == nil {
			slog.Error("demo conference failed", "conference", h.Code, "err", err)
		}
		_ = realTime(ctx, demoPause) // ignored: the loop checks ctx
	}
}

// playOnce plays a conference, with heartbeats of its sites in real time.
func (k demoKind) playOnce(ctx context.Context, h *simulator.Simulation) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	go func() {
		for realTime(ctx, 5*time.Second) == nil {
			_ = h.SendHeartbeats(ctx) // the next command fails likewise
		}
	}()
	if k == nationalReview {
		return h.RunNationalReview(ctx)
	}
	return h.RunFinalReview(ctx)
}
