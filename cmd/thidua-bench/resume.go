package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// resumeResult is the result of reconnecting subscribers.
type resumeResult struct {
	subscribers, back int
	statements        int64
	lasted            time.Duration
}

// resume disconnects all subscribers, publishes events, and reconnects them from their positions.
func (m *measureCommand) resume(p *serverProcess, t *resultTable) error {
	position, err := p.position()
	if err != nil {
		return err
	}
	seen := p.published
	c, err := openSubscribers(p, m.Resumed, seen, position)
	if err != nil {
		return err
	}
	c.disconnectAll()
	if err := p.publish(m.Back, 1, 0); err != nil {
		return err
	}
	time.Sleep(settleTime)
	before, err := p.stats(false)
	if err != nil {
		return err
	}
	began := time.Now()
	if c, err = openSubscribers(p, m.Resumed, seen, position); err != nil {
		return err
	}
	defer c.disconnectAll()
	if err := c.waitAll(); err != nil {
		return fmt.Errorf("after coming back: %w", err)
	}
	after, err := p.stats(false)
	t.resumed = resumeResult{m.Resumed, m.Back, after.minus(before).Statements, time.Since(began)}
	return err
}

// profiles writes CPU profiles of ours and limit, if configured.
func (m *measureCommand) profiles(crowds map[string]*subscribers) error {
	if m.Profile == "" {
		return nil
	}
	for _, kind := range []string{"thidua", "baseline"} {
		c := crowds[kind]
		for name, batch := range map[string]int{"steady": 1, "burst": 64} {
			file := filepath.Join(m.Profile, fmt.Sprintf("%s-%s-%d.pprof", kind, name, len(c.all)))
			if err := c.writeProfile(file, batch, max(1, m.Rate/len(c.all))); err != nil {
				return err
			}
		}
	}
	return nil
}

// writeProfile writes a CPU profile of about five seconds of events, published one by one at a rate or in
// batches.
func (c *subscribers) writeProfile(file string, batch, rate int) (err error) {
	var wait sync.WaitGroup
	var failed error
	wait.Go(func() {
		for until := time.Now().Add(5 * time.Second); failed == nil && time.Now().Before(until); {
			if batch > 1 {
				_, failed = c.measure(8*batch, batch, 0)
			} else {
				_, failed = c.measure(rate, 1, rate)
			}
		}
	})
	defer func() {
		if wait.Wait(); err == nil {
			err = failed
		}
	}()
	response, err := c.server.get("/profile?seconds=4")
	if err != nil {
		return err
	}
	defer response.Close()
	out, err := os.Create(file)
	if err != nil {
		return err
	}
	defer out.Close()
	_, err = io.Copy(out, response)
	return err
}
