package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"time"
)

// serverProcess is a measured server in a process of its own, so that the CPU time of subscribers is not
// counted.
type serverProcess struct {
	kind, code, address string
	database            string // its URL
	mutations           bool   // events are created by mutations
	cmd                 *exec.Cmd
	in                  io.Closer
	published           int // number of events so far
	source              eventSource
}

// startServer starts a server of a kind on a database.
func startServer(ctx context.Context, kind, database, code string) (*serverProcess, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	p := &serverProcess{
		kind: kind, code: code, database: database, source: announcementEvents,
		cmd: exec.CommandContext(ctx, self, "server", "--kind", kind, "--database", database, "--code", code),
	}
	p.cmd.Stderr, p.cmd.Env = os.Stderr, append(os.Environ(), serverEnv+"=1")
	if p.in, err = p.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		return nil, fmt.Errorf("the server %s did not start: %w", kind, err)
	}
	p.address = strings.TrimSpace(line)
	return p, nil
}

// serverEnv is set in the environment of server processes.
const serverEnv = "THIDUA_LOAD_SERVER"

func (p *serverProcess) stop() {
	_ = p.in.Close()
	_ = p.cmd.Wait()
}

// get sends a GET request to the server.
func (p *serverProcess) get(path string) (io.ReadCloser, error) {
	response, err := http.Get("http://" + p.address + path)
	if err != nil {
		return nil, err
	}
	if response.StatusCode != http.StatusOK {
		text, _ := io.ReadAll(response.Body)
		_ = response.Body.Close()
		return nil, fmt.Errorf("%s: %s: %s", p.kind, response.Status, text)
	}
	return response.Body, nil
}

// getJSON sends a GET request and decodes the response into v unless that is nil.
func (p *serverProcess) getJSON(v any, format string, args ...any) error {
	body, err := p.get(fmt.Sprintf(format, args...))
	if err != nil {
		return err
	}
	defer body.Close()
	text, err := io.ReadAll(body)
	if err == nil && v != nil {
		err = json.Unmarshal(text, v)
	}
	return err
}

func (p *serverProcess) stats(memory bool) (s serverStats, err error) {
	asked := 0
	if memory {
		asked = 1
	}
	return s, p.getJSON(&s, "/stats?memory=%d", asked)
}

// publish publishes n events: rate per second, or as fast as possible in batches if rate is 0.
func (p *serverProcess) publish(n, batch, rate int) error {
	p.published += n
	if !p.mutations || p.kind != "thidua" {
		return p.getJSON(nil, "/publish?n=%d&batch=%d&rate=%d", n, batch, rate)
	}
	began := time.Now()
	for i := range n {
		if rate > 0 {
			time.Sleep(time.Until(began.Add(time.Duration(i) * time.Second / time.Duration(rate))))
		}
		document := fmt.Sprintf(`mutation {
			makeAnnouncement(input: {conference: %q, text: %q}) { announcement { id } } }`,
			p.code, eventText(p.published-n+i+1))
		if _, err := p.postGraphQL(document, conductorToken); err != nil {
			return err
		}
	}
	return nil
}

// postGraphQL executes a GraphQL operation.
func (p *serverProcess) postGraphQL(document, bearer string) (text []byte, err error) {
	body, err := json.Marshal(map[string]string{"query": document})
	if err != nil {
		return nil, err
	}
	r, err := http.NewRequest(http.MethodPost, "http://"+p.address+"/graphql", bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	if bearer != "" {
		r.Header.Set("Authorization", "Bearer "+bearer)
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	text, err = io.ReadAll(response.Body)
	if err == nil && (response.StatusCode != http.StatusOK || bytes.Contains(text, []byte(`"errors"`))) {
		err = fmt.Errorf("%s: %s: %s", p.kind, response.Status, text)
	}
	return text, err
}

// position returns the current position of the stream.
func (p *serverProcess) position() (position string, err error) {
	return position, p.getJSON(&position, "/position")
}
