package main

import (
	"context"
	"math/rand/v2"
	"net/http"
	"time"
)

// loadCommand is a mutation as sent by a site, a delegate or the secretary.
type verb struct {
	kind, document string
	variables      map[string]any
	number         int // of a request for the floor, from 1
	madeAt         time.Time
	took           time.Duration
}

// commandKinds are the kinds of commands, as printed.
var tiltKinds = []string{"heartbeatSite", "checkInDelegate", "requestFloor"}

// newCommands returns all commands of a conference, in the same pseudo-random order each time.
func (t *tilt) verbs(h *national) []*verb {
	var all []*verb
	for range t.Beats {
		for _, site := range h.sites {
			all = append(all, &verb{kind: tiltKinds[0], variables: map[string]any{"conference": h.code, "site": site},
				document: `mutation($conference: String!, $site: String!) { it: heartbeatSite(conference: $conference, site: $site) { link } }`})
		}
	}
	for _, id := range h.delegates {
		all = append(all,
			&verb{kind: tiltKinds[1], variables: map[string]any{"input": map[string]any{"attendance": id}},
				document: `mutation($input: CheckInDelegateInput!) { it: checkInDelegate(input: $input) { id presence } }`})
	}
	for i := range t.Floor {
		input := map[string]any{"conference": h.code, "kind": "REMARK", "site": h.sites[i%len(h.sites)],
			"subject": told(i + 1)}
		all = append(all, &verb{kind: tiltKinds[2], variables: map[string]any{"input": input}, number: i + 1,
			document: `mutation($input: RequestFloorInput!) { it: requestFloor(input: $input) { id requestedAt } }`})
	}
	rand.New(rand.NewPCG(63, 500)).Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all
}

// sendCommands sends commands from a number of concurrent clients.
func storm(ctx context.Context, p *process, clients int, verbs []*verb) (lasted time.Duration, err error) {
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: clients}}
	defer client.CloseIdleConnections()
	ask := p.asks(client, conducting)
	took, lasted, err := spread(clients, len(verbs), func(i int) error {
		var answer struct {
			It struct{ RequestedAt time.Time }
		}
		err := ask(ctx, verbs[i].document, verbs[i].variables, &answer)
		verbs[i].madeAt = answer.It.RequestedAt
		return err
	})
	for i, v := range verbs {
		v.took = took[i]
	}
	return lasted, err
}
