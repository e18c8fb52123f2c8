package main

import (
	"runtime/debug"
	"slices"
	"strings"
	"testing"
)

func TestDescribeBuild(t *testing.T) {
	committed := []debug.BuildSetting{
		{Key: "GOOS", Value: "linux"},
		{Key: "vcs.revision", Value: "c9046b4b"},
		{Key: "vcs.time", Value: "2026-11-29T11:58:00Z"},
		{Key: "vcs.modified", Value: "false"},
	}
	modified := slices.Concat(committed[:3], []debug.BuildSetting{{Key: "vcs.modified", Value: "true"}})
	for name, c := range map[string]struct {
		info debug.BuildInfo
		want string
	}{
		"nothing recorded": {debug.BuildInfo{}, "unknown (commit not recorded)"},
		"no commit recorded": {
			debug.BuildInfo{GoVersion: "go1.26.0", Main: debug.Module{Version: "(devel)"}},
			"unknown (commit not recorded, go1.26.0)",
		},
		"a release": {
			debug.BuildInfo{
				GoVersion: "go1.26.0",
				Main:      debug.Module{Version: "v1.2.3"},
				Settings:  committed,
			},
			"v1.2.3 (commit c9046b4b, committed 2026-11-29T11:58:00Z, go1.26.0)",
		},
		"a release without its commit": {
			debug.BuildInfo{GoVersion: "go1.26.0", Main: debug.Module{Version: "v1.2.3"}},
			"v1.2.3 (commit not recorded, go1.26.0)",
		},
		"a commit": {
			debug.BuildInfo{Main: debug.Module{Version: "(devel)"}, Settings: committed},
			"c9046b4b (committed 2026-11-29T11:58:00Z)",
		},
		"uncommitted changes": {
			debug.BuildInfo{Settings: modified},
			"c9046b4b (committed 2026-11-29T11:58:00Z, with uncommitted changes)",
		},
	} {
		if got := describeBuild(&c.info); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestVersion_FlagAndCommand(t *testing.T) {
	code, byCommand, _ := runCommand(t, "version")
	if code != 0 || !strings.HasPrefix(byCommand, "thidua ") {
		t.Errorf("version: %d %q", code, byCommand)
	}
	if code, byFlag, errs := runCommand(t, "--version"); code != 0 || byFlag != byCommand || errs != "" {
		t.Errorf("--version: %d %q %q, want %q", code, byFlag, errs, byCommand)
	}
}
