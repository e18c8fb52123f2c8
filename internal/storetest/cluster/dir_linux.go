package cluster

import "syscall"

// shm is a folder in memory, where a server is ten times as fast: it creates and removes hundreds of small
// files for each database.
const shm = "/dev/shm"

// serverDir returns where the server's folder is created: in memory if a gigabyte is free (a container's
// default is 64 MiB), otherwise in the folder for temporary files.
func serverDir() string {
	var fs syscall.Statfs_t
	//nolint:gosec // a block size is positive
	if syscall.Statfs(shm, &fs) == nil && fs.Bavail*uint64(fs.Bsize) >= 1<<30 {
		return shm
	}
	return tempDir()
}
