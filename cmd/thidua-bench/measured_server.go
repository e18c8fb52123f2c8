package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// measuredServer is a demo in a process of its own, whose CPU time and memory are read from /proc.
type measuredServer struct {
	cmd         *exec.Cmd
	address     string
	otherClient *http.Client // sends requests from another loopback address
}

// rateFlags set a bucket so large that nothing is refused, and a rate so low that the header RateLimit shows
// each charge.
var rateFlags = []string{"--rate-address", "1", "--rate-address-burst", "1000000000", "--log-level", "error"}

// startProgram starts a program's demo on a database file and waits until it is ready.
func startProgram(ctx context.Context, program, file string, flags ...string) (*measuredServer, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	address := listener.Addr().String()
	_ = listener.Close()
	args := append([]string{"demo", "--listen", address, "--database", "sqlite:" + file},
		append(rateFlags, flags...)...)
	s := &measuredServer{
		cmd: exec.CommandContext(ctx, program, args...), address: address,
		otherClient: clientFrom("127.0.0.2"),
	}
	s.cmd.Stderr = os.Stderr
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	for range 1200 {
		if response, err := http.Get("http://" + address + "/readyz"); err == nil {
			_ = response.Body.Close()
			if response.StatusCode == http.StatusOK {
				return s, nil
			}
		}
		time.Sleep(100 * time.Millisecond)
	}
	s.stop()
	return nil, errors.New(program + " did not become ready within two minutes")
}

func (s *measuredServer) stop() {
	_ = s.cmd.Process.Signal(syscall.SIGTERM)
	_ = s.cmd.Wait()
}

// clientFrom returns a client that connects from an address of this machine.
func clientFrom(address string) *http.Client {
	dialer := &net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(address)}}
	return &http.Client{Transport: &http.Transport{DialContext: dialer.DialContext}, Timeout: time.Minute}
}

// graphqlResponse is the response to an operation.
type graphqlResponse struct {
	status    int
	remaining int // of the rate limit of the address
	body      []byte
}

// code returns the code of the first error, or "".
func (a graphqlResponse) code() string {
	var read struct {
		Errors []struct{ Extensions struct{ Code string } }
	}
	if json.Unmarshal(a.body, &read) != nil || len(read.Errors) == 0 {
		return ""
	}
	return read.Errors[0].Extensions.Code
}

func (a graphqlResponse) refused() bool { return a.status != http.StatusOK || a.code() != "" }

func (s *measuredServer) post(client *http.Client, document, bearer string) (a graphqlResponse, err error) {
	body, err := json.Marshal(map[string]string{"query": document})
	if err != nil {
		return a, err
	}
	r, err := http.NewRequest(http.MethodPost, "http://"+s.address+"/graphql", bytes.NewReader(body))
	if err != nil {
		return a, err
	}
	r.Header.Set("Content-Type", "application/json")
	if bearer != "" {
		r.Header.Set("Authorization", "Bearer "+bearer)
	}
	received, err := client.Do(r)
	if err != nil {
		return a, err
	}
	defer received.Body.Close()
	a.status, a.remaining = received.StatusCode, remainingOf(received.Header.Get("RateLimit"))
	a.body, err = io.ReadAll(received.Body)
	return a, err
}

// remainingOf reads r of the header RateLimit: the remaining units of the first bucket.
func remainingOf(header string) int {
	_, after, _ := strings.Cut(header, "r=")
	digits, _, _ := strings.Cut(after, ";")
	digits, _, _ = strings.Cut(digits, ",")
	n, _ := strconv.Atoi(digits) // 0 if there is no limit
	return n
}

// ministryToken returns the secret of the token of the Ministry that a demo offers.
func (s *measuredServer) ministryToken() (string, error) {
	response, err := http.Get("http://" + s.address + "/static/tokens.json")
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		body, _ := io.ReadAll(response.Body)
		return "", fmt.Errorf("tokens: %s: %s", response.Status, body)
	}
	var tokens []struct{ Role, Secret string }
	if err := json.NewDecoder(response.Body).Decode(&tokens); err != nil {
		return "", err
	}
	for _, t := range tokens {
		if t.Role == "MINISTRY" {
			return t.Secret, nil
		}
	}
	return "", errors.New("the demo offers no token of the Ministry")
}

// ticksPerSecond is the unit of CPU times in /proc on Linux.
const ticksPerSecond = 100

// cpu returns the CPU time that the process has used, in user and system mode.
func (s *measuredServer) cpu() (time.Duration, error) {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", s.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	_, after, _ := strings.Cut(string(stat), ") ")
	fields := strings.Fields(after) // starting with the third field, the state
	user, err := strconv.Atoi(fields[11])
	system, err2 := strconv.Atoi(fields[12])
	return time.Duration(user+system) * time.Second / ticksPerSecond, errors.Join(err, err2)
}

// memory returns the resident memory in bytes: VmRSS is the current one, VmHWM the peak since resetPeak.
func (s *measuredServer) memory(key string) (int64, error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	_, after, _ := strings.Cut(string(status), key+":")
	kib, err := strconv.ParseInt(strings.Fields(after)[0], 10, 64)
	return kib << 10, err
}

func (s *measuredServer) resetPeak() error {
	return os.WriteFile(fmt.Sprintf("/proc/%d/clear_refs", s.cmd.Process.Pid), []byte("5"), 0)
}
