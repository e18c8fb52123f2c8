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
type row struct {
	room, why string
	imports   []string
}

// importRules lists every package by layer. A package that is not listed is not allowed; "/..." includes all
// packages below.
var may = []row{
	{"internal/fault", "what can go wrong is said by everybody", nil},
	{"internal/vi", "conventions are values", nil},
	{"internal/gid", "ids are values", nil},
	{"ent/schema", "forms hold ids, school years and dates", []string{"internal/gid", "internal/vi"}},
	{"ent/codegen", "the generator reads forms through ent alone", nil},
	{"ent/migrate/diff", "writes migrations for both databases", []string{"ent/...", "internal/store/...", "internal/storetest/..."}},
	{"ent/...", "generated from the forms", []string{"ent/...", "internal/gid", "internal/vi"}},

	{"internal/viewer", "who is asking may be refused; grants name clusters, units and conferences, and school years", []string{"internal/fault", "internal/gid", "internal/vi"}},
	{"internal/store", "the one door to the database", []string{"ent/...", "internal/fault", "internal/vi", "internal/gid"}},
	{"internal/storetest/...", "a fresh database for a test", []string{"ent/...", "internal/store", "internal/storetest/...", "internal/fault"}},

	{"internal/journal", "the memory of what happened; its changes are the API's", []string{"ent/...", "internal/fault", "internal/gid", "internal/store", "internal/vi", "internal/viewer"}},
	{"internal/once", "owns what was done under a key; whose, and who sees the answer", []string{"ent/...", "internal/fault", "internal/gid", "internal/store", "internal/viewer"}},
	{"internal/live", "carries the journal; no SQL", []string{"internal/fault", "internal/gid", "internal/journal", "internal/store", "internal/viewer"}},
	{"internal/access", "predicates of every type", []string{"ent/...", "internal/viewer", "internal/gid"}},
	{"internal/account", "owns accounts, grants, tokens; grants are limited to clusters, units, conferences", below()},
	{"internal/registry", "owns units, clusters, people, documents", below()},
	{"internal/registry/registrytest", "the promises that all verbs keep, as a test", below("internal/registry")},
	{"internal/report", "reports are of units and clusters", below("internal/registry")},
	{"internal/conference", "conferences are of clusters", below("internal/registry")},
	{"internal/conference/conferencetest", "that the journal alone gives the tables, as a test", below("internal/conference", "internal/registry")},
	{"internal/decision", "elections are held at conferences", below("internal/registry", "internal/conference")},
	{"internal/award", "nominations follow decisions", below("internal/registry", "internal/conference", "internal/decision")},

	{"internal/transport", "the door knows HTTP and who asks, takes what a request costs, and knows no rows; sockets carry what live gives", []string{"internal/fault", "internal/guard", "internal/journal", "internal/live", "internal/viewer"}},
	{"internal/web", "pages know nothing of the database; one lists what may go wrong, as everybody says it", []string{"internal/fault"}},
	{"internal/web/...", "the browser that looks at pages", []string{"internal/web/..."}},
	{"internal/record", "calls the rooms' verbs", below("internal/registry", "internal/report", "internal/conference", "internal/decision", "internal/award")},

	{"internal/rehearsal", "asks by GraphQL alone, and knows no room", []string{"internal/vi"}},

	{"internal/scale", "generated data, written by the rooms' verbs as the record is", below("internal/registry", "internal/report", "internal/conference", "internal/award")},

	{"internal/telemetry", "hears of requests and statements through the hooks of the rooms that have them, and is known to none", []string{"internal/fault", "internal/live", "internal/transport", "internal/store"}},
	{"internal/guard", "documents are values; a refusal is a fault; who asks pays", []string{"internal/fault", "internal/viewer"}},
	{"internal/wording", "a refusal is told in the languages that faults are told in", []string{"internal/fault"}},
	{"internal/sdldiff", "schemas are values", nil},
	{"graph/view", "shapes of the API", []string{"ent", "ent/proposal", "internal/gid", "internal/vi"}},
	{"graph/exec", "puts answers together, of whatever", nil},
	{"graph/codegen", "rewrites text", nil},
	{"graph/generated", "gqlgen's executor", []string{"ent/...", "graph/view", "graph/exec", "internal/gid", "internal/journal", "internal/vi", "internal/viewer", "internal/account", "internal/conference"}},
	{"graph", "the public language; reads by Reader, writes by verbs, and never opens a Tx", []string{"ent/...", "graph/...", "internal/fault", "internal/guard", "internal/wording", "internal/gid", "internal/journal", "internal/live", "internal/once", "internal/vi",
		"internal/viewer", "internal/account", "internal/store", "internal/transport", "internal/registry", "internal/report", "internal/conference", "internal/decision", "internal/award"}},
	{"cmd/thidua-load/stock", "gqlgen as it comes, over the journal's events", []string{"ent/announcement", "internal/gid", "internal/journal"}},
	{"cmd/thidua-load", "stock is one of the servers that it measures", []string{"cmd/thidua-load/stock", "ent/...", "graph/...", "internal/..."}},
	{"cmd/...", "wiring", []string{"ent/...", "graph/...", "internal/..."}},
}

// domainImports returns what every domain package may import, and the additional ones given.
func below(more ...string) []string {
	return append([]string{"ent/...", "internal/fault", "internal/gid", "internal/journal", "internal/store", "internal/vi", "internal/viewer"}, more...)
}

func TestImports(t *testing.T) {
	for _, p := range packages(t) {
		room := strings.TrimPrefix(p.ImportPath, "thidua/")
		i := slices.IndexFunc(may, func(r row) bool { return matches(r.room, room) })
		if room == "internal" {
			continue
		}
		if i < 0 {
			t.Errorf("%s is not in the table of rooms: add it with a reason, or move it into a room", room)
			continue
		}
		for _, imported := range p.Imports {
			name, ours := strings.CutPrefix(imported, "thidua/")
			if ours && !slices.ContainsFunc(may[i].imports, func(pattern string) bool { return matches(pattern, name) }) {
				t.Errorf("%s (%s) may not import %s", room, may[i].why, name)
			}
		}
		if strings.HasPrefix(room, "graph") || room == "internal/web" || room == "internal/transport" {
			for _, banned := range []string{"github.com/lib/pq", "modernc.org/sqlite", "database/sql"} {
				if slices.Contains(p.Imports, banned) {
					t.Errorf("%s may not import %s: the store is the one door to the database", room, banned)
				}
			}
		}
	}
}

func matches(pattern, name string) bool {
	if room, all := strings.CutSuffix(pattern, "/..."); all {
		return name == room || strings.HasPrefix(name, room+"/")
	}
	return name == pattern
}

type listed struct {
	ImportPath string
	Imports    []string
}

func packages(t *testing.T) []listed {
	t.Helper()
	out, err := exec.Command("go", "list", "-e", "-json=ImportPath,Imports", "thidua/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	var all []listed
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

// Writes go through one command of one domain package: graph passes the store on and opens no transaction.
func TestGraphOpensNoTransaction(t *testing.T) {
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
			t.Errorf("%s opens a transaction; only verbs do", file)
		}
	}
}
