package graph_test

import (
	"bufio"
	"database/sql"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"thidua/ent/grant"
	"thidua/internal/account"
	"thidua/internal/sampledata"
	"thidua/internal/store"
	"thidua/internal/storetest"
	"thidua/internal/viewer"
)

const (
	scaleClients = 8
	scaleRounds  = 20
	scaleLasts   = 500 * time.Millisecond // short and many, so that other load falls on all alike
)

// BenchmarkScale asks three queries over generated data of the country's size, on PostgreSQL, over HTTP:
// thidua as it is served, thidua without authentication and guard, and a handler written by hand that has one
// statement return the JSON, which is the limit. The server is a process of its own, whose CPU is counted;
// PostgreSQL's and the clients' are not, though they share the machine. Rounds take turns, so that what else
// the machine does falls on all alike.
//
// THIDUA_BENCH_DATABASE names a database that `thidua demo --scale` has filled, else one is made.
// THIDUA_BENCH_PROFILE names a folder to put profiles of the server into.
//
//	go test -run '^$' -bench Scale ./graph
func BenchmarkScale(b *testing.B) {
	url, bearer := scaleDatabase(b)
	address := startScale(b, url)
	for _, name := range scaleQueries {
		checkSameResponses(b, "http://"+address, name, bearer)
	}
	for b.Loop() { // once: it takes longer than any -benchtime
		table := map[string]*measurement{}
		for range roundCount() {
			for _, name := range scaleQueries {
				for _, way := range scalePaths {
					key := name + way
					if table[key] == nil {
						table[key] = &measurement{}
					}
					table[key].round(b, address, strings.ReplaceAll(way, "NAME", name), scaleBody(name), bearer)
				}
			}
		}
		printTable(b, table)
	}
	scaleProfiles(b, address, bearer)
}

// roundCount returns the number of rounds, which is lower with -short.
func roundCount() int {
	if testing.Short() {
		return 5
	}
	return scaleRounds
}

var scalePaths = []string{"/hand/NAME", "/bare", "/whole"}

// measurement is what the rounds of one way gave.
type measurement struct {
	durations []time.Duration
	perRound  []float64 // requests a second
	cpu       []float64 // microseconds a request
}

func (m *measurement) round(b testing.TB, address, path, body, bearer string) {
	runLoad(b, address, path, body, bearer, scaleClients, scaleLasts/10) // statements prepared, pools filled
	before := serverCPU(b, address)
	latencies := runLoad(b, address, path, body, bearer, scaleClients, scaleLasts)
	m.cpu = append(m.cpu, float64((serverCPU(b, address)-before).Microseconds())/float64(len(latencies)))
	m.durations = append(m.durations, latencies...)
	m.perRound = append(m.perRound, float64(len(latencies))/scaleLasts.Seconds())
}

func median(of []float64) float64 {
	sorted := slices.Sorted(slices.Values(of))
	return sorted[len(sorted)/2]
}

// medianRatio is the median of how two ways compare in each round: what the machine does beside changes from
// one to the next.
func medianRatio(ours, theirs []float64) float64 {
	var ratios []float64
	for i := range ours {
		ratios = append(ratios, ours[i]/theirs[i])
	}
	return median(ratios)
}

func (m *measurement) quantile(q float64) time.Duration {
	slices.Sort(m.durations)
	return m.durations[int(q*float64(len(m.durations)-1))]
}

// printTable prints the table, as docs/performance.md has it.
func printTable(b *testing.B, table map[string]*measurement) {
	b.Helper()
	var out strings.Builder
	fmt.Fprintf(
		&out,
		"%d clients, %d rounds of %v\n| query | way | requests/s | of the limit | p50 | p99 | CPU/request "+
			"|\n|---|---|---|---|---|---|---|\n",
		scaleClients, roundCount(), scaleLasts,
	)
	for _, name := range scaleQueries {
		limit := table[name+scalePaths[0]]
		for _, way := range scalePaths {
			m := table[name+way]
			ratio := medianRatio(m.perRound, limit.perRound)
			fmt.Fprintf(
				&out, "| %s | %s | %.0f | %.2f | %v | %v | %.0f µs |\n", name,
				strings.TrimPrefix(strings.TrimSuffix(way, "/NAME"), "/"), median(m.perRound), ratio,
				m.quantile(.5).Round(10*time.Microsecond), m.quantile(.99).Round(10*time.Microsecond), median(m.cpu),
			)
			b.ReportMetric(ratio, name+strings.ReplaceAll(way, "/NAME", "")+"-of-limit")
		}
		whole, bare := table[name+"/whole"], table[name+"/bare"]
		fmt.Fprintf(&out, "| %s | door and guard | %+.1f %% | | | | %+.1f %% |\n", name,
			100*(medianRatio(whole.perRound, bare.perRound)-1), 100*(medianRatio(whole.cpu, bare.cpu)-1))
	}
	fmt.Print("\n", out.String()) // b.Log would cut it short
}

