package conference_test

import (
	"errors"
	"slices"
	"testing"

	"pgregory.net/rapid"

	entconference "thidua/ent/conference"
	"thidua/internal/conference"
	"thidua/internal/fault"
)

var states = []entconference.State{"PLANNED", "OPEN", "IN_SESSION", "ON_BREAK", "CLOSED", "CANCELLED",
	"POSTPONED"}

var transitionNames = map[conference.Transition]string{
	conference.TransitionOpen: "open", conference.TransitionStart: "start", conference.TransitionPause: "pause",
	conference.TransitionResume: "resume",
	conference.TransitionClose:  "close", conference.TransitionCancel: "cancel",
	conference.TransitionPostpone: "postpone",
	conference.TransitionReplan:   "replan",
}

// Every transition from every state: the target, "=" if the state is the target already, "-" if it is
// rejected.
func TestTransition_Next(t *testing.T) {
	want := map[string][]string{ // by the order of states
		"open":     {"OPEN", "=", "-", "-", "-", "-", "-"},
		"start":    {"-", "IN_SESSION", "=", "-", "-", "-", "-"},
		"pause":    {"-", "-", "ON_BREAK", "=", "-", "-", "-"},
		"resume":   {"-", "-", "=", "IN_SESSION", "-", "-", "-"},
		"close":    {"-", "-", "CLOSED", "CLOSED", "=", "-", "-"},
		"cancel":   {"CANCELLED", "CANCELLED", "-", "-", "-", "=", "CANCELLED"},
		"postpone": {"POSTPONED", "POSTPONED", "-", "-", "-", "-", "="},
		"replan":   {"=", "-", "-", "-", "-", "-", "PLANNED"},
	}
	for step, name := range transitionNames {
		for i, from := range states {
			to, err := step.Next(from)
			got := string(to)
			switch {
			case errors.Is(err, fault.WrongState):
				got = "-"
				if f, _ := fault.FromError(err); f.Params()["state"] != string(from) || f.Params()["allowed"] == "" {
					t.Errorf("%s from %s: %v", name, from, f.Params())
				}
			case err != nil:
				t.Fatal(err)
			case to == from:
				got = "="
			}
			if got != want[name][i] {
				t.Errorf("%s from %s: %s, want %s", name, from, got, want[name][i])
			}
		}
	}
}

// In any sequence transitions are idempotent, ended conferences stay ended, and none is in session that was
// not opened.
func TestTransition_RandomSequence(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		state, been := entconference.StatePlanned, []entconference.State{entconference.StatePlanned}
		for _, step := range rapid.SliceOf(
			rapid.SampledFrom(slices.Sorted(func(yield func(conference.Transition) bool) {
				for s := range transitionNames {
					if !yield(s) {
						return
					}
				}
			}))).Draw(t, "steps") {
			to, err := step.Next(state)
			if err != nil {
				continue
			}
			if again, err := step.Next(to); err != nil || again != to {
				t.Fatalf("%s twice: %s, %v", transitionNames[step], again, err)
			}
			if (state == "CLOSED" || state == "CANCELLED") && to != state {
				t.Fatalf("%s became %s", state, to)
			}
			state, been = to, append(been, to)
		}
		if slices.Contains(been, "IN_SESSION") && !slices.Contains(been, "OPEN") {
			t.Fatalf("in session without having been open: %v", been)
		}
	})
}
