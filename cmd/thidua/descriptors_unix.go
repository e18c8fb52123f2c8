//go:build unix

package main

import "syscall"

// mostDescriptors is what an unlimited number counts as.
const mostDescriptors = 1 << 20

// descriptorLimit is how many files the process may have open, after its soft limit was raised to the hard one. The Go
// runtime raises it, too, when it starts, and gives back the old limit to programs that it starts; where it did, there is
// nothing left to raise here.
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
	return int(min(uint64(l.Cur), mostDescriptors)), true
}
