// Command thidua serves the record of Vietnam's education emulation clusters as a GraphQL API. It reads flags
// and the environment and assembles the packages; it contains no domain rules.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
	"golang.org/x/term"

	"thidua/internal/fault"
	"thidua/internal/transport"
)

// cli is the command line. Every flag also has an environment variable.
type cli struct {
	Log logConfig `embed:"" prefix:"log-"`

	Serve   serveCommand   `cmd:"" help:"Serve the API, the playground and the pages from a database."`
	Demo    demoCommand    `cmd:"" help:"Load the published record into a separate database and serve it."`
	Token   tokenCommand   `cmd:"" help:"Issue, list and revoke tokens, and create their accounts."`
	Migrate migrateCommand `cmd:"" help:"Show the version of the database schema, or migrate it."`
	Epoch   epochCommand   `cmd:"" help:"Manage the epoch of the database, in which positions are valid."`
	Schema  schemaCommand  `cmd:"" help:"Print the GraphQL schema."`
	Config  configCommand  `cmd:"" help:"Print all flags or all metrics as Markdown."`
	Version versionCommand `cmd:"" help:"Print the version."`

	PrintVersion kong.VersionFlag `name:"version" help:"Print the version."`
}

// logConfig configures the log.
type logConfig struct {
	Level  slog.Level `env:"THIDUA_LOG_LEVEL" default:"info" help:"Minimum level of log messages: debug, info, warn or error."`
	Format string     `env:"THIDUA_LOG_FORMAT" enum:"auto,text,json" default:"auto" help:"Log format: text, json, or auto for text on a terminal and json otherwise."`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	tuneMemory()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// run parses the command line, runs the command and returns the exit code.
func run(ctx context.Context, args []string, out, errs io.Writer) int {
	var c cli
	code := -1
	parser := kong.Must(&c, kong.Name("thidua"), kong.UsageOnError(), kong.Writers(out, errs),
		kong.Description("The record and the live conferences of Vietnam's education emulation clusters,"+
			" as a GraphQL API."),
		kong.Exit(func(n int) { code = n }),
		kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(outputs{out, errs}),
		kong.Vars{"version": versionLine()})
	parsed, err := parser.Parse(args)
	if code >= 0 { // --help, --version
		return code
	}
	if err != nil {
		return printError(errs, err, 2)
	}
	slog.SetDefault(slog.New(transport.WithRequestID(c.Log.handler(errs))))
	warnUnknownVariables(parser.Model.Node, os.Environ())
	return printError(errs, parsed.Run(parser), 1)
}

// outputs are where a command writes its result, and everything else.
type outputs struct{ out, errs io.Writer }

// printError prints what went wrong and what to do about it, and returns the exit code.
func printError(errs io.Writer, err error, code int) int {
	if err == nil {
		return 0
	}
	known, ok := fault.FromError(err)
	if !ok {
		fmt.Fprintf(errs, "thidua: %v\n", err)
		return code
	}
	fmt.Fprintf(errs, "thidua: %s\n%s\n", known.Text(fault.English), known.Remedy())
	if cause := errors.Unwrap(known); cause != nil {
		fmt.Fprintf(errs, "(%v)\n", cause)
	}
	return code
}

func (l logConfig) handler(w io.Writer) slog.Handler {
	options := &slog.HandlerOptions{Level: l.Level}
	f, isFile := w.(*os.File)
	if l.Format == "text" || l.Format == "auto" && isFile && term.IsTerminal(int(f.Fd())) {
		return slog.NewTextHandler(w, options)
	}
	return slog.NewJSONHandler(w, options)
}
