package main

import (
	"encoding/json"
	"maps"
	"strings"
	"testing"
)

// A variable with the program's prefix that belongs to no flag is logged with the closest name, and changes
// nothing; its value is not logged.
func TestRun_UnknownVariables(t *testing.T) {
	for _, name := range []string{
		"THIDUA_RATEADDRESS", "THIDUA_LIMIT_DEPHT", "THIDUA_QQQQQQQQ", // unknown
		"THIDUA_LIMIT_COST", "THIDUA_SPEED", // known, also to other commands only
		"THIDUA_SERVICE_HOST", "THIDUA_PORT_8080_TCP", "THIDUA_PORT", // of Kubernetes
		"XTHIDUA_RATE",
	} {
		t.Setenv(name, "31337")
	}
	code, out, errs := runCommand(t, "version", "--log-format", "json")
	if code != 0 || out == "" {
		t.Errorf("it ended with %d: %s", code, errs)
	}
	got := map[string]string{}
	for line := range strings.Lines(errs) {
		var logged struct{ Level, Msg, Name, Suggestion string }
		if err := json.Unmarshal([]byte(line), &logged); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		if logged.Level != "WARN" || !strings.Contains(logged.Msg, "ignored") {
			t.Errorf("it logs: %s", line)
		}
		got[logged.Name] = logged.Suggestion
	}
	want := map[string]string{"THIDUA_RATEADDRESS": "THIDUA_RATE_ADDRESS",
		"THIDUA_LIMIT_DEPHT": "THIDUA_LIMIT_DEPTH",
		"THIDUA_QQQQQQQQ":    ""}
	if !maps.Equal(got, want) {
		t.Errorf("it warns of %v, want %v", got, want)
	}
	if strings.Contains(errs, "31337") {
		t.Errorf("the log has a value: %s", errs)
	}
}
