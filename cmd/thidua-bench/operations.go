package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// operationsCommand measures the CPU and memory that expensive operations use, and the latency of other
// clients meanwhile. With two programs, built before and after a change, both are measured in turn, so that
// other load on the machine affects both.
type operationsCommand struct {
	Before string        `type:"existingfile" placeholder:"FILE" help:"Program to compare with."`
	Server string        `type:"existingfile" default:"bin/thidua" help:"Program whose servers are measured."`
	Events int           `default:"8000" help:"Events in the journal of the replayed conference."`
	Live   int           `default:"1000" help:"Distinct live queries that one socket subscribes to."`
	Rounds int           `default:"3" help:"Number of measurements of each operation."`
	Lasts  time.Duration `default:"3s" help:"How long the latency of another address is measured."`
}

// replayedConference is the code of the conference with the long journal, which every demo has.
const replayedConference = "demo-hall"

func (o *operationsCommand) Run(ctx context.Context, out io.Writer) error {
	dir, err := os.MkdirTemp("", "thidua-operations-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	programs := slices.DeleteFunc([]string{o.Before, o.Server}, func(p string) bool { return p == "" })
	file := filepath.Join(dir, "0.db")
	if err := fillDatabase(ctx, programs[0], file, o.Events); err != nil {
		return err
	}
	servers := make([]*measuredServer, len(programs))
	for i, program := range programs {
		copied := file
		if i > 0 {
			copied = filepath.Join(dir, fmt.Sprintf("%d.db", i))
			if err := copyFile(copied, file); err != nil {
				return err
			}
		}
		if servers[i], err = startProgram(ctx, program, copied, "--scale"); err != nil {
			return err
		}
		defer servers[i].stop()
	}
	results := map[string][]measurement{}
	for range o.Rounds {
		for _, op := range expensiveOperations(replayedConference) {
			for i, s := range servers {
				m, err := s.measureOperation(op.document, o.Lasts)
				if err != nil {
					return fmt.Errorf("%s: %w", op.name, err)
				}
				key := rowKey(op.name, i)
				results[key] = append(results[key], m)
			}
		}
		for i, s := range servers {
			m, err := s.measureLive(ctx, o.Live, o.Lasts)
			if err != nil {
				return err
			}
			key := rowKey(liveName(o.Live), i)
			results[key] = append(results[key], m)
		}
	}
	o.print(out, programs, results)
	return nil
}

func rowKey(name string, program int) string { return fmt.Sprint(name, "/", program) }

func liveName(n int) string { return fmt.Sprintf("%d distinct live queries on a socket", n) }

// fillDatabase has a program create the database: the record, the generated data, and a conference with a
// long journal.
func fillDatabase(ctx context.Context, program, file string, events int) error {
	s, err := startProgram(ctx, program, file, "--scale")
	if err != nil {
		return err
	}
	defer s.stop()
	token, err := s.ministryToken()
	if err != nil {
		return err
	}
	for i := range events {
		document := fmt.Sprintf(
			`mutation { makeAnnouncement(input: {conference: %q, text: "Thông báo số %d"}) { announcement { id } } }`,
			replayedConference, i+1,
		)
		response, err := s.post(http.DefaultClient, document, token)
		if err != nil {
			return err
		}
		if response.refused() {
			return fmt.Errorf("announcement %d: %s", i+1, response.body)
		}
	}
	return nil
}

func copyFile(to, from string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	if _, err = io.Copy(out, in); err != nil {
		_ = out.Close()
		return err
	}
	return out.Close()
}

// print writes the table: medians over all rounds, and quantiles of the latencies of all rounds together.
func (o *operationsCommand) print(out io.Writer, programs []string, results map[string][]measurement) {
	fmt.Fprintf(out, "%d rounds; a one-row query from another address meanwhile, for %v each\n", o.Rounds,
		o.Lasts)
	fmt.Fprintln(out, "| operation | program | outcome | cost | CPU | peak memory | response bytes |"+
		" one row, idle p50 / p99 | one row, loaded p50 / p99 |")
	fmt.Fprintln(out, "|---|---|---|---|---|---|---|---|---|")
	names := []string{}
	for _, op := range expensiveOperations(replayedConference) {
		names = append(names, op.name)
	}
	for _, name := range append(names, liveName(o.Live)) {
		for i, program := range programs {
			fmt.Fprintf(out, "| %s | %s %s\n", name, filepath.Base(program),
				summarize(results[rowKey(name, i)]))
		}
	}
}
