// Package internal tests which packages may import which.
package internal

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// importRule lists what a package may import, with the reason.
type importRule struct {
	pkg, reason string
	imports     []string
}

// importRules lists every package by layer. A package that is not listed is not allowed; "/..." includes all
// packages below.
var importRules = []importRule{
	{"internal/fault", "error codes and texts, used everywhere", nil},
	{"internal/vi", "Vietnamese values, pure", nil},
	{"internal/gid", "ids, pure", nil},
	{"internal/cursor", "positions in lists, pure: rows have ids", []string{"internal/gid"}},
	{"internal/patch", "patches of text, pure", nil},
	{"internal/errorlimit", "counts the errors of a response, pure", nil},
	{"ent/schema", "columns hold ids, school years and dates", []string{"internal/gid", "internal/vi"}},
	{"ent/codegen", "reads schemas through ent only, and patches templates", []string{"internal/patch"}},
	{"ent/migrate/diff", "writes migrations for both databases",
		[]string{"ent/...", "internal/store/...", "internal/storetest/..."}},
	{"ent/...", "generated from ent/schema",
		[]string{"ent/...", "internal/cursor", "internal/errorlimit", "internal/gid", "internal/vi"}},

	{
		"internal/viewer",
		"authorisation returns faults; grants refer to clusters, units, conferences and school years",
		[]string{"internal/fault", "internal/gid", "internal/vi"},
	},
	{"internal/store", "the only access to the database",
		[]string{"ent/...", "internal/fault", "internal/vi", "internal/gid"}},
	{"internal/storetest/...", "a fresh database for a test",
		[]string{"ent/...", "internal/store", "internal/storetest/...", "internal/fault"}},

	{"internal/journal", "event streams in the database; its changes are types of the API",
		[]string{"ent/...", "internal/fault", "internal/gid", "internal/store", "internal/vi",
			"internal/viewer"}},
	{"internal/idempotency", "stores responses by key, account and visibility class",
		[]string{"ent/...", "internal/fault", "internal/gid", "internal/store", "internal/viewer"}},
	{"internal/live", "subscriptions to the journal; no SQL",
		[]string{"internal/fault", "internal/gid", "internal/journal", "internal/store", "internal/viewer"}},
	{"internal/access", "predicates of every type",
		[]string{"ent/...", "internal/fault", "internal/gid", "internal/store", "internal/viewer"}},
	{"internal/account", "accounts, tokens, and grants that refer to clusters, units and conferences",
		domainImports("internal/command")},
	{"internal/command", "validation, references and upserts of all commands; knows no table's owner",
		[]string{"ent/...", "internal/fault", "internal/gid", "internal/store", "internal/vi",
			"internal/viewer"}},
	{"internal/registry", "units, clusters, people, documents; commands are built from command",
		domainImports("internal/command")},
	{"internal/registry/registrytest", "tests what all commands on the record guarantee",
		domainImports("internal/registry")},
	{"internal/report", "reports are of units and clusters",
		domainImports("internal/command", "internal/registry")},
	{"internal/floorqueue", "order of the floor requests, pure: values have ids", []string{"internal/gid"}},
	{"internal/similarity", "similarity of texts, pure", nil},
	{"internal/conference", "conferences are of clusters; the order of the queue is computed by floorqueue",
		domainImports("internal/command", "internal/floorqueue", "internal/registry")},
	{"internal/conference/conferencetest", "tests that replaying the journal gives the tables",
		domainImports("internal/conference", "internal/registry")},
	{"internal/decision", "elections are held at conferences",
		domainImports("internal/command", "internal/registry", "internal/conference")},
	{"internal/award", "nominations follow decisions",
		domainImports("internal/command", "internal/registry", "internal/conference", "internal/decision")},

	{
		"internal/transport",
		"HTTP, WebSocket and SSE: authentication, rate limits, delivery of live messages; no rows",
		[]string{"internal/errorlimit", "internal/fault", "internal/ratelimit", "internal/journal",
			"internal/live", "internal/viewer"},
	},
	{"docs", "embeds the documentation", nil},
	{"internal/docsite", "renders and searches the documentation; a search ignores diacritics",
		[]string{"internal/vi"}},
	{"internal/web", "pages without database access: the documentation, and one of all faults",
		[]string{"docs", "internal/docsite", "internal/fault", "internal/ratelimit",
			"internal/transport"}}, // the statuses of codes
	{"internal/web/...", "browser tests of the pages", []string{"internal/web/..."}},
	{"internal/dataset", "loads data files through the commands of the domain packages",
		domainImports("internal/registry", "internal/report", "internal/conference", "internal/decision",
			"internal/award")},

	{"internal/simulator", "plays conferences through the GraphQL API only", []string{"internal/vi"}},

	{"internal/sampledata", "writes generated data through the commands of the domain packages",
		domainImports("internal/registry", "internal/report", "internal/conference", "internal/award")},

	{"internal/telemetry", "implements the hooks of live, transport and store; nothing imports it",
		[]string{"internal/fault", "internal/live", "internal/transport", "internal/store"}},
	{"internal/ratelimit", "charges and limits clients and accounts; rejections are faults",
		[]string{"internal/fault", "internal/viewer"}},
	{"internal/guard", "query limits; charges the cost that it estimates; rejections are faults",
		[]string{"internal/fault", "internal/ratelimit", "internal/viewer"}},
	{"internal/gqlmessage", "messages in the languages of faults", []string{"internal/fault"}},
	{"internal/sdldiff", "compares schemas, pure", nil},
	{"graph/view", "API types without a table",
		[]string{"ent", "ent/attendance", "ent/award", "ent/conference", "ent/floorrequest", "ent/proposal",
			"ent/report", "internal/cursor", "internal/gid", "internal/journal", "internal/vi"}},
	{"graph/exec", "decodes inputs and assembles responses",
		[]string{"internal/errorlimit", "internal/gid"}},
	{"graph/codegen", "patches templates, and writes the error codes into the schema",
		[]string{"internal/fault", "internal/patch"}},
	{"graph/generated", "gqlgen's executor", []string{"ent/...", "graph/view", "graph/exec", "internal/gid",
		"internal/fault", "internal/journal", "internal/vi", "internal/viewer", "internal/account",
		"internal/conference"}},
	{"graph", "resolvers: read through the Reader, write through commands, never open a Tx",
		[]string{
			"ent/...",
			"graph/...",
			"internal/errorlimit",
			"internal/fault",
			"internal/guard",
			"internal/ratelimit",
			"internal/gqlmessage",
			"internal/gid",
			"internal/journal",
			"internal/live",
			"internal/idempotency",
			"internal/vi",
			"internal/viewer",
			"internal/account",
			"internal/store",
			"internal/transport",
			"internal/registry",
			"internal/floorqueue",
			"internal/similarity",
			"internal/report",
			"internal/conference",
			"internal/decision",
			"internal/award",
		}},
	{"cmd/thidua-bench/stock", "baseline: unmodified gqlgen server over the journal's events",
		[]string{"ent/announcement", "internal/gid", "internal/journal"}},
	{"cmd/thidua-bench", "stock is one of the measured servers",
		[]string{"cmd/thidua-bench/stock", "ent/...", "graph/...", "internal/..."}},
	{"cmd/...", "wiring", []string{"ent/...", "graph/...", "internal/..."}},
}

