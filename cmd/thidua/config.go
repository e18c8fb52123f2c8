package main

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/alecthomas/kong"

	"thidua/graph"
	"thidua/internal/telemetry"
)

// schemaCommand prints the public schema.
type schemaCommand struct{}

func (schemaCommand) Run(s outputs) error {
	_, err := io.WriteString(s.out, graph.SDL())
	return err
}

// configCommand prints the tables in docs/configuration.md and docs/observability.md.
type configCommand struct {
	Of string `arg:"" optional:"" enum:"flags,metrics" default:"flags" help:"What to print: flags or metrics."`
}

func (c configCommand) Run(parser *kong.Kong, s outputs) error {
	table := telemetry.MetricsTable()
	if c.Of == "flags" {
		table = flagTable(parser.Model.Node)
	}
	_, err := io.WriteString(s.out, table)
	return err
}

// flagTable returns a Markdown table of the flags of a command and its subcommands. A flag of several
// commands has one row, unless its default or its description differs.
func flagTable(root *kong.Node) string {
	var b strings.Builder
	b.WriteString("| Flag | Environment | Default | Description | Commands |\n|---|---|---|---|---|\n")
	commands, order := map[string][]string{}, []*kong.Flag(nil)
	var visit func(*kong.Node)
	visit = func(n *kong.Node) {
		for _, f := range n.Flags {
			if f.Name == "help" || f.Name == "version" {
				continue
			}
			key := f.Name + f.Default + f.Help
			if commands[key] == nil {
				order = append(order, f)
			}
			path := codeSpan(strings.TrimSpace(strings.TrimPrefix(n.Path(), "thidua")))
			commands[key] = append(commands[key], cmp.Or(path, "every command"))
		}
		for _, child := range n.Children {
			visit(child)
		}
	}
	visit(root)
	for _, f := range order {
		key := f.Name + f.Default + f.Help
		fmt.Fprintf(&b, "| `--%s` | %s | %s | %s | %s |\n", f.Name, codeSpan(strings.Join(f.Envs, "`, `")),
			codeSpan(f.Default), f.Help, strings.Join(commands[key], ", "))
	}
	return b.String()
}

func codeSpan(s string) string {
	if s == "" {
		return ""
	}
	return "`" + s + "`"
}
