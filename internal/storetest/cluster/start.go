package cluster

import (
	"context"
	"crypto/sha256"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// superuser is the role that owns a server started here.
const superuser = "thidua"

// The arguments of initdb. Small WAL segments reduce the folder, which is copied for every process, to a
// third.
var initArgs = []string{
	"--auth=trust", "--username=" + superuser, "--encoding=UTF8", "--no-sync", "--wal-segsize=1",
	"--no-instructions",
}

// icuArgs select the ICU locale, if PostgreSQL (15 or later) was built with it; otherwise the default
// applies.
var icuArgs = []string{"--locale=C", "--locale-provider=icu", "--icu-locale=vi-VN"}

// serverSettings disable durability, because the data does not outlive the server.
var serverSettings = []string{
	"listen_addresses=", "max_connections=300", "shared_buffers=32MB", "fsync=off", "synchronous_commit=off",
	"full_page_writes=off", "wal_level=minimal", "max_wal_senders=0", "autovacuum=off", "jit=off",
}

// watchdog runs the server, and restarts it if the file "again" exists, until its standard input ends: then
// the process at the other end of the pipe has ended. It has a session of its own, so that a signal to that
// process's group does not kill it first.
const watchdog = `
base=$1; shift
{
	while
		"$@" </dev/null >>"$base/log" 2>&1 &
		echo $! >"$base/pid"
		wait
		[ -e "$base/again" ]
	do rm "$base/again"; done
	: >"$base/exited"
} &
read -r _
kill -QUIT "$(cat "$base/pid")" 2>/dev/null
wait
rm -rf "$base"
`

// serverProcess is a server that this process runs. Closing the write end of the pipe ends it, so it must
// stay reachable.
type serverProcess struct {
	base string
	pipe *os.File
}

// startProcess starts a new server in a folder of its own.
func startProcess(ctx context.Context, more ...string) (_ *serverProcess, err error) {
	bin, err := findBinaries()
	if err != nil {
		return nil, err
	}
	base, err := os.MkdirTemp(serverDir(), "thidua-pg-")
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			_ = os.RemoveAll(base)
		}
	}()
	as, err := serverCredential()
	if err != nil {
		return nil, err
	}
	if err := chown(base, as); err != nil {
		return nil, err
	}
	if err := initDataDir(ctx, bin, base, as); err != nil {
		return nil, err
	}
	r, w, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	args := []string{"-c", watchdog, "sh", base, filepath.Join(bin, "postgres"), "-D",
		filepath.Join(base, "data"), "-k", base}
	for _, s := range append(serverSettings[:len(serverSettings):len(serverSettings)], more...) {
		args = append(args, "-c", s)
	}
	cmd := exec.Command("/bin/sh", args...)
	cmd.Dir, cmd.Stdin, cmd.SysProcAttr = base, r, &syscall.SysProcAttr{Credential: as, Setsid: true}
	if err := cmd.Start(); err != nil {
		_ = w.Close()
		return nil, err
	}
	s := &serverProcess{base: base, pipe: w}
	if err := s.waitReady(ctx); err != nil {
		_ = w.Close() // the watchdog cleans up
		return nil, err
	}
	return s, nil
}

