// Command codegen makes the executor that gqlgen has written use graph/exec, and resolve what is a plain value of a row
// without the ceremony of a field that may wait, fail or be intercepted. `make generate` runs it after gqlgen.
package main

import (
	"log"
	"os"
	"regexp"

	"golang.org/x/tools/imports"
)

const file = "graph/generated/generated.go"

func main() {
	src, err := os.ReadFile(file)
	if err != nil {
		log.Fatalf("codegen: %v", err)
	}
	out, err := imports.Process(file, lean(src), nil)
	if err != nil {
		log.Fatalf("codegen: %s: %v", file, err)
	}
	if err := os.WriteFile(file, out, 0o644); err != nil {
		log.Fatalf("codegen: %v", err)
	}
}

// change is a replacement in the generated file; one that finds nothing fails generation, so that an upgrade of gqlgen
// which moves the text is noticed.
type change struct {
	find    *regexp.Regexp
	replace string
}

func re(find, replace string) change { return change{regexp.MustCompile(find), replace} }

var changes = []change{
	// There is no @defer in our schema, and no object has to be ready for it.
	re(`\tdeferredFieldSet := graphql\.NewFieldSet\(nil\)\n\tdeferLabelToView := make\(map\[string\]\*graphql\.FieldSetView\)\n`, ""),
	re(`(?s)\t\t\tif field\.IsDeferred\(\) \{\n.*?\n\t\t\t\}\n\n`, ""),
	re(`(?s)\tatomic\.AddInt32\(&ec\.Deferred, [^\n]*\n\n\tec\.ProcessDeferredGroup\(.*?\n\t\}\)\n\n`, ""),
	re(`out := graphql\.NewFieldSet\(fields\)`, "out := exec.NewFieldSet(fields)"),
	re(`fs \*graphql\.FieldSet\)`, "fs *exec.FieldSet)"),
	re(`graphql\.MarshalSliceConcurrently\(`, "exec.MarshalSlice("),
	re(`var buf bytes\.Buffer\s+data\.MarshalGQL\(&buf\)\s+response\.Data = buf\.Bytes\(\)`, "response.Data = exec.Marshal(data)"),
	re(`var buf bytes\.Buffer\s+data\.MarshalGQL\(&buf\)(\s+return &graphql\.Response\{\s+Data: )buf\.Bytes\(\)`, "${1}exec.Marshal(data)"),
	re(`(?s)inputUnmarshalMap := (graphql\.BuildUnmarshalerMap\(.*?\n\t\))`, "inputUnmarshalMap := func() map[reflect.Type]reflect.Value {\n\treturn $1\n\t}"),
	re(`graphql\.WithUnmarshalerMap\(ctx, inputUnmarshalMap\)`, "exec.WithInputs(ctx, inputUnmarshalMap)"),
}

// lean rewrites the executor.
func lean(src []byte) []byte {
	for _, c := range changes {
		if !c.find.Match(src) {
			log.Fatalf("codegen: gqlgen no longer writes %s", c.find)
		}
		src = c.find.ReplaceAll(src, []byte(c.replace))
	}
	return plainly(atOnce(src))
}
