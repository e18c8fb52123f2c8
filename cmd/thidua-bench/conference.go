package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"

	"thidua/internal/simulator"
)

// conferenceLoad measures a national conference under full load: all its commands at once, while all clients
// subscribe.
type conferenceLoad struct {
	Sites       int    `default:"63" help:"Sites that send heartbeats."`
	Beats       int    `default:"20" help:"Heartbeats of each site."`
	Roll        int    `default:"500" help:"Delegates who check in."`
	Floor       int    `default:"200" help:"Requests for the floor; at most five per site."`
	Screens     int    `default:"50" help:"Screens that show the floor and the attendance."`
	Subscribers int    `default:"2000" help:"Subscribers to all events."`
	Clients     int    `default:"32" help:"Concurrent commands."`
	Rounds      int    `default:"3" help:"Number of rounds."`
	Postgres    bool   `help:"Use a temporary PostgreSQL server instead of a temporary SQLite file."`
	Profile     string `type:"existingdir" placeholder:"DIR" help:"Folder for CPU profiles of the server."`
}

func (t *conferenceLoad) Run(ctx context.Context, out io.Writer) error {
	dir, err := os.MkdirTemp("", "thidua-conference-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	database, twin, err := t.newDatabases(ctx, dir)
	if err != nil {
		return err
	}
	halls, err := t.planConferences(ctx, database)
	if err != nil {
		return err
	}
	if err := twin.copy(ctx); err != nil { // before any command
		return err
	}
	server, err := startServer(ctx, "conference", database, "conference-measured")
	if err != nil {
		return err
	}
	defer server.stop()
	results := map[bool]conferenceRounds{}
	for i, h := range halls {
		watched := i%2 > 0
		r, err := t.round(ctx, server, h, watched)
		if err != nil {
			return err
		}
		path := fmt.Sprintf("/baseline?database=%s&clients=%d", url.QueryEscape(twin.url), t.Clients)
		if err := server.getJSON(&r.baseline, "%s", path); err != nil {
			return err
		}
		if r.baseline.Scripts != len(r.commands) {
			return fmt.Errorf("%d commands were recorded of %d", r.baseline.Scripts, len(r.commands))
		}
		results[watched] = append(results[watched], r)
	}
	t.print(out, results)
	return nil
}

// planConferences plans and opens conferences through the API: for each round one without and one with
// subscribers. Its server has ended afterwards, so that the database can be copied.
func (t *conferenceLoad) planConferences(
	ctx context.Context, database string,
) (halls []*plannedConference, err error) {
	p, err := startServer(ctx, "thidua", database, "conference-planned")
	if err != nil {
		return nil, err
	}
	defer p.stop()
	for i := range 2 * t.Rounds {
		h, err := t.plan(ctx, p.asker(http.DefaultClient, conductorToken), fmt.Sprintf("conference-%d", i))
		if err != nil {
			return nil, err
		}
		halls = append(halls, h)
	}
	return halls, nil
}

// asker returns a client of a server's API.
func (p *serverProcess) asker(client *http.Client, token string) simulator.Client {
	return simulator.NewClient(client, "http://"+p.address+"/graphql", token)
}
