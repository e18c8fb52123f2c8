package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"thidua/internal/store"
	"thidua/internal/storetest"
)

// The demo plays a conference to its end, and another one if the database was kept. Pages that name the
// series learn of the newest one and of earlier ones.
func TestDemo_PlaysConference(t *testing.T) {
	url := storetest.NewUnmigratedURL(t, store.SQLite)
	earlier := "[]"
	for _, code := range []string{"live-final", "live-final-2"} {
		base, stop, errs := startProgramWithLog(t, "demo", "--database", url, "--live", "--speed", "1e9")
		for state := ""; !strings.Contains(state, "CLOSED"); time.Sleep(20 * time.Millisecond) {
			if log := errs.String(); strings.Contains(log, "demo conference failed") {
				t.Fatal(log)
			}
			_, state = queryAs(t, base, "", `{ conference(code: "`+code+`") { state } }`)
		}
		want := `[{"series":"live-final","code":"` + code + `","earlier":` + earlier + `}]`
		if _, list := httpGet(t, base+"/static/plays.json"); list != want {
			t.Errorf("the pages are told %s, want %s", list, want)
		}
		earlier = `["` + code + `"]`
		if code := stop(); code != 0 {
			t.Errorf("it ended with %d", code)
		}
	}
}

func TestDemo_InvalidLiveFlags(t *testing.T) {
	for what, err := range map[string]error{
		"over TLS": demoKind("final").validate(1, true), "standing still": demoKind("final").validate(0, false),
		"backwards": demoKind("").validate(-1, false),
	} {
		if err == nil {
			t.Errorf("%s: it is played", what)
		}
	}
	if err := demoKind("national").validate(10, false); err != nil {
		t.Error(err)
	}
}

// A series has no conference until its next one is planned: one of an earlier process is not being played.
func TestDemoSeries_ListsNewest(t *testing.T) {
	p := &demoSeries{series: []string{"live-final", "live-national"},
		codes: map[string][]string{"live-final": {"live-final"}}}
	listed := func() string { return fmt.Sprint(p.list()) }
	for _, step := range []struct {
		do   func()
		want string
	}{
		{func() {}, "[{live-final live-final []}]"},
		{func() { p.prepare("live-final") }, "[{live-final  [live-final]}]"},
		{func() { p.addPlanned("live-final", p.prepare("live-final")) },
			"[{live-final live-final-2 [live-final]}]"},
		{func() { p.prepare("live-final") }, "[{live-final live-final-2 [live-final]}]"},
		{func() { p.addPlanned("live-final", p.prepare("live-final")) },
			"[{live-final live-final-3 [live-final live-final-2]}]"},
		{func() { p.prepare("live-national") },
			"[{live-final live-final-3 [live-final live-final-2]} {live-national  []}]"},
	} {
		step.do()
		if got := listed(); got != step.want {
			t.Errorf("it tells %s, want %s", got, step.want)
		}
	}
}
