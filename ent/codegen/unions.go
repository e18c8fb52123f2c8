package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
)

var (
	collectFieldFunc = regexp.MustCompile(`(?s)func \(_q \*(\w+)Query\) collectField\(.*?graphql\.CollectFields\(opCtx, collected\.Selections, satisfies\)`)
	implementorsVar  = regexp.MustCompile(`var \w+Implementors = \[\]string\{"(\w+)", "Node"`)
)

// collectOwnType makes a query collect only the fragments that apply to its own type. entgql collects every
// fragment if no type is given, and accumulates the types of the edges on the way to a row: a fragment on
// another type, nested in one on Node, would then pass its arguments to a field of the same name.
func collectOwnType(src []byte) ([]byte, error) {
	if !collectFieldFunc.Match(src) {
		return nil, errors.New("entgql's generated collection of fields has changed")
	}
	return collectFieldFunc.ReplaceAllFunc(src, func(text []byte) []byte {
		own := strings.ToLower(string(collectFieldFunc.FindSubmatch(text)[1])) + "Implementors"
		return fmt.Appendf(nil, "%s%s)", bytes.TrimSuffix(text, []byte("satisfies)")), own)
	}), nil
}

// schemaDir is the directory of the public schema.
const schemaDir = "graph/schema"

// addUnionsToFile rewrites the file that lists the types of each row.
func addUnionsToFile(path string) error {
	src, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if src, err = addUnions(src); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return writeSource(path, src)
}

// addUnions adds the unions that contain a type: a fragment on a union applies to its members. entgql
// supports only interfaces.
func addUnions(src []byte) ([]byte, error) {
	unions, err := readUnions(schemaDir)
	if err != nil {
		return nil, err
	}
	found := 0
	src = implementorsVar.ReplaceAllFunc(src, func(text []byte) []byte {
		for _, union := range unions[string(implementorsVar.FindSubmatch(text)[1])] {
			text = fmt.Appendf(slices.Clip(text), ", %q", union)
			found++
		}
		return text
	})
	if found == 0 {
		return nil, errors.New("entgql's generated list of implementors has changed, or no type is in a union")
	}
	return src, nil
}

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
