package web

import (
	"embed"
	"io/fs"
	"strings"
)

//go:embed examples
var exampleFiles embed.FS

// Example is an operation in the playground. Its file is examples/NN-name.graphql: a first line "# Title",
// lines of explanation and one named operation; its variables, if any, are in NN-name.variables.json.
type Example struct {
	// file name without its extension; determines the order and identifies the example
	Name      string `json:"name"`
	Title     string `json:"title"`
	Query     string `json:"query"`     // the complete file with its explanation
	Variables string `json:"variables"` // a JSON object, or "" for none
}

// Examples returns the embedded examples ordered by name. The playground shows them, and the tests of
// cmd/thidua execute each of them.
func Examples() []Example {
	names, _ := fs.Glob(exampleFiles, "examples/*.graphql") // only an invalid pattern fails; sorted
	list := make([]Example, 0, len(names))
	for _, file := range names {
		stem := strings.TrimSuffix(file, ".graphql")
		query, _ := exampleFiles.ReadFile(file) // embedded, and just listed
		first, _, _ := strings.Cut(string(query), "\n")
		title, _ := strings.CutPrefix(first, "# ")
		variables, _ := exampleFiles.ReadFile(stem + ".variables.json") // most have none
		list = append(list, Example{
			Name:      strings.TrimPrefix(stem, "examples/"),
			Title:     strings.TrimSpace(title),
			Query:     string(query),
			Variables: strings.TrimSpace(string(variables)),
		})
	}
	return list
}
