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

// measure measures all servers in turn.
type measure struct {
	Watchers  []int         `default:"1000,5000" help:"How many watch."`
	Rate      int           `default:"20000" help:"Deliveries a second."`
	Lasts     time.Duration `default:"3s" help:"How long events are published in a round."`
	Rounds    int           `default:"5" help:"How often each server has its turn."`
	Burst     int           `default:"2048" help:"Events that are published at once for the measure of saturation."`
	Resumed   int           `default:"2000" help:"Watchers that are dropped and come back."`
	Back      int           `default:"500" help:"Events that they have missed."`
	Database  string        `placeholder:"URL" help:"Database: sqlite:FILE, or postgres://USER@HOST/NAME. A temporary file if not given."`
	Postgres  bool          `help:"Start a PostgreSQL for the run, and use that."`
	Mutations bool          `help:"Make the events of ours by mutations over HTTP, and not by the journal alone. Their CPU is counted as well."`
	Profile   string        `type:"existingdir" placeholder:"DIR" help:"Folder to put CPU profiles of ours and limit into."`
}

// ways are the servers, as they take turns.
var ways = []string{"limit", "ours", "stock"}

func (m *measure) Run(ctx context.Context, out io.Writer) error {
	dir, err := os.MkdirTemp("", "thidua-load-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	servers := map[string]*process{}
	for _, kind := range ways {
		database, err := m.database(ctx, dir, kind)
		if err != nil {
			return err
		}
		p, err := start(ctx, kind, database, kind+"-"+strconv.FormatInt(time.Now().Unix(), 36))
		if err != nil {
			return err
		}
		defer p.stop()
		p.mutations, servers[kind] = m.Mutations, p
	}
	t := &table{out: out}
	for _, n := range m.Watchers {
		if err := m.setting(servers, n, t); err != nil {
			return err
		}
	}
	if err := m.resume(servers["ours"], t); err != nil {
		return err
	}
	t.print()
	return nil
}

func (m *measure) database(ctx context.Context, dir, kind string) (string, error) {
	switch {
	case m.Database != "":
		return m.Database, nil
	case !m.Postgres:
		return "sqlite:" + filepath.Join(dir, kind+".db"), nil
	}
	s, err := cluster.Get()
	if err != nil {
		return "", err
	}
	name, err := s.Create(ctx, "")
	return s.URL(name), err
}

// setting measures all servers with n watchers each.
func (m *measure) setting(servers map[string]*process, n int, t *table) error {
	s := &setting{watchers: n, steady: map[string]rounds{}, burst: map[string]rounds{}, memory: map[string]stats{}}
	crowds := map[string]*crowd{}
	for _, kind := range ways {
		c, err := s.gather(servers[kind])
		if err != nil {
			return err
		}
		defer c.leave()
		crowds[kind] = c
	}
	for i := range m.Rounds {
		for j := range ways {
			if err := m.turn(crowds[ways[(i+j)%len(ways)]], s); err != nil {
				return err
			}
		}
	}
	t.settings = append(t.settings, s)
	return m.profiles(crowds)
}

// gather opens the sockets, and says what one takes that is subscribed and idle.
func (s *setting) gather(p *process) (*crowd, error) {
	before, err := p.stats(true)
	if err != nil {
		return nil, err
	}
	position, err := p.position()
	if err != nil {
		return nil, err
	}
	c, err := gather(p, s.watchers, p.made, position)
	if err != nil {
		return nil, err
	}
	if err := p.publish(1, 1, 0); err != nil { // who has seen it has subscribed
		return nil, err
	}
	if err := c.await(); err != nil {
		return nil, err
	}
	time.Sleep(settles)
	after, err := p.stats(true)
	s.memory[p.kind] = after.less(before)
	return c, err
}

// settles is how long a server has to come to rest.
const settles = 500 * time.Millisecond

// turn is one server's: as many events a second as the rate allows, and then many at once.
func (m *measure) turn(c *crowd, s *setting) error {
	kind, n := c.server.kind, len(c.all)
	perSecond := max(1, m.Rate/n)
	steady, err := c.measure(max(1, int(m.Lasts.Seconds()*float64(perSecond))), 1, perSecond)
	if err != nil {
		return err
	}
	s.steady[kind] = append(s.steady[kind], steady)
	burst, err := c.measure(max(1, m.Burst/slower[kind]), 64, 0)
	s.burst[kind] = append(s.burst[kind], burst)
	if err != nil {
		return fmt.Errorf("at saturation: %w", err)
	}
	return nil
}

// slower is by what part fewer events of a burst are enough for the others.
var slower = map[string]int{"limit": 8, "ours": 1, "stock": 64}