// scaleDatabase is a database with the generated data, and a token of a unit's editor, who sees what is
// published and the drafts of their own.
func scaleDatabase(b *testing.B) (url, bearer string) {
	b.Helper()
	url = os.Getenv("THIDUA_BENCH_DATABASE")
	filled := url != ""
	if !filled {
		url = published.URL(b, store.Postgres)
	}
	s := storetest.OpenURL(b, url)
	if !filled {
		loadSampleData(b, s, sampledata.Country)
	}
	db, err := sql.Open("postgres", url)
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("ANALYZE"); err != nil { // as autovacuum does, within a minute
		b.Fatal(err)
	}
	ctx := viewer.NewContext(b.Context(), viewer.Operator())
	_, err = account.Create(ctx, s, account.NewAccount{Subject: "bench", Name: "bench", Kind: "SERVICE"})
	if err == nil {
		_, err = account.GrantRole(
			ctx, s, account.NewGrant{Account: "bench", Role: grant.RoleUnitEditor, Unit: new("mau-01")},
		)
	}
	if err != nil {
		b.Fatal(err)
	}
	issued, err := account.IssueToken(ctx, s, account.NewToken{Account: "bench", Label: "bench"})
	if err != nil {
		b.Fatal(err)
	}
	return url, issued.Secret
}

// startScale runs the server until the benchmark ends, with more of an environment.
func startScale(b *testing.B, url string, more ...string) (address string) {
	b.Helper()
	server := exec.Command(os.Args[0], "-test.run=^TestScaleServer$")
	server.Env, server.Stderr = append(append(os.Environ(), scaleEnv+"="+url), more...), os.Stderr
	if os.Getenv("GOGC") == "" {
		server.Env = append(server.Env, "GOGC=400") // as cmd/thidua has it
	}
	in, err := server.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	out, err := server.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := server.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = in.Close(); _ = server.Wait() })
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		b.Fatal(err)
	}
	return strings.TrimSpace(line)
}

// serverCPU is the CPU that the server has taken.
func serverCPU(b testing.TB, address string) time.Duration {
	response, err := http.Get("http://" + address + "/used")
	if err != nil {
		b.Fatal(err)
	}
	defer response.Body.Close()
	var ns int64
	if _, err := fmt.Fscan(response.Body, &ns); err != nil {
		b.Fatal(err)
	}
	return time.Duration(ns)
}

// scaleProfiles writes what the server does for each query.
func scaleProfiles(b *testing.B, address, bearer string) {
	dir := os.Getenv("THIDUA_BENCH_PROFILE")
	if dir == "" {
		return
	}
	for _, name := range scaleQueries {
		for _, way := range []string{"/whole", "/hand/" + name} {
			done := make(chan struct{})
			go func() {
				defer close(done)
				runLoad(b, address, way, scaleBody(name), bearer, scaleClients, 6*time.Second)
			}()
			response, err := http.Get("http://" + address + "/profile?seconds=5")
			if err != nil {
				b.Fatal(err)
			}
			file, err := os.Create(
				dir + "/" + name + strings.ReplaceAll(strings.TrimSuffix(way, "/"+name), "/", "-") + ".pprof",
			)
			if err != nil {
				b.Fatal(err)
			}
			_, err = io.Copy(file, response.Body)
			if err != nil {
				b.Fatal(err)
			}
			response.Body.Close()
			file.Close()
			<-done
		}
	}
}
