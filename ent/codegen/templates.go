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

// ourTemplates is an extension of ent with our own templates, and with the patched ones of entgql and ent, which
// override those that they are made from.
type ourTemplates struct {
	entc.DefaultExtension
	templates []*gen.Template
}

func (t ourTemplates) Templates() []*gen.Template { return t.templates }

// loadTemplates reads and patches the templates.
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
	var ours ourTemplates
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
			ours.templates = append(ours.templates, parsed)
		}
	}
	own, err := parse(ownTemplates).ParseDir(ownTemplates)
	if err != nil {
		return nil, err
	}
	ours.templates = append(ours.templates, own)
	return ours, nil
}

// searchableTypes have a search key, and a text filter in their where-input (graph/schema). Their lists are
// ordered by relevance if that filter is given and no order is.
var searchableTypes = []string{"Unit", "Person", "Indicator", "Proposal"}

func isSearchable(t *gen.Type) bool { return slices.Contains(searchableTypes, t.Name) }
