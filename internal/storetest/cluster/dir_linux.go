package cluster

import "syscall"

// shm is a folder in memory. A server is ten times as quick there: it makes and removes hundreds of small files for
// each database, and keeps none.
const shm = "/dev/shm"

// dir is where the server's folder goes: memory where there is a gigabyte to spare (a container's default is 64 MiB),
// else where temporary files go.
func dir() string {
	var fs syscall.Statfs_t
	if syscall.Statfs(shm, &fs) == nil && fs.Bavail*uint64(fs.Bsize) >= 1<<30 { //nolint:gosec // a block size is positive
		return shm
	}
	return tempDir()
}
