package main

import (
	"fmt"
	"slices"
	"text/template"

	"entgo.io/contrib/entgql"
	"entgo.io/ent/entc"
	"entgo.io/ent/entc/gen"

	"thidua/internal/patch"
)

// ownTemplates is the directory of the templates that add code to package ent.
const ownTemplates = "ent/template"

// templatesExtension is an extension of ent that adds templates. A template overrides the one of the same
// name.
type templatesExtension struct {
	entc.DefaultExtension
	templates []*gen.Template
}

func (e templatesExtension) Templates() []*gen.Template { return e.templates }

// loadTemplates returns the extension with our own templates, and with the patched ones of entgql and ent.
func loadTemplates() (entc.Extension, error) {
	unions, err := readUnions(schemaDir)
	if err != nil {
		return nil, err
	}
	funcs := template.FuncMap{
		"defaultOrder": defaultOrder,
		"isSearchable": isSearchable,
		"unionsOf":     func(t *gen.Type) []string { return unions[t.Name] },
	}
	parse := func(name string) *gen.Template {
		return gen.NewTemplate(name).Funcs(entgql.TemplateFuncs).Funcs(funcs)
	}
	var extension templatesExtension
	for _, p := range patchedTemplates {
		files, err := patch.Read(p.pkg, p.files...)
		if err != nil {
			return nil, err
		}
		if files, err = patch.Apply(files, p.patches...); err != nil {
			return nil, err
		}
		for _, name := range p.files {
			parsed, err := parse(name).Parse(files[name])
			if err != nil {
				return nil, fmt.Errorf("patched template: %w", err)
			}
			extension.templates = append(extension.templates, parsed)
		}
	}
	own, err := parse(ownTemplates).ParseDir(ownTemplates)
	if err != nil {
		return nil, err
	}
	extension.templates = append(extension.templates, own)
	return extension, nil
}

// searchableTypes have a search key, and a text filter in their where-input (graph/schema). Their lists are
// ordered by relevance if that filter is given and no order is.
var searchableTypes = []string{"Unit", "Person", "Indicator", "Proposal"}

// isSearchable reports whether a type is one of searchableTypes.
func isSearchable(t *gen.Type) bool { return slices.Contains(searchableTypes, t.Name) }
