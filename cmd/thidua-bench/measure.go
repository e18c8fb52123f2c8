package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"thidua/internal/storetest/cluster"
)

// measureCommand measures all servers in turn.
type measureCommand struct {
	Subscribers []int         `default:"1000,5000" help:"Numbers of subscribers."`
	Rate        int           `default:"20000" help:"Deliveries per second."`
	Lasts       time.Duration `default:"3s" help:"How long events are published in a round."`
	Rounds      int           `default:"5" help:"Number of rounds of each server."`
	Burst       int           `default:"2048" help:"Events of a burst, to measure saturation."`
	Resumed     int           `default:"2000" help:"Subscribers that are disconnected and resume."`
	Back        int           `default:"500" help:"Events that they miss meanwhile."`
	Database    string        `placeholder:"URL" help:"sqlite:FILE or postgres://USER@HOST/NAME; a temporary file if omitted."`
	Postgres    bool          `help:"Use a temporary PostgreSQL server."`
	Mutations   bool          `help:"Create the events of ours by mutations over HTTP, and include their CPU time."`
	Profile     string        `type:"existingdir" placeholder:"DIR" help:"Folder for CPU profiles."`
}

// variants are the servers, in the order of their turns.
var variants = []string{"baseline", "thidua", "gqlgen"}

func (m *measureCommand) Run(ctx context.Context, out io.Writer) error {
	dir, err := os.MkdirTemp("", "thidua-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	servers := map[string]*serverProcess{}
	for _, kind := range variants {
		database, err := m.database(ctx, dir, kind)
		if err != nil {
			return err
		}
		p, err := startServer(ctx, kind, database, kind+"-"+strconv.FormatInt(time.Now().Unix(), 36))
		if err != nil {
			return err
		}
		defer p.stop()
		p.mutations, servers[kind] = m.Mutations, p
	}
	t := &resultTable{out: out}
	for _, n := range m.Subscribers {
		if err := m.measureScenario(servers, n, t); err != nil {
			return err
		}
	}
	if err := m.resume(servers["thidua"], t); err != nil {
		return err
	}
	t.print()
	return nil
}

func (m *measureCommand) database(ctx context.Context, dir, kind string) (string, error) {
	switch {
	case m.Database != "":
		return m.Database, nil
	case !m.Postgres:
		return "sqlite:" + filepath.Join(dir, kind+".db"), nil
	}
	s, err := cluster.Shared()
	if err != nil {
		return "", err
	}
	name, err := s.Create(ctx, "")
	return s.URL(name), err
}

// measureScenario measures all servers with n subscribers each.
func (m *measureCommand) measureScenario(servers map[string]*serverProcess, n int, t *resultTable) error {
	s := &scenario{
		subscribers: n, steady: map[string]roundResults{}, burst: map[string]roundResults{},
		memory: map[string]serverStats{},
	}
	crowds := map[string]*subscribers{}
	for _, kind := range variants {
		c, err := s.gather(servers[kind])
		if err != nil {
			return err
		}
		defer c.disconnectAll()
		crowds[kind] = c
	}
	for i := range m.Rounds {
		for j := range variants {
			if err := m.measureVariant(crowds[variants[(i+j)%len(variants)]], s); err != nil {
				return err
			}
		}
	}
	t.settings = append(t.settings, s)
	return m.profiles(crowds)
}

// gather opens the sockets, and measures the memory of an idle subscription.
func (s *scenario) gather(p *serverProcess) (*subscribers, error) {
	before, err := p.stats(true)
	if err != nil {
		return nil, err
	}
	position, err := p.position()
	if err != nil {
		return nil, err
	}
	c, err := openSubscribers(p, s.subscribers, p.published, position)
	if err != nil {
		return nil, err
	}
	if err := p.publish(1, 1, 0); err != nil { // whoever receives it has subscribed
		return nil, err
	}
	if err := c.waitAll(); err != nil {
		return nil, err
	}
	time.Sleep(settleTime)
	after, err := p.stats(true)
	s.memory[p.kind] = after.minus(before)
	return c, err
}

// settleTime is how long a server has to become idle.
const settleTime = 500 * time.Millisecond

// measureVariant measures one server: first as many events per second as the rate allows, then a burst.
func (m *measureCommand) measureVariant(c *subscribers, s *scenario) error {
	kind, n := c.server.kind, len(c.all)
	perSecond := max(1, m.Rate/n)
	steady, err := c.measure(max(1, int(m.Lasts.Seconds()*float64(perSecond))), 1, perSecond)
	if err != nil {
		return err
	}
	s.steady[kind] = append(s.steady[kind], steady)
	burst, err := c.measure(max(1, m.Burst/burstDivisors[kind]), 64, 0)
	s.burst[kind] = append(s.burst[kind], burst)
	if err != nil {
		return fmt.Errorf("at saturation: %w", err)
	}
	return nil
}

// burstDivisors reduce the number of events of a burst for slower servers.
var burstDivisors = map[string]int{"baseline": 8, "thidua": 1, "gqlgen": 64}
