//go:build unix

package main

import "syscall"

// maxDescriptors stands for an unlimited number.
const maxDescriptors = 1 << 20

// descriptorLimit raises the soft limit of open files to the hard one and returns it. The Go runtime usually
// has raised it already when the process started.
func descriptorLimit() (limit int, known bool) {
	var l syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &l); err != nil {
		return 0, false
	}
	if l.Cur < l.Max {
		raised := l
		raised.Cur = l.Max
		if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &raised); err == nil {
			l = raised
		}
	}
	return int(min(uint64(l.Cur), maxDescriptors)), true
}
