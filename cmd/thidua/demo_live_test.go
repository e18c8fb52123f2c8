package main

import (
	"strings"
	"testing"
	"time"

	"thidua/internal/store"
	"thidua/internal/storetest"
)

// The demo plays a conference to its end; in a database that was kept, another one.
func TestTheDemoPlays(t *testing.T) {
	url := storetest.Blank(t, store.SQLite)
	for _, code := range []string{"live-final", "live-final-2"} {
		base, stop, errs := launch(t, "demo", "--database", url, "--live", "--speed", "1e9")
		for state := ""; !strings.Contains(state, "CLOSED"); time.Sleep(20 * time.Millisecond) {
			if log := errs.String(); strings.Contains(log, "cannot be played on") {
				t.Fatal(log)
			}
			_, state = askAs(t, base, "", `{ conference(code: "`+code+`") { state } }`)
		}
		if code := stop(); code != 0 {
			t.Errorf("it ended with %d", code)
		}
	}
}

func TestWhatCannotBePlayed(t *testing.T) {
	for what, err := range map[string]error{
		"over TLS": show("final").validate(1, true), "standing still": show("final").validate(0, false), "backwards": show("").validate(-1, false),
	} {
		if err == nil {
			t.Errorf("%s: it is played", what)
		}
	}
	if err := show("national").validate(10, false); err != nil {
		t.Error(err)
	}
}
