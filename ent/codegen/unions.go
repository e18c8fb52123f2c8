package main

import (
	"os"
	"path/filepath"
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
)

// schemaDir is the directory of the public schema.
const schemaDir = "graph/schema"

// readUnions reads the schema and returns the sorted unions of each type.
func readUnions(dir string) (map[string][]string, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.graphqls"))
	if err != nil {
		return nil, err
	}
	unions := map[string][]string{}
	for _, path := range files {
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		doc, err := parser.ParseSchema(&ast.Source{Name: path, Input: string(text)})
		if err != nil {
			return nil, err
		}
		for _, def := range doc.Definitions {
			for _, member := range def.Types {
				unions[member] = append(unions[member], def.Name)
			}
		}
	}
	for _, names := range unions {
		slices.Sort(names)
	}
	return unions, nil
}
