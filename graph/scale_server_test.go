package graph_test

import (
	"context"
	"database/sql"
	"embed"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/pprof"
	"os"
	"runtime"
	"strconv"
	"syscall"
	"testing"
	"time"

	_ "github.com/lib/pq"

	"thidua/graph"
	"thidua/internal/access"
	"thidua/internal/account"
	"thidua/internal/store"
	"thidua/internal/transport"
	"thidua/internal/viewer"
)

//go:embed testdata/scale
var scaleFiles embed.FS

// scaleQueries are what is measured: each a .graphql with its variables, and the same as one statement of
// SQL.
var scaleQueries = []string{"cluster", "view", "reports"}

func scaleFile(name string) string {
	text, err := scaleFiles.ReadFile("testdata/scale/" + name)
	if err != nil {
		panic(err)
	}
	return string(text)
}

// handWrittenHandler answers a query as somebody would who writes nothing but this one: a statement that
// makes the JSON.
func handWrittenHandler(db *sql.DB, name string) (http.Handler, error) {
	statement, err := db.Prepare(scaleFile(name + ".sql"))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		var year int
		var asked struct {
			Variables struct {
				Number int
				Period string
				Year   string
			}
		}
		if err == nil {
			err = json.Unmarshal(body, &asked)
		}
		if err == nil {
			year, err = strconv.Atoi(asked.Variables.Year[:4])
		}
		var first any = asked.Variables.Number
		if asked.Variables.Period != "" {
			first = asked.Variables.Period
		}
		var answer []byte
		if err == nil {
			err = statement.QueryRowContext(r.Context(), first, year).Scan(&answer)
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(answer)
	}), err
}

// scaleRoutes are the ways that are compared: /whole with authentication and guard, /bare with none of them,
// and /hand/NAME.
func scaleRoutes(s *store.Store, db *sql.DB) (http.Handler, error) {
	mux := http.NewServeMux()
	authenticator := account.NewAuthenticator(s, nil, time.Now)
	mux.Handle(
		"/whole",
		transport.Middleware(transport.Config{},
			transport.Authenticate(graph.Handler(s), authenticator.Authenticate)),
	)
	bare := graph.UnlimitedHandler(s)
	mux.HandleFunc("/bare", func(w http.ResponseWriter, r *http.Request) {
		caller := viewer.Anonymous()
		if bearer := r.Header.Get("Authorization"); bearer != "" { // whoever it is sees the same rows
			caller, _ = authenticator.Authenticate(r.Context(), bearer[len("Bearer "):])
		}
		bare.ServeHTTP(w, r.WithContext(viewer.NewContext(r.Context(), caller)))
	})
	for _, name := range scaleQueries {
		h, err := handWrittenHandler(db, name)
		if err != nil {
			return nil, err
		}
		mux.Handle("/hand/"+name, h)
	}
	mux.HandleFunc("/used", func(w http.ResponseWriter, _ *http.Request) {
		var u syscall.Rusage
		_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		fmt.Fprintln(w, u.Utime.Nano()+u.Stime.Nano(), m.Mallocs, m.TotalAlloc)
	})
	mux.HandleFunc("/profile", pprof.Profile)
	mux.Handle("/allocs", pprof.Handler("allocs"))
	return mux, nil
}

// scaleEnv names the database to the server process.
const scaleEnv = "THIDUA_BENCH_SERVE"

// scaleConnections is how many connections of that process read; as many as a store has by default if it is
// not set.
const scaleConnections = "THIDUA_BENCH_CONNECTIONS"

// TestScaleServer is no test: it is the process that the benchmark's clients ask, so that what they need
// themselves is not counted.
func TestScaleServer(*testing.T) {
	url := os.Getenv(scaleEnv)
	if url == "" {
		return
	}
	if err := serveScale(url); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func serveScale(url string) error {
	connections, _ := strconv.Atoi(os.Getenv(scaleConnections)) // 0 if it is not set
	s, err := store.Open(
		context.Background(), url, store.WithReadRules(access.InstallReadRules), store.WithPool(connections, 0),
	)
	if err != nil {
		return err
	}
	db, err := sql.Open("postgres", url)
	if err != nil {
		return err
	}
	readers := s.Stats()[0].MaxOpenConnections
	db.SetMaxOpenConns(readers)
	db.SetMaxIdleConns(readers)
	routes, err := scaleRoutes(s, db)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println(listener.Addr())
	go func() { _, _ = io.ReadAll(os.Stdin); os.Exit(0) }() // until the benchmark ends
	return http.Serve(listener, routes)
}
