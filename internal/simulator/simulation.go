package simulator

import (
	"context"
	"fmt"
	"slices"
	"strings"
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

// mutate executes a mutation and returns the id of the created or changed object, which is the field of the
// mutation's result with the given name.
func (s *Simulation) mutate(
	ctx context.Context, mutation, field string, input map[string]any,
) (id string, err error) {
	var data struct {
		Result map[string]struct{ ID string }
	}
	document := fmt.Sprintf(`mutation($input: %sInput!) { result: %s(input: $input) { %s { id } } }`,
		strings.ToUpper(mutation[:1])+mutation[1:], mutation, field)
	err = s.Execute(ctx, document, map[string]any{"input": input}, &data)
	return data.Result[field].ID, err
}

// change executes a mutation whose only input is the id of the object that it changes.
func (s *Simulation) change(ctx context.Context, mutation, field, id string) error {
	_, err := s.mutate(ctx, mutation, field, map[string]any{field: id})
	return err
}

// changeConference executes a mutation whose only input is the conference.
func (s *Simulation) changeConference(ctx context.Context, mutation string) error {
	return s.change(ctx, mutation, "conference", s.Code)
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
	_, err := s.mutate(ctx, "makeAnnouncement", "announcement",
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
		if err := s.Execute(ctx, `mutation($conference: String!, $site: String!) {
			heartbeatSite(input: {conference: $conference, site: $site}) { site { id } } }`,
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
