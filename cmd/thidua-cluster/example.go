package main

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"thidua/internal/simulator"
)

// waitReady waits until a server is ready.
func waitReady(ctx context.Context, address string) error {
	ctx, cancel := context.WithTimeout(ctx, startTimeout)
	defer cancel()
	for {
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+address+"/readyz", nil)
		if err != nil {
			return err
		}
		if response, err := http.DefaultClient.Do(r); err == nil {
			_ = response.Body.Close()
			if response.StatusCode == http.StatusOK {
				return nil
			}
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("nothing serves at %s: %w", address, ctx.Err())
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// setupMutations create and open a conference.
var setupMutations = []string{
	`mutation { planConference(input: {code: "try", kind: FINAL_REVIEW, title: "Thử", schoolYear: "2024-2025",
		cluster: 2, heldOn: "2025-08-19", sites: [{code: "main", name: "Hà Nội", kind: MAIN}]}) {
		conference { state } } }`,
	`mutation { openConference(input: {conference: "try"}) { conference { state } } }`,
}

// openConference creates and opens a conference through the first server.
func openConference(ctx context.Context, token string) error {
	ask := simulator.NewClient(http.DefaultClient, "http://"+addresses[0]+"/graphql", token)
	for _, query := range setupMutations {
		if err := ask(ctx, query, nil, nil); err != nil {
			return err
		}
	}
	return nil
}

func printInstructions(token string) {
	fmt.Printf(`
Two servers on one PostgreSQL:

  http://%[1]s/playground
  http://%[2]s/playground

Follow a conference at the one:

  curl -N http://%[1]s/graphql -H 'Accept: text/event-stream' -H 'Content-Type: application/json' \
    -d '{"query":"subscription { conferenceEvents(conference: \"try\") { `+
		`position change { __typename ... on AnnouncementMade { text } } } }"}'

and have something happen at the other:

  curl http://%[2]s/graphql -H 'Content-Type: application/json' -H 'Authorization: Bearer %[3]s' \
    -d '{"query":"mutation { makeAnnouncement(`+
		`input: {conference: \"try\", text: \"Xin chào\"}) { announcement { madeAt } } }"}'

Ctrl-C ends all.
`, addresses[0], addresses[1], token)
}
