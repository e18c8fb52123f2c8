//go:build unix

package store

import (
	"context"
	"os"
	"syscall"
)

// identity is the inode of the file, whatever its name.
func (f *sqliteFile) identity(context.Context, *Store) (int64, error) {
	info, err := os.Stat(f.path)
	if err != nil {
		return 0, err
	}
	if st, ok := info.Sys().(*syscall.Stat_t); ok {
		return int64(st.Ino), nil
	}
	return 0, nil
}