// waitReady waits until the server responds; if it has ended, the error contains its log.
func (s *serverProcess) waitReady(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	for {
		err := ping(ctx, s.url())
		if err == nil {
			return nil
		}
		_, gone := os.Stat(filepath.Join(s.base, "exited"))
		if gone == nil || ctx.Err() != nil {
			log, _ := os.ReadFile(filepath.Join(s.base, "log"))
			return fmt.Errorf("PostgreSQL did not start: %w\n%s", err, log)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// signalStandby makes the server a standby at its next start.
func (s *serverProcess) signalStandby() error {
	return os.WriteFile(filepath.Join(s.base, "data", "standby.signal"), nil, 0o644)
}

// crash stops the server immediately; the watchdog restarts it.
func (s *serverProcess) crash() error {
	text, err := os.ReadFile(filepath.Join(s.base, "pid"))
	if err != nil {
		return err
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(s.base, "again"), nil, 0o644); err != nil {
		return err
	}
	return syscall.Kill(pid, syscall.SIGQUIT)
}

// url returns the server's URL, with its Unix socket.
func (s *serverProcess) url() *url.URL {
	query := url.Values{"host": {s.base}, "sslmode": {"disable"}}
	return &url.URL{Scheme: "postgres", User: url.User(superuser), Path: "/postgres",
		RawQuery: query.Encode()}
}

// tempDir returns the folder for temporary files, or /tmp if the socket's path would become too long.
func tempDir() string {
	if len(os.TempDir()) > 60 {
		return "/tmp"
	}
	return os.TempDir()
}

// serverCredential returns the user that PostgreSQL runs as if this process is root, which it refuses.
func serverCredential() (*syscall.Credential, error) {
	if os.Getuid() != 0 {
		return nil, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err1 := strconv.ParseUint(u.Uid, 10, 32)
		gid, err2 := strconv.ParseUint(u.Gid, 10, 32)
		if err1 == nil && err2 == nil {
			return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
		}
	}
	return nil, fmt.Errorf("PostgreSQL will not run as root, and there is neither a user postgres nor nobody")
}

// initDataDir fills base/data: with a cached copy for this version, or with initdb.
func initDataDir(ctx context.Context, bin, base string, as *syscall.Credential) error {
	data := filepath.Join(base, "data")
	version, err := exec.CommandContext(ctx, filepath.Join(bin, "postgres"), "--version").Output()
	if err != nil {
		return err
	}
	args := append(append([]string(nil), initArgs...), icuArgs...)
	sum := sha256.Sum256([]byte(bin + string(version) + strings.Join(args, " ")))
	cache := ""
	if dir, err := os.UserCacheDir(); err == nil {
		cache = filepath.Join(dir, "thidua", fmt.Sprintf("initdb-%x", sum[:8]))
		if _, err := os.Stat(cache); err == nil && copyDataDir(data, cache, as) == nil {
			return nil
		}
		_ = os.RemoveAll(data)
	}
	run := func(args ...string) ([]byte, error) {
		cmd := exec.CommandContext(ctx, filepath.Join(bin, "initdb"),
			append([]string{"-D", data}, args...)...)
		cmd.Dir, cmd.SysProcAttr = base, &syscall.SysProcAttr{Credential: as}
		return cmd.CombinedOutput()
	}
	if out, err := run(args...); err != nil {
		if _, err2 := run(initArgs...); err2 != nil { // before 15, or built without ICU
			return fmt.Errorf("initdb: %w\n%s", err, out)
		}
	}
	if cache != "" {
		saveToCache(cache, data)
	}
	return nil
}

// saveToCache copies data to the cache for later processes; errors do not matter. The rename makes it visible
// only when complete.
func saveToCache(cache, data string) {
	tmp := fmt.Sprintf("%s.%d", cache, os.Getpid())
	defer os.RemoveAll(tmp)
	if os.MkdirAll(filepath.Dir(cache), 0o755) == nil && os.CopyFS(tmp, os.DirFS(data)) == nil {
		_ = os.Rename(tmp, cache)
	}
}

// copyDataDir copies the cached folder and changes its owner.
func copyDataDir(data, cache string, as *syscall.Credential) error {
	if err := os.CopyFS(data, os.DirFS(cache)); err != nil {
		return err
	}
	if err := os.Chmod(data, 0o700); err != nil { // the server requires it
		return err
	}
	return filepath.WalkDir(data, func(path string, _ os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return chown(path, as)
	})
}

func chown(path string, as *syscall.Credential) error {
	if as == nil {
		return nil
	}
	return os.Lchown(path, int(as.Uid), int(as.Gid))
}
