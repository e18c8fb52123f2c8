package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"thidua/internal/patch"
)

// The patches fit the version of gqlgen in go.mod, and the executor has all templates of that version.
func TestPatches(t *testing.T) {
	files, err := patchTemplates()
	if err != nil {
		t.Fatal(err)
	}
	dir, err := patch.Dir("github.com/99designs/gqlgen/codegen")
	if err != nil {
		t.Fatal(err)
	}
	upstream, err := filepath.Glob(filepath.Join(dir, "*.gotpl"))
	if err != nil || len(upstream) == 0 {
		t.Fatal("no templates of gqlgen: ", err)
	}
	for _, path := range upstream {
		if files[filepath.Base(path)] == "" {
			t.Errorf("template %s is missing", filepath.Base(path))
		}
	}
}

func TestExecutor_NeedsSingleFile(t *testing.T) {
	if err := (&executor{}).render(nil); err == nil {
		t.Error("an executor without data was generated")
	}
}

func TestPatches_Documented(t *testing.T) {
	text, err := os.ReadFile("../../docs/adr/0005-generated-code.md")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), patch.Table("gqlgen", patches)) {
		t.Error("the table of patches in docs/adr is out of date; run .ci/tables")
	}
}
