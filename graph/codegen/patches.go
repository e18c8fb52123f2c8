package main

import "thidua/internal/patch"

// executorTemplates are the templates from which gqlgen generates the executor in a single file.
var executorTemplates = []string{
	"api!.gotpl", internalFile, "args.gotpl", fieldFile, inputFile, "interface.gotpl", objectFile, typeFile,
	generatedFile, "directives_.gotpl",
}

// Templates of gqlgen that are patched.
const (
	internalFile  = "internal!.gotpl"
	fieldFile     = "field.gotpl"
	inputFile     = "input.gotpl"
	generatedFile = "generated!.gotpl"
	objectFile    = "object.gotpl"
	typeFile      = "type.gotpl"
)

// patches change the executor; most of them save time and memory per field.
var patches = []patch.Patch{
	{
		Name:     "no-defer",
		Reason:   "The schema has no @defer, and its parts cost time for each object.",
		Upstream: "gqlgen: no code for @defer if the schema does not have it",
		Edits: []patch.Edit{
			{File: objectFile,
				Find: `	deferredFieldSet := graphql.NewFieldSet(nil)
	deferLabelToView := make(map[string]*graphql.FieldSetView)
`},
			{File: objectFile,
				Find:  "				{{if not $object.Root}}\n					if field.IsDeferred() {",
				Until: "				out.Concurrently(i, "},
			{File: objectFile, Find: "	atomic.AddInt32(&ec.Deferred, ", Until: "	return out\n"},
		},
	},
	{
		Name: "field-set",
		Reason: "exec.FieldSet resolves concurrently only the fields that may wait for the database, " +
			"and needs fewer allocations.",
		Upstream: "gqlgen: a hook to replace graphql.FieldSet",
		Edits: []patch.Edit{
			{File: generatedFile,
				Find: `{{ reserveImport "github.com/99designs/gqlgen/graphql" }}
`,
				Replace: `{{ reserveImport "github.com/99designs/gqlgen/graphql" }}
{{ reserveImport "reflect" }}
{{ reserveImport "thidua/graph/exec" }}
{{ reserveImport "thidua/internal/gid" }}
`},
			{File: objectFile, Find: `out := graphql.NewFieldSet(fields)`, Replace: `out := exec.NewFieldSet(fields)`},
			{File: objectFile, Find: `fs *graphql.FieldSet)`, Replace: `fs *exec.FieldSet)`},
		},
	},
	{
		Name: "slices",
		Reason: "exec.MarshalSlice marshals a list in one goroutine: data is loaded for all elements " +
			"at once, and a goroutine costs more than most elements.",
		Upstream: "gqlgen: an option for sequential lists, or a hook to replace " +
			"graphql.MarshalSliceConcurrently",
		Edits: []patch.Edit{
			{File: typeFile, Find: `graphql.MarshalSliceConcurrently(`, Replace: `exec.MarshalSlice(`},
		},
	},
	{
		Name: "edges-inline",
		Reason: "Edges of a row are resolved together with their object, because they are already " +
			"loaded.",
		Upstream: "gqlgen: a setting per field of whether its method is run concurrently",
		Edits: []patch.Edit{
			{File: objectFile,
				Find: `				out.Concurrently(i, func(ctx context.Context) graphql.Marshaler {
					{{- if $object.Root -}}
						return rrm(innerCtx)
					{{- else -}}
						return innerFunc(ctx, out)
					{{- end -}}
				})
`,
				Replace: `				{{- if and (not $object.Root) (not $field.IsResolver) }}
				out.Values[i] = innerFunc(ctx, out)
				{{- else }}
				out.Concurrently(i, func(ctx context.Context) graphql.Marshaler {
					{{- if $object.Root -}}
						return rrm(innerCtx)
					{{- else -}}
						return innerFunc(ctx, out)
					{{- end -}}
				})
				{{- end }}
`},
		},
	},
	{
		Name: "plain-fields",
		Reason: "Values of a row whose type always has a JSON form are marshalled directly: they " +
			"cannot wait or fail, and there is no middleware on fields.",
		Upstream: "gqlgen: no ResolveField for struct fields of scalar types without directives and " +
			"middleware",
		Edits: []patch.Edit{
			{File: fieldFile,
				Find: `	{{- else}}
		return graphql.{{ $field.ResolveFieldFunc }}(
`,
				Replace: `	{{- else if and (isPlain $field) (not ($.AllDirectives.LocationDirectives "FIELD")) }}
		return {{$.ECDot}}{{ $field.TypeReference.MarshalFunc }}(ctx, {{$.ECArg}}nil, ` +
					`{{ $field.GoReceiverName }}.{{ $field.GoFieldName }})
	{{- else}}
		return graphql.{{ $field.ResolveFieldFunc }}(
`},
		},
	},
	{
		Name:     "response-buffer",
		Reason:   "exec.Marshal reuses the buffers of responses.",
		Upstream: "gqlgen: the buffer of a response comes from a pool, or a hook to marshal the data",
		Edits: []patch.Edit{
			{File: internalFile,
				Find: `			var buf bytes.Buffer
			data.MarshalGQL(&buf)
			response.Data = buf.Bytes()
`,
				Replace: `			response.Data = exec.Marshal(data)
`},
			{File: internalFile,
				Find: `			var buf bytes.Buffer
			data.MarshalGQL(&buf)

			return &graphql.Response{
				Data:       buf.Bytes(),
`,
				Replace: `
			return &graphql.Response{
				Data:       exec.Marshal(data),
`},
		},
	},
	{
		Name: "arguments-once",
		Reason: "exec.Arguments decodes the arguments of a field once, not for each of its parents: a filter " +
			"has hundreds of fields.",
		Upstream: "gqlgen: the arguments of a field are decoded once for each operation",
		Edits: []patch.Edit{
			{File: fieldFile,
				Find: `fc.Args, err = {{$.ECDot}}{{ $field.ArgsFunc }}(ctx, {{$.ECArg}}` +
					`field.ArgumentMap(ec.Variables)); err != nil {`,
				Replace: `fc.Args, err = exec.Arguments(ctx, fc, func() (map[string]any, error) {
			return {{$.ECDot}}{{ $field.ArgsFunc }}(ctx, {{$.ECArg}}field.ArgumentMap(ec.Variables))
		}); err != nil {`},
		},
	},
	{
		Name: "inputs-on-demand",
		Reason: "The map of the functions that decode inputs is built when an input is decoded, not " +
			"for every request.",
		Upstream: "gqlgen: the map of unmarshalers is built once per schema, or on demand",
		Edits: []patch.Edit{
			{File: internalFile,
				Find: `	inputUnmarshalMap := graphql.BuildUnmarshalerMap(
		{{- range $input := .Inputs -}}
			{{ if not $input.HasUnmarshal }}
				{{$.ECDot}}unmarshalInput{{ $input.Name }},
			{{- end }}
		{{- end }}
	)
`,
				Replace: `	inputUnmarshalMap := func() map[reflect.Type]reflect.Value {
		return graphql.BuildUnmarshalerMap(
		{{- range $input := .Inputs -}}
			{{ if not $input.HasUnmarshal }}
				{{$.ECDot}}unmarshalInput{{ $input.Name }},
			{{- end }}
		{{- end }}
		)
	}
`},
			{File: internalFile, Matches: 2, Find: `graphql.WithUnmarshalerMap(ctx, inputUnmarshalMap)`,
				Replace: `exec.WithArgumentDecoding(ctx, inputUnmarshalMap)`},
		},
	},
	{
		Name: "filter-ids",
		Reason: "An id of another type in a filter is refused, as it is everywhere else, rather than " +
			"matching nothing.",
		Upstream: "gqlgen: a hook after a field of an input is decoded",
		Edits: []patch.Edit{
			{File: inputFile,
				Find: `						{{- if $field.TypeReference.IsOmittable }}
							{{ $lhs }} = graphql.OmittableOf(data)
						{{- else }}
							{{ $lhs }} = data
						{{- end }}
					{{- end }}
				{{- end }}
			{{- end }}
			}
`,
				Replace: `						{{- with idKind $input $field }}
							if err := exec.CheckIDKind{{ if $field.TypeReference.IsSlice
								}}s{{ end }}(ctx, gid.{{ . }}, data); err != nil {
								return {{$it}}, err
							}
						{{- end }}
						{{- if $field.TypeReference.IsOmittable }}
							{{ $lhs }} = graphql.OmittableOf(data)
						{{- else }}
							{{ $lhs }} = data
						{{- end }}
					{{- end }}
				{{- end }}
			{{- end }}
			}
`},
		},
	},
}
