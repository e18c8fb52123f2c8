package record

import (
	"io/fs"

	"thidua/internal/gid"
)

// Check validates the files of a record without a database. It returns BAD_RECORD with the first problem and
// the number of others, or an error of reading a file.
func Check(files fs.FS) error {
	_, err := checked(files)
	return err
}

// readAndCheck returns the content of the files if they are valid.
func checked(files fs.FS) (*book, error) {
	b, err := read(files)
	if err != nil {
		return nil, err
	}
	if len(b.problems) == 0 { // a row that could not be read would be missing for every reference to it
		b.check()
	}
	return b, b.fault()
}

// check validates rows against each other.
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

// checkOrdinal rejects a reference to an ordinal that the conference does not have; 0 is none.
func (b *book) among(row any, key string, ordinal, n int, kind gid.Kind) {
	if ordinal > n {
		b.refuse(row, key, "there is no %v number %d in this conference", kind, ordinal)
	}
}

// requireDistinct rejects repeated entries of a list.
func distinct[T comparable](b *book, row any, key string, list []T) {
	seen := map[T]bool{}
	for _, x := range list {
		if seen[x] {
			b.refuse(row, key, "%s has %v twice", key, x)
		}
		seen[x] = true
	}
}
