package main

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
)

const clusterQuery = `{"query":"query ClusterInAYear { cluster(number: 2) { name } }"}`

// Metrics of the whole program are served at their own address, never at the clients' one.
func TestServe_Metrics(t *testing.T) {
	base, stop, log := startProgramWithLog(t, "demo", "--metrics", "127.0.0.1:0")
	for range 2 {
		response, err := http.Post(base+"/graphql", "application/json", strings.NewReader(clusterQuery))
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
	}
	if status, body := httpGet(t, base+"/metrics"); status != http.StatusNotFound ||
		strings.Contains(body, "thidua_") {
		t.Errorf("clients see %d %s", status, body)
	}
	found := regexp.MustCompile(`"metrics":"(http://[^"]+)"`).FindStringSubmatch(log.String())
	if found == nil {
		t.Fatal(log)
	}
	status, page := httpGet(t, found[1])
	if status != http.StatusOK {
		t.Fatal(status)
	}
	for _, line := range []string{
		`thidua_http_requests_total{method="POST",route="/graphql",status="200"} 2`,
		`thidua_operations_total{kind="query",operation="ClusterInAYear",outcome="ok"} 2`,
		`thidua_documents_total{result="hit"} 1`, `thidua_sql_connections_max{pool="write"} 1`,
		`thidua_sql_statement_duration_seconds_count{table="clusters",verb="SELECT"} `,
		`thidua_sql_statement_duration_seconds_count{table="",verb="COMMIT"} `,
	} {
		if !strings.Contains(page, "\n"+line) {
			t.Errorf("the page lacks %s", line)
		}
	}
	if status, _ := httpGet(t,
		strings.TrimSuffix(found[1], "/metrics")+"/graphql"); status != http.StatusNotFound {
		t.Errorf("the API is at the address of the metrics: %d", status)
	}
	if code := stop(); code != 0 {
		t.Errorf("it ended with %d", code)
	}
	if _, err := http.Get(found[1]); err == nil {
		t.Error("metrics are still served")
	}
}

// The spans of a request, down to its statements, are sent at shutdown at the latest.
func TestServe_Traces(t *testing.T) {
	bodies := make(chan string, 100)
	collector := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		bodies <- r.URL.Path + string(body)
	}))
	defer collector.Close()
	base, stop := startProgram(t, serveArgs(t, "--traces", collector.URL)...)
	response, err := http.Post(base+"/graphql", "application/json", strings.NewReader(clusterQuery))
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if code := stop(); code != 0 {
		t.Errorf("it ended with %d", code)
	}
	close(bodies)
	var sent string
	for body := range bodies {
		sent += body
	}
	for _, want := range []string{"/v1/traces", "POST /graphql", "query ClusterInAYear", "SELECT clusters",
		"service.name"} {
		if !strings.Contains(sent, want) {
			t.Errorf("nothing of %s was sent", want)
		}
	}
}

// Invalid settings are refused at start.
func TestObservability_Invalid(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	for _, args := range [][]string{
		{"--metrics", "9090"}, {"--metrics", taken.Addr().String()}, {"--traces", "127.0.0.1:4318"},
		{"--traces-ratio", "2"}, {"--traces-ratio=-1"}, {"--traces-ratio", "NaN"},
	} {
		code, _, errs := runCommand(t, append([]string{"demo", "--listen", "127.0.0.1:0"}, args...)...)
		if code == 0 || !strings.Contains(errs, "The setting "+strings.TrimSuffix(args[0], "=-1")) {
			t.Errorf("%v: %d, %s", args, code, errs)
		}
	}
}
