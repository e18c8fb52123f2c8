package dataset

import (
	"io/fs"

	"thidua/internal/gid"
)

// Check validates the files of a record without a database. It returns BAD_RECORD with the first problem and
// the number of others, or an error of reading a file.
func Check(files fs.FS) error {
	_, err := readAndCheck(files)
	return err
}

// readAndCheck returns the content of the files if they are valid.
func readAndCheck(files fs.FS) (*dataset, error) {
	b, err := readFiles(files)
	if err != nil {
		return nil, err
	}
	if len(b.problems) == 0 { // a row that could not be read would be missing for every reference to it
		b.check()
	}
	return b, b.asFault()
}

// check validates rows against each other.
func (ds *dataset) check() {
	for _, u := range ds.references {
		if _, known := ds.codes[u.codeKey]; !known {
			ds.add(u.position, "there is no %v %s in the files", u.kind, u.text)
		}
	}
	ds.checkUnits()
	ds.checkClusters()
	for _, c := range ds.conferences {
		ds.checkConference(c)
	}
	for _, r := range ds.reports {
		ds.checkReport(r)
	}
	ds.checkAwards()
	for _, d := range ds.discrepancies {
		ds.checkDiscrepancy(d)
	}
}

// checkOrdinal rejects a reference to an ordinal that the conference does not have; 0 is none.
func (ds *dataset) checkOrdinal(row any, key string, ordinal, n int, kind gid.Kind) {
	if ordinal > n {
		ds.reject(row, key, "there is no %v number %d in this conference", kind, ordinal)
	}
}

// requireDistinct rejects repeated entries of a list.
func requireDistinct[T comparable](b *dataset, row any, key string, list []T) {
	seen := map[T]bool{}
	for _, x := range list {
		if seen[x] {
			b.reject(row, key, "%s has %v twice", key, x)
		}
		seen[x] = true
	}
}
