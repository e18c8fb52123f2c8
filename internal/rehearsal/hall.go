package rehearsal

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"
)

// Simulation plays a conference.
type Hall struct {
	Ask  Ask
	Code string // natural key of the new conference
	// Sleep passes simulated time; nil does not wait.
	Pass func(ctx context.Context, inLife time.Duration) error
	// OnPlanned is called as soon as the conference exists; it may be nil.
	Planned func()

	mu        sync.Mutex
	connected []string // sites that send heartbeats,
	silent    []string // except these
}

// SleepAtSpeed passes simulated time faster than real time by a factor.
func AtSpeed(speed float64) func(context.Context, time.Duration) error {
	return func(ctx context.Context, inLife time.Duration) error {
		return sleep(ctx, time.Duration(float64(inLife)/speed))
	}
}

func (h *Hall) wait(ctx context.Context, inLife time.Duration) error {
	if h.Pass == nil {
		return ctx.Err()
	}
	return h.Pass(ctx, inLife)
}

// inputVerb executes a mutation with an input and returns the id of the created or changed object.
func (h *Hall) input(ctx context.Context, verb, inputType string, input map[string]any) (id string, err error) {
	var made struct{ It struct{ ID string } }
	err = h.Ask(ctx, fmt.Sprintf(`mutation($input: %s!) { it: %s(input: $input) { id } }`, inputType, verb),
		map[string]any{"input": input}, &made)
	return made.It.ID, err
}

// idVerb executes a mutation on an object given by id.
func (h *Hall) of(ctx context.Context, verb, id string) error {
	return h.Ask(ctx, fmt.Sprintf(`mutation($id: ID!) { it: %s(id: $id) { id } }`, verb),
		map[string]any{"id": id}, nil)
}

// conferenceVerb executes a mutation on the conference itself.
func (h *Hall) whole(ctx context.Context, verb string) error {
	return h.Ask(ctx, fmt.Sprintf(`mutation($code: String!) { it: %s(code: $code) { id } }`, verb),
		map[string]any{"code": h.Code}, nil)
}

// Exists reports whether there is a conference with this code.
func (h *Hall) There(ctx context.Context) (bool, error) {
	var answer struct {
		Conferences struct{ TotalCount int }
	}
	err := h.Ask(ctx, `query($code: String!) { conferences(where: { code: $code }) { totalCount } }`,
		map[string]any{"code": h.Code}, &answer)
	return answer.Conferences.TotalCount > 0, err
}

// announce makes an announcement to everyone.
func (h *Hall) announce(ctx context.Context, text string) error {
	_, err := h.input(ctx, "makeAnnouncement", "MakeAnnouncementInput",
		map[string]any{"conference": h.Code, "text": text})
	return err
}

// SendHeartbeats sends a heartbeat of every connected site. Sleep has to call it every five seconds.
func (h *Hall) Beat(ctx context.Context) error {
	h.mu.Lock()
	sites := slices.DeleteFunc(slices.Clone(h.connected),
		func(site string) bool { return slices.Contains(h.silent, site) })
	h.mu.Unlock()
	for _, site := range sites {
		if err := h.Ask(ctx, `mutation($conference: String!, $site: String!) { heartbeatSite(conference: $conference, site: $site) { id } }`,
			map[string]any{"conference": h.Code, "site": site}, nil); err != nil {
			return err
		}
	}
	return nil
}

// setConnected sets the sites that send heartbeats.
func (h *Hall) connect(sites []string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.connected = sites
}

// setDisconnected sets the sites that are temporarily disconnected.
func (h *Hall) cut(sites ...string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.silent = sites
}
