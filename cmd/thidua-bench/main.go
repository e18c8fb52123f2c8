package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/alecthomas/kong"
)

// cli is the command line.
type cli struct {
	Measure    measureCommand    `cmd:"" default:"withargs" help:"Measure deliveries, and print the table."`
	Conference conferenceLoad    `cmd:"" help:"Measure a national conference under full load."`
	Operations operationsCommand `cmd:"" help:"Measure expensive operations, and how they slow other clients down."`
	Server     serverCommand     `cmd:"" hidden:"" help:"Run one of the measured servers."`
}

// gcPercent is that of cmd/thidua, for all servers.
const gcPercent = 400

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	debug.SetGCPercent(gcPercent)
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// run parses the command line, runs the command and returns the exit code.
func run(ctx context.Context, args []string, out, errs io.Writer) int {
	slog.SetDefault(slog.New(slog.NewTextHandler(errs, &slog.HandlerOptions{Level: slog.LevelWarn})))
	var c cli
	code := -1
	parser := kong.Must(
		&c,
		kong.Name("thidua-bench"),
		kong.Writers(out, errs),
		kong.Description(
			"Measures the cost of a delivery, compared with a hand-written lower bound and with gqlgen;"+
				" and the load of a conference.",
		),
		kong.Exit(func(n int) { code = n }),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.BindTo(out, (*io.Writer)(nil)),
	)
	parsed, err := parser.Parse(args)
	if code >= 0 { // --help
		return code
	}
	if err == nil {
		err = raiseFileLimit()
	}
	if err == nil {
		err = parsed.Run()
	}
	if err != nil {
		fmt.Fprintf(errs, "thidua-bench: %v\n", err)
		return 1
	}
	return 0
}

// raiseFileLimit allows the process as many sockets as the system permits.
func raiseFileLimit() error {
	var most syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &most); err != nil {
		return err
	}
	most.Cur = most.Max
	return syscall.Setrlimit(syscall.RLIMIT_NOFILE, &most)
}
