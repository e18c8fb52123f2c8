package main

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
)

var (
	loadFunc      = regexp.MustCompile(`(func \(_q \*(\w+)Query\) load(\w+)\(ctx context\.Context, query [^\n]*\{\n)`)
	loadTotalCall = regexp.MustCompile(`_q\.loadTotal\[i\]\(ctx, `)
)

// markEdgeLoads makes the eager loading of an edge put that edge into its context. A count of related rows is
// a separate query that runs while its parents are loaded, and must not appear as part of that.
func markEdgeLoads(dir string) error {
	files, err := filepath.Glob(filepath.Join(dir, "*_query.go"))
	if err != nil {
		return err
	}
	told, counted := false, false
	for _, path := range files {
		src, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		told, counted = told || loadFunc.Match(src), counted || loadTotalCall.Match(src)
		src = loadFunc.ReplaceAll(src, []byte("$1\tctx = along(ctx, Type$2, \"$3\")\n"))
		src = loadTotalCall.ReplaceAll(src, []byte(`_q.loadTotal[i](along(ctx, "", ""), `))
		if err := writeSource(path, src); err != nil {
			return err
		}
	}
	if !told || !counted {
		return errors.New("ent's generated loading or counting of edges has changed")
	}
	return nil
}
