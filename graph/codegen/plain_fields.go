package main

import (
	"log"
	"regexp"
	"strings"
)

var (
	resolverField   = regexp.MustCompile(`fieldContext(_\w+)\([^{]*\{\n(?:\tfc = &graphql\.FieldContext\{\n[^}]*?IsResolver: true|\treturn graphql\.NewScalarFieldContext\("\w+", field, \w+, true)`)
	concurrentField = regexp.MustCompile(`(?s)res = ec\.(_\w+)\(ctx, field, obj\)\n.{0,200}?\n\t\t\t\}\n\n\t\t\tout\.Concurrently\(i, func\(ctx context\.Context\) graphql\.Marshaler \{ return innerFunc\(ctx, out\) \}\)`)
)

// resolveEdgesInline resolves edges of rows together with their object, because they are already loaded.
func resolveEdgesInline(src []byte) []byte {
	resolvers := map[string]bool{}
	for _, m := range resolverField.FindAllSubmatch(src, -1) {
		resolvers[string(m[1])] = true
	}
	if len(resolvers) == 0 || !concurrentField.Match(src) {
		log.Fatal("codegen: gqlgen's generated code of concurrent fields has changed")
	}
	return concurrentField.ReplaceAllFunc(src, func(text []byte) []byte {
		if resolvers[string(concurrentField.FindSubmatch(text)[1])] {
			return text
		}
		return []byte(strings.Replace(string(text),
			"out.Concurrently(i, func(ctx context.Context) graphql.Marshaler { return innerFunc(ctx, out) })", "out.Values[i] = innerFunc(ctx, out)", 1))
	})
}

var (
	plainField      = regexp.MustCompile(`(?s)\treturn graphql\.ResolveField\(\n[^}]*?return ec\.fieldContext_\w+\(ctx, field\)\n\t\t\},\n\t\tfunc\(ctx context\.Context\) \(any, error\) \{\n\t\t\treturn (obj\.\w+), nil\n\t\t\},\n\t\tnil,\n\t\tfunc\([^\n]*\n\t\t\treturn ec\.(marshal[^(]+)\(ctx, selections, v\)\n\t\t\},\n\t\ttrue,\n\t\t(?:true|false),\n\t\)\n`)
	marshalFunc     = regexp.MustCompile(`(?s)func \(ec \*executionContext\) (marshal[^(]+)\(ctx context\.Context, sel ast\.SelectionSet, v [^)]*\) graphql\.Marshaler \{\n(.*?)\n\}\n`)
	scalarMarshaler = regexp.MustCompile(`(?s)^(\tif v == nil \{\n\t\treturn graphql\.Null\n\t\}\n)?(\t_ = sel\n)?(\t_ = ctx\n)?(\treturn \*?v|\tres := (view\.MarshalText|graphql\.MarshalInt|graphql\.MarshalBoolean)\(\*?v\)\n.*)$`)
)

// marshalPlainFields marshals values of a row directly if their type always has a JSON form: without a
// context, without middleware (there is none on fields) and without recovering panics. Such a field cannot
// fail, nor be null if that is not allowed.
func marshalPlainFields(src []byte) []byte {
	simple := map[string]bool{}
	for _, m := range marshalFunc.FindAllSubmatch(src, -1) {
		simple[string(m[1])] = !strings.Contains(string(m[2]), "ec.") && scalarMarshaler.Match(m[2])
	}
	changed := 0
	src = plainField.ReplaceAllFunc(src, func(text []byte) []byte {
		m := plainField.FindSubmatch(text)
		if !simple[string(m[2])] {
			return text
		}
		changed++
		return []byte("\treturn ec." + string(m[2]) + "(ctx, nil, " + string(m[1]) + ")\n")
	})
	if changed == 0 {
		log.Fatal("codegen: gqlgen's generated code of plain fields has changed")
	}
	return src
}
