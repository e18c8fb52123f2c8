package web

import (
	"embed"
	"io/fs"
	"strings"
)

//go:embed examples
var exampleFiles embed.FS

// Example is one operation the playground opens with. Its file is examples/NN-name.graphql: a
// first line "# Title", lines of explanation, one named operation; and where it takes variables,
// NN-name.variables.json beside it.
type Example struct {
	Name      string `json:"name"` // the file's name without ending: the order, and a stable handle
	Title     string `json:"title"`
	Query     string `json:"query"`     // the whole file, explanation included
	Variables string `json:"variables"` // a JSON object as text, "" for none
}

// Examples lists the embedded examples in the order of their names. The playground shows them, and
// cmd's tests run each against the real schema.
func Examples() []Example {
	names, _ := fs.Glob(exampleFiles, "examples/*.graphql") // fails only for a bad pattern; sorted
	list := make([]Example, 0, len(names))
	for _, file := range names {
		stem := strings.TrimSuffix(file, ".graphql")
		query, _ := exampleFiles.ReadFile(file) // embedded and just listed
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
