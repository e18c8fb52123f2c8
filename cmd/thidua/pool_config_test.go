package main

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"thidua/internal/store"
)

// The log reports how often, and for how long, requests waited for a connection since the last message;
// without waits there is no message.
func TestWaitLog(t *testing.T) {
	var text bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewJSONHandler(&text, nil)))
	defer slog.SetDefault(before)
	l := new(waitLog)
	pools := func(waits int64, waited time.Duration, connections int) []store.Pool {
		return []store.Pool{
			{Name: "read", DBStats: sql.DBStats{WaitCount: waits, WaitDuration: waited,
				MaxOpenConnections: connections}},
			{Name: "write", DBStats: sql.DBStats{WaitCount: waits, WaitDuration: waited, MaxOpenConnections: 1}},
		}
	}
	for _, p := range [][]store.Pool{pools(0, 0, 16), pools(10, 50*time.Millisecond, 16),
		pools(10, 50*time.Millisecond, 16), pools(14, 58*time.Millisecond, 16)} {
		l.log(context.Background(), p)
	}
	var got []string
	for line := range strings.Lines(text.String()) {
		var logged struct {
			Level, Pool, Waited, Mean string
			Waits, Connections        int
		}
		if err := json.Unmarshal([]byte(line), &logged); err != nil {
			t.Fatal(err)
		}
		if logged.Level != "WARN" || logged.Pool != "read" || logged.Connections != 16 {
			t.Errorf("%+v", logged)
		}
		got = append(got, logged.Waited+" "+logged.Mean)
	}
	if want := "50ms 5ms, 8ms 2ms"; strings.Join(got, ", ") != want {
		t.Errorf("%v, want %s", got, want)
	}
}

func TestConnections_Refused(t *testing.T) {
	database := "sqlite:" + filepath.Join(t.TempDir(), "x.db")
	for flag, says := range map[string]string{"--database-read-connections=-1": "-1",
		"--database-write-connections=1001": "1000"} {
		if code, _, errs := runCommand(t, "serve", "--database", database, flag); code == 0 ||
			!strings.Contains(errs, says) || !strings.Contains(errs, strings.Split(flag, "=")[0]) {
			t.Errorf("%s: %d %s", flag, code, errs)
		}
	}
}
