//go:build unix

package store_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"thidua/internal/fault"
	"thidua/internal/store"
	"thidua/internal/storetest"
	"thidua/internal/storetest/cluster"
)

func TestOpen_URLs(t *testing.T) {
	dir := t.TempDir()
	for url, why := range map[string]string{
		"":                                    "give sqlite:FILE",
		"thidua.db":                           "give sqlite:FILE",
		"mysql://root@localhost/thidua":       "give sqlite:FILE",
		"sqlite:":                             "names no file",
		"sqlite::memory:":                     "in memory",
		"sqlite:file::memory:?cache=shared":   "in memory",
		"sqlite:thidua.db?mode=ro":            "no parameters",
		"sqlite:" + dir:                       "is a directory",
		"sqlite:" + dir + "/no/such/file":     "the directory",
		"postgres://u:hunter2@h:port/db":      "port",
		"postgres://u:hunter2@h/db?sslmode=x": "sslmode",
		"postgres://u:hunter2@h/%zz":          "escape",
	} {
		_, err := store.Open(t.Context(), url)
		f, ok := fault.FromError(err)
		if !ok || f.Code() != fault.BadConfig.Code() || !strings.Contains(f.Text("en"), why) ||
			!strings.Contains(f.Params()["setting"].(string), "--database") {
			t.Errorf("%q: got %v, want %s", url, err, why)
		}
		if err != nil && strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%q: the password is in the log: %v", url, err)
		}
	}
}

func TestOpen_RelativeFile(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, name := range []string{"plain.db", "with space %41 and # and Đ.db"} {
		s := storetest.OpenURL(t, "sqlite:"+name)
		if err := s.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(name); err != nil {
			t.Error(err)
		}
	}
}

func TestOpen_NotADatabase(t *testing.T) {
	file := filepath.Join(t.TempDir(), "letter.txt")
	if err := os.WriteFile(file, []byte(strings.Repeat("Kính gửi Bộ Giáo dục và Đào tạo\n",
		100)), 0o600); err != nil {
		t.Fatal(err)
	}
	before := readFiles(t, "sqlite:"+file)
	_, err := store.Open(t.Context(), "sqlite:"+file)
	wantFault(t, err, fault.BadConfig)
	if after := readFiles(t, "sqlite:"+file); len(after) != 1 || string(after[file]) != string(before[file]) {
		t.Error("it was changed")
	}
}

func TestTx_LockedFile(t *testing.T) {
	url := storetest.NewURL(t, store.SQLite)
	holder, err := sql.Open("sqlite", strings.TrimPrefix(url, "sqlite:")+"?_pragma=locking_mode(EXCLUSIVE)")
	if err != nil {
		t.Fatal(err)
	}
	defer holder.Close()
	holder.SetMaxOpenConns(1)
	if _, err := holder.ExecContext(t.Context(), "BEGIN EXCLUSIVE"); err != nil {
		t.Fatal(err)
	}
	_, err = store.Open(t.Context(), url, store.WithLockWait(10*time.Millisecond))
	wantFault(t, err, fault.DatabaseLocked)
}

// Root may write any file, so as root the test runs itself again as another user.
func TestOpen_ReadOnlyFile(t *testing.T) {
	const env = "STORE_TEST_READ_ONLY"
	if url := os.Getenv(env); url != "" {
		_, err := store.Open(context.Background(), url)
		wantFault(t, err, fault.DatabaseReadOnly)
		return
	}
	url := storetest.NewURL(t, store.SQLite)
	file := strings.TrimPrefix(url, "sqlite:")
	if err := os.Chmod(file, 0o444); err != nil {
		t.Fatal(err)
	}
	if os.Getuid() != 0 {
		_, err := store.Open(t.Context(), url)
		wantFault(t, err, fault.DatabaseReadOnly)
		return
	}
	self := filepath.Join(t.TempDir(), "self") // other users cannot access the test binary
	if err := errors.Join(os.Chmod(filepath.Dir(filepath.Dir(file)), 0o755),
		os.Chmod(filepath.Dir(filepath.Dir(self)), 0o755)); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(self, text, 0o755); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, "-test.run=^TestOpen_ReadOnlyFile$")
	cmd.Dir, cmd.Env = "/", append(os.Environ(), env+"="+url)
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestTx_FullDisk(t *testing.T) {
	url := storetest.NewURL(t, store.SQLite)
	s := storetest.OpenURL(t, url, store.WithMaxPages(1)) // the current number of pages
	var many []string
	for i := range 5000 {
		many = append(many, fmt.Sprintf("%s %d", strings.Repeat("x", 100), i))
	}
	err := s.Tx(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		for _, name := range many {
			if err := createAccount(ctx, tx, name); err != nil {
				return err
			}
		}
		return nil
	})
	wantFault(t, err, fault.DatabaseFull)
	if got := accountNames(t, s); len(got) != 0 {
		t.Errorf("left behind: %d", len(got))
	}
	createAccounts(t, storetest.OpenURL(t, url), "an") // succeeds once there is space again

	blank := storetest.OpenURL(t, storetest.NewUnmigratedURL(t, store.SQLite), store.WithMaxPages(20))
	wantFault(t, blank.Migrate(t.Context()), fault.DatabaseFull)
	wantFault(t, blank.CheckReady(t.Context()), fault.DatabaseUnmigrated)
}

