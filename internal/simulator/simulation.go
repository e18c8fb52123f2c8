package simulator

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"
)

// Simulation plays a conference.
type Simulation struct {
	Execute Client
	Code    string // natural key of the new conference
	// Sleep passes simulated time; nil does not wait.
	Sleep func(ctx context.Context, inLife time.Duration) error
	// OnPlanned is called as soon as the conference exists; it may be nil.
	OnPlanned func()

	mu           sync.Mutex
	connected    []string // sites that send heartbeats,
	disconnected []string // except these
}

// SleepAtSpeed passes simulated time faster than real time by a factor.
func SleepAtSpeed(speed float64) func(context.Context, time.Duration) error {
	return func(ctx context.Context, inLife time.Duration) error {
		return sleepContext(ctx, time.Duration(float64(inLife)/speed))
	}
}

func (s *Simulation) sleep(ctx context.Context, inLife time.Duration) error {
	if s.Sleep == nil {
		return ctx.Err()
	}
	return s.Sleep(ctx, inLife)
}

// inputMutation executes a mutation with an input and returns the id of the created or changed object.
func (s *Simulation) inputMutation(
	ctx context.Context, mutation, inputType string, input map[string]any,
) (id string, err error) {
	var made struct{ It struct{ ID string } }
	err = s.Execute(ctx, fmt.Sprintf(`mutation($input: %s!) { it: %s(input: $input) { id } }`, inputType,
		mutation),
		map[string]any{"input": input}, &made)
	return made.It.ID, err
}

// idMutation executes a mutation on an object given by id.
func (s *Simulation) idMutation(ctx context.Context, mutation, id string) error {
	return s.Execute(ctx, fmt.Sprintf(`mutation($id: ID!) { it: %s(id: $id) { id } }`, mutation),
		map[string]any{"id": id}, nil)
}

// conferenceMutation executes a mutation on the conference itself.
func (s *Simulation) conferenceMutation(ctx context.Context, mutation string) error {
	return s.Execute(ctx, fmt.Sprintf(`mutation($code: String!) { it: %s(code: $code) { id } }`, mutation),
		map[string]any{"code": s.Code}, nil)
}

// Exists reports whether there is a conference with this code.
func (s *Simulation) Exists(ctx context.Context) (bool, error) {
	var answer struct {
		Conferences struct{ TotalCount int }
	}
	err := s.Execute(ctx, `query($code: String!) { conferences(where: { code: $code }) { totalCount } }`,
		map[string]any{"code": s.Code}, &answer)
	return answer.Conferences.TotalCount > 0, err
}

// announce makes an announcement to everyone.
func (s *Simulation) announce(ctx context.Context, text string) error {
	_, err := s.inputMutation(ctx, "makeAnnouncement", "MakeAnnouncementInput",
		map[string]any{"conference": s.Code, "text": text})
	return err
}

// SendHeartbeats sends a heartbeat of every connected site. Sleep has to call it every five seconds.
func (s *Simulation) SendHeartbeats(ctx context.Context) error {
	s.mu.Lock()
	sites := slices.DeleteFunc(slices.Clone(s.connected),
		func(site string) bool { return slices.Contains(s.disconnected, site) })
	s.mu.Unlock()
	for _, site := range sites {
		if err := s.Execute(ctx, `mutation($conference: String!, $site: String!) { heartbeatSite(conference: `+
			`$conference, site: $site) { id } }`,
			map[string]any{"conference": s.Code, "site": site}, nil); err != nil {
			return err
		}
	}
	return nil
}

// setConnected sets the sites that send heartbeats.
func (s *Simulation) setConnected(sites []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.connected = sites
}

// setDisconnected sets the sites that are temporarily disconnected.
func (s *Simulation) setDisconnected(sites ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.disconnected = sites
}
