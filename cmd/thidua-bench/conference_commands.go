package main

import (
	"context"
	"math/rand/v2"
	"net/http"
	"time"
)

// loadCommand is a mutation as sent by a site, a delegate or the secretary.
type loadCommand struct {
	kind, document string
	variables      map[string]any
	number         int // of a request for the floor, from 1
	madeAt         time.Time
	latency        time.Duration
}

// commandKinds are the kinds of commands, as printed.
var commandKinds = []string{"heartbeatSite", "checkInDelegate", "requestFloor"}

// newCommands returns all commands of a conference, in the same pseudo-random order each time.
func (t *conferenceLoad) newCommands(h *plannedConference) []*loadCommand {
	var all []*loadCommand
	for range t.Beats {
		for _, site := range h.sites {
			all = append(all, &loadCommand{kind: commandKinds[0],
				variables: map[string]any{"conference": h.code, "site": site},
				document: `mutation($conference: String!, $site: String!) { it: heartbeatSite(input: {conference: ` +
					`$conference, site: $site}) { site { link } } }`})
		}
	}
	for _, id := range h.delegates {
		all = append(all,
			&loadCommand{kind: commandKinds[1],
				variables: map[string]any{"input": map[string]any{"attendance": id}},
				document: `mutation($input: CheckInDelegateInput!) { it: checkInDelegate(input: $input) {
					attendance { id presence } } }`})
	}
	for i := range t.Floor {
		input := map[string]any{"conference": h.code, "kind": "REMARK", "site": h.sites[i%len(h.sites)],
			"subject": eventText(i + 1)}
		all = append(all, &loadCommand{kind: commandKinds[2], variables: map[string]any{"input": input},
			number: i + 1,
			document: `mutation($input: RequestFloorInput!) { it: requestFloor(input: $input) {
				floorRequest { id requestedAt } } }`})
	}
	rand.New(rand.NewPCG(63, 500)).Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all
}

// sendCommands sends commands from a number of concurrent clients.
func sendCommands(
	ctx context.Context, p *serverProcess, clients int, commands []*loadCommand,
) (lasted time.Duration, err error) {
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: clients}}
	defer client.CloseIdleConnections()
	ask := p.asker(client, conductorToken)
	latencies, lasted, err := runParallel(clients, len(commands), func(i int) error {
		var answer struct {
			It struct{ RequestedAt time.Time }
		}
		err := ask(ctx, commands[i].document, commands[i].variables, &answer)
		commands[i].madeAt = answer.It.RequestedAt
		return err
	})
	for i, v := range commands {
		v.latency = latencies[i]
	}
	return lasted, err
}
