package rehearsal

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"
)

// Hall is where a conference is played.
type Hall struct {
	Ask  Ask
	Code string // natural key that the conference gets
	// Pass lets time go by that it takes in life; nil goes on at once.
	Pass func(ctx context.Context, inLife time.Duration) error
	// Planned is called as soon as there is a conference of this code; nil if nobody waits for it.
	Planned func()

	mu        sync.Mutex
	connected []string // those that send heartbeats,
	silent    []string // but for these
}

// AtSpeed lets time go by so many times faster than in life.
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

// input sends a verb that takes an input; it gives the id of what was made or changed.
func (h *Hall) input(ctx context.Context, verb, inputType string, input map[string]any) (id string, err error) {
	var made struct{ It struct{ ID string } }
	err = h.Ask(ctx, fmt.Sprintf(`mutation($input: %s!) { it: %s(input: $input) { id } }`, inputType, verb), map[string]any{"input": input}, &made)
	return made.It.ID, err
}

// of sends a verb about something with an id.
func (h *Hall) of(ctx context.Context, verb, id string) error {
	return h.Ask(ctx, fmt.Sprintf(`mutation($id: ID!) { it: %s(id: $id) { id } }`, verb), map[string]any{"id": id}, nil)
}

// whole sends a verb about the conference as a whole.
func (h *Hall) whole(ctx context.Context, verb string) error {
	return h.Ask(ctx, fmt.Sprintf(`mutation($code: String!) { it: %s(code: $code) { id } }`, verb), map[string]any{"code": h.Code}, nil)
}

// There tells whether there is a conference of this code already.
func (h *Hall) There(ctx context.Context) (bool, error) {
	var answer struct {
		Conferences struct{ TotalCount int }
	}
	err := h.Ask(ctx, `query($code: String!) { conferences(where: { code: $code }) { totalCount } }`, map[string]any{"code": h.Code}, &answer)
	return answer.Conferences.TotalCount > 0, err
}

// announce tells all who look on.
func (h *Hall) announce(ctx context.Context, text string) error {
	_, err := h.input(ctx, "makeAnnouncement", "MakeAnnouncementInput", map[string]any{"conference": h.Code, "text": text})
	return err
}

// Beat sends the heartbeat of every site that is not silenced. Whoever lets time go by calls it every five seconds.
func (h *Hall) Beat(ctx context.Context) error {
	h.mu.Lock()
	sites := slices.DeleteFunc(slices.Clone(h.connected), func(site string) bool { return slices.Contains(h.silent, site) })
	h.mu.Unlock()
	for _, site := range sites {
		if err := h.Ask(ctx, `mutation($conference: String!, $site: String!) { heartbeatSite(conference: $conference, site: $site) { id } }`,
			map[string]any{"conference": h.Code, "site": site}, nil); err != nil {
			return err
		}
	}
	return nil
}

// connect has all sites send heartbeats, or with none nobody.
func (h *Hall) connect(sites []string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.connected = sites
}

// cut cuts the lines of sites, and mends all others.
func (h *Hall) cut(sites ...string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.silent = sites
}
