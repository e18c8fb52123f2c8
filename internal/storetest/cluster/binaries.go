package cluster

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
)

// ErrNotInstalled is returned if there is no PostgreSQL to run; it says how to install it.
var ErrNotInstalled = errors.New(
	"no PostgreSQL on this machine: install it (apt-get install postgresql; brew install postgresql), " +
		"or set THIDUA_TEST_POSTGRES to the URL of a server where databases may be made",
)

// findBinaries returns the folder of initdb and postgres: that in PATH, or the newest of the usual places.
// Debian does not add them to PATH.
func findBinaries() (string, error) {
	if p, err := exec.LookPath("initdb"); err == nil {
		if p, err = filepath.EvalSymlinks(p); err == nil && hasBinaries(filepath.Dir(p)) {
			return filepath.Dir(p), nil
		}
	}
	var found []string
	for _, pattern := range []string{
		"/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/usr/local/pgsql/bin",
		"/opt/homebrew/opt/postgresql*/bin", "/usr/local/opt/postgresql*/bin",
	} {
		dirs, _ := filepath.Glob(pattern) // the patterns are valid
		found = append(found, slices.DeleteFunc(dirs, func(d string) bool { return !hasBinaries(d) })...)
	}
	if len(found) == 0 {
		return "", ErrNotInstalled
	}
	return slices.MaxFunc(found, func(a, b string) int { return majorVersion(a) - majorVersion(b) }), nil
}

func hasBinaries(dir string) bool {
	for _, name := range []string{"initdb", "postgres"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			return false
		}
	}
	return true
}

// majorVersion reads the version from a folder such as /usr/lib/postgresql/15/bin.
func majorVersion(dir string) (v int) {
	for _, part := range []string{filepath.Base(filepath.Dir(dir)),
		filepath.Base(filepath.Dir(filepath.Dir(dir)))} {
		for i := range part {
			if n, err := strconv.Atoi(part[i:]); err == nil {
				return max(v, n)
			}
		}
	}
	return v
}
