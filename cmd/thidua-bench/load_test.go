package main

import (
	"context"
	"database/sql/driver"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// TestMain runs a server if the program under test has started this binary as one.
func TestMain(m *testing.M) {
	if os.Getenv(serverEnv) != "" {
		os.Exit(run(context.Background(), os.Args[1:], os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

// A small measurement of all servers finds no gaps, and its counts meet the targets.
func TestMeasure_Miniature(t *testing.T) {
	for _, more := range [][]string{nil, {"--mutations"}} {
		var out, errs strings.Builder
		args := append(
			[]string{"--subscribers", "20", "--rate", "1000", "--lasts", "1s", "--rounds", "1", "--burst",
				"256", "--resumed", "20", "--back", "50"},
			more...)
		if code := run(t.Context(), args, &out, &errs); code != 0 {
			t.Fatal(code, errs.String())
		}
		text := out.String()
		for _, want := range []string{"| 20 | baseline |", "| 20 | thidua |", "| 20 | gqlgen |",
			"| executions per event | 1 | 1.00 | holds |", "20 subscribers resume from 50 events ago",
			"No gap, no double"} {
			if !strings.Contains(text, want) {
				t.Errorf("%q is not in\n%s", want, text)
			}
		}
	}
}

// A small conference is delivered to all subscribers, and its statements are replayed, on both databases.
func TestConferenceLoad_Miniature(t *testing.T) {
	for _, more := range [][]string{nil, {"--postgres"}} {
		var out, errs strings.Builder
		args := strings.Fields("conference --sites 7 --roll 30 --floor 14 --subscribers 50 --screens 5 " +
			"--beats 3 --rounds 1")
		if code := run(t.Context(), append(args, more...), &out, &errs); code != 0 {
			t.Fatal(more, code, errs.String())
		}
		for _, want := range []string{"| heartbeatSite | 21 |", "| checkInDelegate | 30 |", "| requestFloor | 14 |",
			"| 50 subscribers, 5 screens |", "65 commands a round", "received 51 events once and in order"} {
			if !strings.Contains(out.String(), want) {
				t.Errorf("%v: %q is not in\n%s", more, want, out.String())
			}
		}
	}
}

// A screen that shows less than before, or data it did not subscribe to, is detected.
func TestHallScreen_HandleState(t *testing.T) {
	floor := func(messages string) string { return `{"payload":{"data":{"floorLive":"` + messages + `"}}}` }
	present := func(n string) string {
		return `{"payload":{"data":{"attendanceSummaryLive":{"counts":{"present":` + n + `}}}}}`
	}
	for _, c := range []struct {
		shown []string
		right bool
	}{
		{[]string{floor("#2"), floor("#1 #2"), present("0"), present("5")}, true},
		{[]string{floor("#2 #1"), floor("#2")}, false},
		{[]string{present("5"), present("4")}, false},
		{[]string{`{"type":"error"}`}, false},
	} {
		s := &hallScreen{requests: 2, seen: make([]atomic.Int64, 2)}
		for i, text := range c.shown {
			s.handleState([]byte(text), int64(i+1))
		}
		if right := s.fault.Load() == nil; right != c.right {
			t.Errorf("%v: %v", c.shown, right)
		}
		if c.right && (s.seen[0].Load() != 2 || s.seen[1].Load() != 1 || s.await(2, 5) != nil) {
			t.Error("a request was first seen at another moment", &s.seen[0], &s.seen[1])
		}
	}
}

// Transactions that were rolled back are not replayed, nor are requests that are no commands.
func TestRecorder_Script(t *testing.T) {
	s := &statementScript{}
	for _, keyword := range []string{"SELECT", "BEGIN", "UPDATE", "ROLLBACK", "BEGIN", "UPDATE", "COMMIT",
		"SELECT"} {
		if s.mark(keyword); keyword == "SELECT" || keyword == "UPDATE" {
			s.addStatement(keyword, []driver.NamedValue{{Value: int64(1)}})
		}
	}
	var got []string
	for _, step := range s.steps {
		got = append(got, step.keyword+step.text)
	}
	if want := "SELECT BEGIN UPDATE COMMIT SELECT"; strings.Join(got, " ") != want {
		t.Error(got)
	}
	r := &recorder{scripts: []*statementScript{{}, s}}
	if taken := r.takeScripts(); len(taken) != 1 || len(r.takeScripts()) != 0 {
		t.Error(len(taken))
	}
}

// Invalid messages to a subscriber are detected.
func TestSubscriber_Receive(t *testing.T) {
	for _, c := range []struct {
		messages                []string
		gaps, doubles, received int64
	}{
		{[]string{"#1, a", "#2, a", `"__typename":"Heartbeat"`, "#3"}, 0, 0, 3},
		{[]string{"#1", "#4"}, 2, 0, 4},
		{[]string{"#1", "#2", "#2"}, 0, 1, 2},
		{[]string{"#1", "#2", "#3", "#2"}, 0, 1, 3},
	} {
		all := &subscribers{}
		w := &subscriber{seen: &all.faults, timed: &all.timed, eventSource: announcementEvents}
		for _, text := range c.messages {
			w.receive([]byte(text))
		}
		if w.last.Load() != c.received || all.faults.gaps.Load() != c.gaps ||
			all.faults.doubles.Load() != c.doubles {
			t.Errorf("%v: %d, %v", c.messages, w.last.Load(), all.faults.err())
		}
		if (all.faults.err() != nil) != (c.gaps+c.doubles > 0) {
			t.Errorf("%v: %v", c.messages, all.faults.err())
		}
	}
	all := &subscribers{}
	w := &subscriber{seen: &all.faults, timed: &all.timed, eventSource: announcementEvents}
	if w.receive([]byte(`{"type":"error"}`)); all.faults.err() == nil {
		t.Error("an error is no event")
	}
}

func TestRoundResults_Median(t *testing.T) {
	of := func(cpu ...time.Duration) (all roundResults) {
		for _, c := range cpu {
			all = append(all, roundResult{deliveries: 1, used: serverStats{CPU: c}})
		}
		return all
	}
	if got := median(of(3, 1, 2), func(r roundResult) time.Duration { return r.used.CPU }); got != 2 {
		t.Error(got)
	}
	if got := of(2000, 9000, 8000).ratioTo(of(1000, 3000, 2000), roundResult.cpuPerDelivery); got < 2.99 ||
		got > 3.01 {
		t.Error(got)
	}
}
