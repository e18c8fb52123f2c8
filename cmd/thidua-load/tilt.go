package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"

	"thidua/internal/rehearsal"
)

// conferenceLoad measures a national conference under full load: all its commands at once, while all clients
// subscribe.
type tilt struct {
	Sites    int    `default:"63" help:"Sites that send heartbeats."`
	Beats    int    `default:"20" help:"Heartbeats of each site."`
	Roll     int    `default:"500" help:"Delegates who check in."`
	Floor    int    `default:"200" help:"Requests for the floor; at most five per site."`
	Screens  int    `default:"50" help:"Screens that show the floor and the attendance."`
	Watchers int    `default:"2000" help:"Subscribers to all events."`
	Clients  int    `default:"32" help:"Concurrent commands."`
	Rounds   int    `default:"3" help:"Number of rounds."`
	Postgres bool   `help:"Use a temporary PostgreSQL server instead of a temporary SQLite file."`
	Profile  string `type:"existingdir" placeholder:"DIR" help:"Folder for CPU profiles of the server."`
}

func (t *tilt) Run(ctx context.Context, out io.Writer) error {
	dir, err := os.MkdirTemp("", "thidua-tilt-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	database, twin, err := t.databases(ctx, dir)
	if err != nil {
		return err
	}
	halls, err := t.planned(ctx, database)
	if err != nil {
		return err
	}
	if err := twin.copy(ctx); err != nil { // before any command
		return err
	}
	server, err := start(ctx, "tilt", database, "tilt-measured")
	if err != nil {
		return err
	}
	defer server.stop()
	results := map[bool]tilts{}
	for i, h := range halls {
		watched := i%2 > 0
		r, err := t.round(ctx, server, h, watched)
		if err != nil {
			return err
		}
		path := fmt.Sprintf("/bare?database=%s&clients=%d", url.QueryEscape(twin.url), t.Clients)
		if err := server.call(&r.bare, "%s", path); err != nil {
			return err
		}
		if r.bare.Scripts != len(r.verbs) {
			return fmt.Errorf("%d verbs were recorded of %d", r.bare.Scripts, len(r.verbs))
		}
		results[watched] = append(results[watched], r)
	}
	t.print(out, results)
	return nil
}

// planConferences plans and opens conferences through the API: for each round one without and one with
// subscribers. Its server has ended afterwards, so that the database can be copied.
func (t *tilt) planned(ctx context.Context, database string) (halls []*national, err error) {
	p, err := start(ctx, "ours", database, "tilt-planned")
	if err != nil {
		return nil, err
	}
	defer p.stop()
	for i := range 2 * t.Rounds {
		h, err := t.plan(ctx, p.asks(http.DefaultClient, conducting), fmt.Sprintf("tilt-%d", i))
		if err != nil {
			return nil, err
		}
		halls = append(halls, h)
	}
	return halls, nil
}

// asker returns a client of a server's API.
func (p *process) asks(client *http.Client, token string) rehearsal.Ask {
	return rehearsal.Over(client, "http://"+p.address+"/graphql", token)
}
