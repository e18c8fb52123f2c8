package main

import (
	"log/slog"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
	"github.com/vektah/gqlparser/v2/validator/core"
)

// environmentPrefix begins the names of all environment variables of the program.
const environmentPrefix = "THIDUA_"

// foreignVariables are prefixes of variables that are not meant for the program: those of the tests and
// benchmarks, and those that Kubernetes sets in every pod next to a service with the name thidua.
var foreignVariables = []string{
	"THIDUA_TEST_", "THIDUA_BENCH_", "THIDUA_LOAD_", "THIDUA_SERVICE_", "THIDUA_PORT",
}

// warnUnknownVariables logs the environment variables that have the program's prefix, but belong to no flag:
// they have no effect, and a limit whose name is misspelt would silently keep its default.
func warnUnknownVariables(root *kong.Node, environment []string) {
	known := variablesOf(root)
	for _, entry := range environment {
		name, _, _ := strings.Cut(entry, "=")
		if !strings.HasPrefix(name, environmentPrefix) || slices.Contains(known, name) ||
			slices.ContainsFunc(foreignVariables, func(p string) bool { return strings.HasPrefix(name, p) }) {
			continue
		}
		attrs := []any{"name", name}
		if closest := core.SuggestionList(name, known); len(closest) > 0 {
			attrs = append(attrs, "suggestion", closest[0])
		}
		slog.Warn("environment variable belongs to no flag, ignored", attrs...)
	}
}

// variablesOf returns the names of the environment variables of all flags of a command and its subcommands.
func variablesOf(root *kong.Node) (names []string) {
	for _, f := range root.Flags {
		names = append(names, f.Envs...)
	}
	for _, child := range root.Children {
		names = append(names, variablesOf(child)...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}
