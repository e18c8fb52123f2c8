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
	Measure    measure    `cmd:"" default:"withargs" help:"Measure, and print the table."`
	Tilt       tilt       `cmd:"" help:"Measure a national conference at full tilt, against its bare transactions."`
	Operations operations `cmd:"" help:"Measure the CPU and memory that expensive operations use, and how they slow other clients down."`
	Server     server     `cmd:"" hidden:"" help:"Be one of the servers that are measured."`
}

// gcPercent is that of cmd/thidua, for all alike.
const gcPercent = 400

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	debug.SetGCPercent(gcPercent)
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// run is main without the process around it: its result is the exit code.
func run(ctx context.Context, args []string, out, errs io.Writer) int {
	slog.SetDefault(slog.New(slog.NewTextHandler(errs, &slog.HandlerOptions{Level: slog.LevelWarn})))
	var c cli
	code := -1
	parser := kong.Must(&c, kong.Name("thidua-load"), kong.Writers(out, errs),
		kong.Description("Measures what a delivery costs, against bare sockets and against gqlgen's own; and what a conference does."),
		kong.Exit(func(n int) { code = n }), kong.BindTo(ctx, (*context.Context)(nil)), kong.BindTo(out, (*io.Writer)(nil)))
	parsed, err := parser.Parse(args)
	if code >= 0 { // --help
		return code
	}
	if err == nil {
		err = manyFiles()
	}
	if err == nil {
		err = parsed.Run()
	}
	if err != nil {
		fmt.Fprintf(errs, "thidua-load: %v\n", err)
		return 1
	}
	return 0
}

// manyFiles lets the process have as many sockets as the system allows.
func manyFiles() error {
	var most syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &most); err != nil {
		return err
	}
	most.Cur = most.Max
	return syscall.Setrlimit(syscall.RLIMIT_NOFILE, &most)
}
