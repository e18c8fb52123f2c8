// Command codegen writes the error codes into the schema, runs gqlgen, and generates the executor from
// patched templates: it assembles responses by graph/exec. `make generate` runs it; its argument "patches"
// prints the patches instead.
package main

import (
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"strings"
	"text/template"

	"github.com/99designs/gqlgen/api"
	"github.com/99designs/gqlgen/codegen"
	"github.com/99designs/gqlgen/codegen/config"
	"github.com/99designs/gqlgen/codegen/templates"

	"thidua/internal/patch"
)

func main() {
	if len(os.Args) > 1 && os.Args[1] == "patches" {
		fmt.Print(patch.Table("gqlgen", patches))
		return
	}
	if err := generate(); err != nil {
		fmt.Fprintf(os.Stderr, "codegen: %v\n", err)
		os.Exit(1)
	}
}

// generate writes the enum of error codes, runs gqlgen and then generates the executor again.
func generate() error {
	files, err := patchTemplates()
	if err != nil {
		return err
	}
	if err := writeErrorCodes(); err != nil {
		return err
	}
	cfg, err := config.LoadConfigFromDefaultLocations()
	if err != nil {
		return err
	}
	log.SetOutput(io.Discard) // gqlgen reports its progress
	var e executor
	if err := api.Generate(cfg, api.PrependPlugin(payloads{}), api.AddPlugin(&e)); err != nil {
		return err
	}
	return e.render(files)
}

// patchTemplates returns the patched templates of the executor.
func patchTemplates() (map[string]string, error) {
	files, err := patch.Read("github.com/99designs/gqlgen/codegen", executorTemplates...)
	if err != nil {
		return nil, err
	}
	return patch.Apply(files, patches...)
}

// executor is a plugin of gqlgen that keeps the data from which the executor is generated, so that it can be
// generated again. gqlgen has no option for the templates, and generates the executor after all plugins have
// run, so that no plugin can replace it.
type executor struct{ data *codegen.Data }

// Name returns the name of the plugin.
func (e *executor) Name() string { return "executor" }

// GenerateCode keeps the data of the executor, and generates nothing.
func (e *executor) GenerateCode(data *codegen.Data) error {
	e.data = data
	return nil
}

// render generates the executor as gqlgen does, from other templates.
func (e *executor) render(files map[string]string) error {
	if e.data == nil || e.data.Config.Exec.Layout != config.ExecLayoutSingleFile {
		return errors.New("gqlgen generated no executor in a single file")
	}
	dir, err := os.MkdirTemp("", "executor")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			return err
		}
	}
	cfg := e.data.Config
	return templates.Render(templates.Options{
		PackageName:     cfg.Exec.Package,
		Filename:        cfg.Exec.Filename,
		Data:            e.data,
		Funcs:           template.FuncMap{"isPlain": isPlain, "idKind": idKind},
		RegionTags:      true,
		GeneratedHeader: true,
		Packages:        cfg.Packages,
		TemplateFS:      os.DirFS(dir),
		PruneOptions:    cfg.GetPruneOptions(),
	})
}

// isPlain reports whether a field is a plain value of a row: a struct field without directives, whose type
// always has a JSON form.
func isPlain(f *codegen.Field) bool {
	return f.IsVariable() && !f.IsResolver && !f.IsBatch() && !f.HasHaser && !f.HasDirectives() &&
		!f.Object.Stream && isAlwaysJSON(f.TypeReference)
}

// idKind returns the kind of the ids that a field of a filter takes, such as "Report"; "" for any other
// field.
func idKind(input *codegen.Object, f *codegen.Field) string {
	kind, isFilter := strings.CutSuffix(input.Name, "WhereInput")
	if !isFilter || f.TypeReference.Definition.Name != "ID" {
		return ""
	}
	return kind
}

// isAlwaysJSON reports whether every value of a type has a JSON form that is found without a context.
func isAlwaysJSON(t *config.TypeReference) bool {
	switch {
	case t.IsSlice(), t.IsPtrToSlice(), t.IsPtrToIntf(), t.IsPtrToPtr():
		return false
	case t.IsContext, t.IsRoot:
		return false
	case t.IsNilable() && t.GQL.NonNull:
		return false
	case t.IsMarshaler:
		return true
	case t.Marshaler == nil, t.HasEnumValues(), t.CastType != nil:
		return false
	case t.IsTargetNilable() && !t.IsNilable():
		return false
	}
	return scalarMarshalers[t.Marshaler.FullName()]
}

// scalarMarshalers are the functions that marshal scalars and never return null.
var scalarMarshalers = map[string]bool{
	"thidua/graph/view.MarshalText":                      true,
	"thidua/graph/view.MarshalCursor":                    true,
	"github.com/99designs/gqlgen/graphql.MarshalInt":     true,
	"github.com/99designs/gqlgen/graphql.MarshalBoolean": true,
}
