package main

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
)

// replaceNeighborConditions has conditions on related rows written by package neighbor, which says why.
func replaceNeighborConditions(dir string) error {
	files, err := filepath.Glob(filepath.Join(dir, "*", "where.go"))
	if err != nil {
		return err
	}
	replaced := 0
	for _, path := range files {
		src, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		call := []byte("sqlgraph.HasNeighborsWith(")
		if !bytes.Contains(src, call) {
			continue
		}
		replaced++
		if err := write(path, bytes.ReplaceAll(src, call, []byte("neighbor.HasWith("))); err != nil {
			return err
		}
	}
	if replaced == 0 {
		return errors.New("ent no longer writes conditions on related rows as it did")
	}
	return nil
}
