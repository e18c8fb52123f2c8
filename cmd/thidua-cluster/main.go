// Command thidua-cluster runs two servers on a temporary PostgreSQL for manual tests: `make cluster`. Its
// argument is the program thidua. It removes everything when it ends.
package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"thidua/internal/storetest/cluster"
)

// addresses are the addresses of the servers.
var addresses = []string{"127.0.0.1:8080", "127.0.0.1:8081"}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: thidua-cluster PROGRAM")
		os.Exit(2)
	}
	if err := run(ctx, os.Args[1]); err != nil && ctx.Err() == nil {
		fmt.Fprintln(os.Stderr, "thidua-cluster:", err)
		os.Exit(1)
	}
}

// run starts PostgreSQL and the servers, prints instructions, and waits until ctx or a server ends.
func run(ctx context.Context, program string) error {
	server, err := cluster.StartServer(ctx)
	if err != nil {
		return err
	}
	defer server.Stop() //nolint:errcheck // it ends with this process anyway
	name, err := server.Create(ctx, "")
	if err != nil {
		return err
	}
	database := server.URL(name)
	ended := make(chan error, len(addresses))
	var running []*exec.Cmd
	defer func() {
		for _, cmd := range running {
			_ = cmd.Process.Signal(syscall.SIGTERM)
		}
		for range running {
			<-ended //nolint:errcheck // they end by the signal
		}
	}()
	for i, kind := range [][]string{{"demo"}, {"serve", "--public-read", "--public-introspection",
		"--no-migrate"}} {
		cmd := exec.Command(program,
			append(kind, "--database", database, "--listen", addresses[i], "--drain", "2s", "--log-level",
				"warn")...)
		cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
		cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // Ctrl-C is forwarded on exit
		if err := cmd.Start(); err != nil {
			return err
		}
		running = append(running, cmd)
		go func() { ended <- cmd.Wait() }()
		if err := waitReady(ctx, addresses[i]); err != nil {
			return err
		}
	}
	token, err := exec.CommandContext(ctx, program, "token", "issue",
		"--database", database, "--account", "cluster", "--role", "MINISTRY").Output()
	if err != nil {
		return err
	}
	if err := openConference(ctx, strings.TrimSpace(string(token))); err != nil {
		return err
	}
	printInstructions(strings.TrimSpace(string(token)))
	select {
	case <-ctx.Done():
		return nil
	case err := <-ended:
		ended <- err
		return fmt.Errorf("a server ended: %w", err)
	}
}

// startTimeout is how long a server may take to load the record and become ready.
const startTimeout = 2 * time.Minute
