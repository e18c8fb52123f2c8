package record

import (
	"io/fs"

	"thidua/internal/gid"
)

// Check looks through the files of a record without a database. Its refusal is BAD_RECORD, with the first thing wrong
// and the number of others; what else it returns is that a file could not be read.
func Check(files fs.FS) error {
	_, err := checked(files)
	return err
}

// checked is the record in the files, if nothing is wrong with it.
func checked(files fs.FS) (*book, error) {
	b, err := read(files)
	if err != nil {
		return nil, err
	}
	if len(b.problems) == 0 { // a row that could not be read is missed by all that refer to it
		b.check()
	}
	return b, b.fault()
}

// check looks at what the rows say together.
func (b *book) check() {
	for _, u := range b.uses {
		if _, known := b.codes[u.code]; !known {
			b.add(u.place, "there is no %v %s in the files", u.kind, u.text)
		}
	}
	b.checkUnits()
	b.checkClusters()
	for _, c := range b.conferences {
		b.checkConference(c)
	}
	for _, r := range b.reports {
		b.checkReport(r)
	}
	b.checkAwards()
	for _, d := range b.discrepancies {
		b.checkDiscrepancy(d)
	}
}

// among refuses a place in a list of the same conference that it does not have; 0 is none.
func (b *book) among(row any, key string, ordinal, n int, kind gid.Kind) {
	if ordinal > n {
		b.refuse(row, key, "there is no %v number %d in this conference", kind, ordinal)
	}
}

// distinct refuses what a list has twice.
func distinct[T comparable](b *book, row any, key string, list []T) {
	seen := map[T]bool{}
	for _, x := range list {
		if seen[x] {
			b.refuse(row, key, "%s has %v twice", key, x)
		}
		seen[x] = true
	}
}