func TestOpen_PostgresUnreachable(t *testing.T) {
	silent, err := net.Listen("tcp", "127.0.0.1:0") // accepts connections but never responds
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	for _, url := range []string{
		"postgres://thidua@127.0.0.1:1/thidua",
		"postgres://thidua@/thidua?host=" + t.TempDir(),
		"postgres://thidua@" + silent.Addr().String() + "/thidua?connect_timeout=1",
	} {
		_, err := store.Open(t.Context(), url)
		wantFault(t, err, fault.DatabaseUnreachable)
	}
	server, err := cluster.Shared()
	if err != nil {
		t.Fatal(err)
	}
	_, err = store.Open(t.Context(), server.URL("no_such_database"))
	wantFault(t, err, fault.BadConfig)
}

func TestStatementTimeout(t *testing.T) {
	s := storetest.Open(t, store.Postgres, store.WithStatementTimeout(50*time.Millisecond))
	read, _ := s.Pools()
	_, err := read.ExecContext(t.Context(), "SELECT pg_sleep(10)")
	wantFault(t, store.ToFault(err), fault.Timeout)
}

// Sessions have the documented settings on both databases.
func TestSessionSettings(t *testing.T) {
	ask := map[string][]string{
		store.SQLite: {"PRAGMA journal_mode", "wal", "wal", "PRAGMA synchronous", "2", "2", "PRAGMA foreign_keys",
			"1", "1",
			"PRAGMA busy_timeout", "5000", "5000", "PRAGMA query_only", "1", "0"},
		store.Postgres: {"SHOW timezone", "UTC", "UTC", "SHOW statement_timeout", "30s", "30s", "SHOW lock_timeout",
			"5s", "5s",
			"SHOW default_transaction_read_only", "on", "off", "SHOW application_name", "thidua", "thidua",
			"SHOW idle_in_transaction_session_timeout", "10s", "10s", "SHOW jit", "off", "off"},
	}
	forEachDialect(t, func(t *testing.T, dialect string) {
		s, err := store.Open(t.Context(), storetest.NewURL(t, dialect), store.WithPool(5, 3))
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		read, write := s.Pools()
		for q := range slices.Chunk(ask[dialect], 3) {
			for i, db := range []*sql.DB{read, write} {
				var got string
				if err := db.QueryRowContext(t.Context(), q[0]).Scan(&got); err != nil || got != q[1+i] {
					t.Errorf("%s of pool %d: %q, %v, want %q", q[0], i, got, err, q[1+i])
				}
			}
		}
		writers := 3
		if dialect == store.SQLite {
			writers = 1
		}
		if r, w := read.Stats().MaxOpenConnections, write.Stats().MaxOpenConnections; r != 5 || w != writers {
			t.Errorf("pools of %d and %d", r, w)
		}
	})
}

// The errors of both databases are classified alike.
func TestClassify(t *testing.T) {
	forEachDialect(t, func(t *testing.T, dialect string) {
		s := migrate(t, storetest.NewUnmigratedURL(t, dialect), store.WithMigrations(migrationFS(`
			CREATE TABLE parent (id integer PRIMARY KEY);
			CREATE TABLE child (id integer PRIMARY KEY,
				parent_id integer NOT NULL REFERENCES parent (id) ON DELETE RESTRICT,
				n integer UNIQUE CHECK (n > 0));
			INSERT INTO parent VALUES (1);
			INSERT INTO child VALUES (1, 1, 1);`)))
		_, write := s.Pools()
		for text, want := range map[string]store.Kind{
			"INSERT INTO child VALUES (1, 1, 2)":    store.KindUnique,
			"INSERT INTO child VALUES (2, 1, 1)":    store.KindUnique,
			"INSERT INTO child VALUES (2, 7, 2)":    store.KindForeignKey,
			"DELETE FROM parent":                    store.KindForeignKey,
			"INSERT INTO child VALUES (2, 1, 0)":    store.KindCheck,
			"INSERT INTO child VALUES (2, NULL, 2)": store.KindNotNull,
			"SELECT nonsense":                       store.KindOther,
		} {
			if _, err := write.ExecContext(t.Context(), text); err == nil || store.Classify(err) != want {
				t.Errorf("%s: kind %d of %v, want %d", text, store.Classify(err), err, want)
			}
		}
	})
	for _, err := range []error{nil, io.EOF, context.Canceled, fault.NotFound, errors.New("own")} {
		if got := store.ToFault(err); got != err { // it must be the same value
			t.Errorf("%v became %v", err, got)
		}
	}
}