// domainImports returns what every domain package may import, and the additional ones given.
func domainImports(more ...string) []string {
	return append([]string{"ent/...", "internal/fault", "internal/gid", "internal/journal", "internal/store",
		"internal/vi", "internal/viewer"}, more...)
}

func TestImports(t *testing.T) {
	for _, p := range listPackages(t) {
		pkg := strings.TrimPrefix(p.ImportPath, "thidua/")
		i := slices.IndexFunc(importRules, func(r importRule) bool { return matchesPattern(r.pkg, pkg) })
		if pkg == "internal" {
			continue
		}
		if i < 0 {
			t.Errorf("%s is not in the table: add it with a reason, or move it into a listed package", pkg)
			continue
		}
		for _, imported := range p.Imports {
			name, ours := strings.CutPrefix(imported, "thidua/")
			if ours && !slices.ContainsFunc(importRules[i].imports,
				func(pattern string) bool { return matchesPattern(pattern, name) }) {
				t.Errorf("%s (%s) may not import %s", pkg, importRules[i].reason, name)
			}
		}
		if strings.HasPrefix(pkg, "graph") || pkg == "internal/web" || pkg == "internal/transport" {
			for _, banned := range []string{"github.com/lib/pq", "modernc.org/sqlite", "database/sql"} {
				if slices.Contains(p.Imports, banned) {
					t.Errorf("%s may not import %s: only the store accesses the database", pkg, banned)
				}
			}
		}
	}
}

func matchesPattern(pattern, name string) bool {
	if pkg, all := strings.CutSuffix(pattern, "/..."); all {
		return name == pkg || strings.HasPrefix(name, pkg+"/")
	}
	return name == pattern
}

type listedPackage struct {
	ImportPath string
	Imports    []string
}

func listPackages(t *testing.T) []listedPackage {
	t.Helper()
	out, err := exec.Command("go", "list", "-e", "-json=ImportPath,Imports", "thidua/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	var all []listedPackage
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listedPackage
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

// Writes go through one command of one domain package: graph passes the store on and opens no transaction.
func TestImports_GraphOpensNoTransaction(t *testing.T) {
	files, err := filepath.Glob("../graph/*.go")
	if err != nil || len(files) == 0 {
		t.Fatal("no files of graph: ", err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(src, []byte(".Tx(")) {
			t.Errorf("%s opens a transaction; only commands may", file)
		}
	}
}
