package main

import (
	"strings"

	atlas "ariga.io/atlas/sql/schema"
	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql/schema"

	"thidua/ent/migrate"
)

// hooks stand between ent and Atlas: they change what ent wants of a database before it is compared with what
// is there, and the changes before they are written.
var hooks = map[string]schema.DiffHook{
	dialect.SQLite:   hook(enclose, func([]atlas.Change) {}),
	dialect.Postgres: hook(bytewise, spell),
}

func hook(before func(*atlas.Table), after func([]atlas.Change)) schema.DiffHook {
	return func(next schema.Differ) schema.Differ {
		return schema.DiffFunc(func(current, desired *atlas.Schema) ([]atlas.Change, error) {
			for _, t := range desired.Tables {
				before(t)
			}
			changes, err := next.Diff(current, desired)
			after(changes)
			return changes, err
		})
	}
}

// spell writes each CHECK as the ent schema has it. What Atlas has is PostgreSQL's rendering of it, which is
// good for comparing with another but not for reading; and rendered once more it would be different again.
func spell(changes []atlas.Change) {
	for _, change := range changes {
		switch c := change.(type) {
		case *atlas.AddTable:
			for _, a := range c.T.Attrs {
				if check, ok := a.(*atlas.Check); ok {
					check.Expr = spelt(c.T, check)
				}
			}
		case *atlas.ModifyTable:
			for _, change := range c.Changes {
				switch m := change.(type) {
				case *atlas.AddCheck:
					m.C.Expr = spelt(c.T, m.C)
				case *atlas.ModifyCheck:
					m.To.Expr = spelt(c.T, m.To)
				}
			}
		}
	}
}

// spelt is the text of a CHECK in the ent schema.
func spelt(t *atlas.Table, c *atlas.Check) string {
	for _, et := range migrate.Tables {
		if et.Name == t.Name && et.Annotation != nil {
			if expr, ok := et.Annotation.Checks[c.Name]; ok {
				return expr
			}
		}
	}
	return c.Expr
}

// bytewise has PostgreSQL compare all text byte by byte, as SQLite does: orders are the same on both, cursors
// do not depend on a server's locale, and no index breaks when the system's collations are updated. Atlas
// writes a collation but does not compare it; that all text has it is looked at by a test.
func bytewise(t *atlas.Table) {
	for _, c := range t.Columns {
		if _, ok := c.Type.Type.(*atlas.StringType); ok {
			c.SetCollation("C")
		}
	}
}

// enclose puts parentheses around a CHECK such as (a) <> (b), where Atlas takes the first and the last for a
// pair and writes what SQLite does not understand.
func enclose(t *atlas.Table) {
	for _, a := range t.Attrs {
		if c, ok := a.(*atlas.Check); ok && !enclosed(c.Expr) {
			c.Expr = "(" + c.Expr + ")"
		}
	}
}

// enclosed says whether the first parenthesis is closed by the last character. Quotes hide parentheses.
func enclosed(expr string) bool {
	if !strings.HasPrefix(expr, "(") {
		return false
	}
	depth, quoted := 0, false
	for i, r := range expr {
		switch {
		case r == '\'':
			quoted = !quoted
		case quoted:
		case r == '(':
			depth++
		case r == ')':
			if depth--; depth == 0 {
				return i == len(expr)-1
			}
		}
	}
	return false
}
