package internal

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// properNames have a capital inside and are not identifiers.
var properNames = []string{
	"DataLoader", "EventSource", "GraphQL", "GraphiQL", "IPv4", "IPv6", "JavaScript", "OpenTelemetry",
	"PostgreSQL", "SQLite", "TypeScript", "WebSocket", "WebSockets",
}

var (
	firstWord    = regexp.MustCompile(`^\*?([A-Za-z_][A-Za-z0-9_]*)`)
	testFunction = regexp.MustCompile(`^(?:Test|Benchmark|Fuzz|Example)`)
	innerCapital = regexp.MustCompile(`[a-z0-9][A-Z]`)
)

// TestDocComments checks that no doc comment starts with another identifier than the one that it describes,
// as after a rename that changed only one of the two. The comment of a test may start with what it tests.
func TestDocComments(t *testing.T) {
	packages := map[string][]sourceFile{}
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if base := d.Name(); d.IsDir() && (base == "testdata" || base == "node_modules" ||
			len(base) > 2 && base[0] == '.') {
			return filepath.SkipDir
		}
		if d.IsDir() || filepath.Ext(path) != ".go" {
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name := filepath.ToSlash(strings.TrimPrefix(path, ".."+string(filepath.Separator)))
		packages[filepath.Dir(path)] = append(packages[filepath.Dir(path)], sourceFile{name, text})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, files := range packages {
		found, err := findWrongDocs(files)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range found {
			t.Errorf("%s:%d: the comment of %s starts with %s", f.file, f.line, f.declared, f.word)
		}
	}
}

// sourceFile is a Go file of a package.
type sourceFile struct {
	name string
	text []byte
}

// wrongDoc is a doc comment that starts with another identifier than the declared one.
type wrongDoc struct {
	file           string
	line           int
	declared, word string
}

// documented is a declared name with its doc comment, which may be nil.
type documented struct {
	name string
	doc  *ast.CommentGroup
}

// findWrongDocs returns the wrong doc comments of a package. Generated files are not checked; what they
// declare is known.
func findWrongDocs(sources []sourceFile) (found []wrongDoc, err error) {
	files := token.NewFileSet()
	known, declared := map[string]bool{}, []documented{}
	for _, source := range sources {
		mode := parser.ParseComments | parser.SkipObjectResolution
		file, err := parser.ParseFile(files, source.name, source.text, mode)
		if err != nil {
			return nil, err
		}
		names := declarations(file)
		for _, d := range names {
			known[d.name] = true
		}
		names = append(names, members(file)...)
		if !ast.IsGenerated(file) {
			declared = append(declared, names...)
		}
	}
	for _, d := range declared {
		if d.doc == nil {
			continue
		}
		match := firstWord.FindStringSubmatch(d.doc.Text())
		if match == nil || match[1] == d.name || slices.Contains(properNames, match[1]) {
			continue
		}
		word := match[1]
		if testFunction.MatchString(d.name) && token.IsExported(word) && !testFunction.MatchString(word) {
			continue // a sentence about what is tested
		}
		if known[word] || innerCapital.MatchString(word) {
			at := files.PositionFor(d.doc.Pos(), false)
			found = append(found, wrongDoc{at.Filename, at.Line, d.name, word})
		}
	}
	return found, nil
}

// declarations returns the functions, methods, types, constants and variables of a file. Of specs with
// several names it returns the names without their comment.
func declarations(file *ast.File) (declared []documented) {
	for _, decl := range file.Decls {
		switch decl := decl.(type) {
		case *ast.FuncDecl:
			declared = append(declared, documented{decl.Name.Name, decl.Doc})
		case *ast.GenDecl:
			for _, spec := range decl.Specs {
				var names []*ast.Ident
				var doc *ast.CommentGroup
				switch spec := spec.(type) {
				case *ast.TypeSpec:
					names, doc = []*ast.Ident{spec.Name}, spec.Doc
				case *ast.ValueSpec:
					names, doc = spec.Names, spec.Doc
				}
				if !decl.Lparen.IsValid() {
					doc = decl.Doc
				}
				if len(names) > 1 {
					doc = nil
				}
				for _, name := range names {
					declared = append(declared, documented{name.Name, doc})
				}
			}
		}
	}
	return declared
}

// members returns the fields of the structs of a file and the methods of its interfaces.
func members(file *ast.File) (declared []documented) {
	ast.Inspect(file, func(node ast.Node) bool {
		var fields *ast.FieldList
		switch node := node.(type) {
		case *ast.StructType:
			fields = node.Fields
		case *ast.InterfaceType:
			fields = node.Methods
		default:
			return true
		}
		for _, field := range fields.List {
			if len(field.Names) == 1 {
				declared = append(declared, documented{field.Names[0].Name, field.Doc})
			}
		}
		return true
	})
	return declared
}

func TestFindWrongDocs(t *testing.T) {
	for text, want := range map[string]string{
		"// F returns 1.\nfunc F() {}":                             "",
		"// openF returns 1.\nfunc F() {}":                         "openF",
		"// g returns 1.\nfunc F() {}\n\nfunc g() {}":              "g",
		"// g returns 1.\nfunc F() {}":                             "",
		"// A text.\nvar f = 1":                                    "",
		"// G is a number.\nvar f = 1\n\nconst G = 1":              "G",
		"// PostgreSQL only.\nfunc F() {}":                         "",
		"// B is two.\nvar a, b = 1, 2\n\nconst B = 1":             "",
		"// B is two.\nvar (\n\ta = 1\n)\n\nconst B = 1":           "",
		"var (\n\t// B is two.\n\ta = 1\n)\n\nconst B = 1":         "B",
		"// *t is a T.\ntype T int\n\ntype t int":                  "t",
		"// F is tested.\nfunc TestF() {}\n\nfunc F() {}":          "",
		"// TestG\nfunc TestF() {}\n\nfunc TestG() {}":             "TestG",
		"// gOf is tested.\nfunc TestF() {}":                       "gOf",
		"type T struct {\n\t// fG is a number.\n\tf int\n}":        "fG",
		"type T interface {\n\t// T reads.\n\tf()\n}":              "T",
		"// M is a method.\nfunc (T) N() {}\n\ntype T int":         "",
		"// M is N.\nfunc (T) N() {}\n\nfunc (T) M() {}":           "M",
		"// Code generated by x. DO NOT EDIT.\n\n// aB\nvar b int": "",
	} {
		source := "package a\n\n" + text + "\n"
		if strings.HasPrefix(text, "// Code") {
			source = strings.Replace(text, "\n\n", "\n\npackage a\n\n", 1) + "\n"
		}
		found, err := findWrongDocs([]sourceFile{{"a.go", []byte(source)}})
		if err != nil {
			t.Fatal(err)
		}
		if want == "" && len(found) > 0 || want != "" && (len(found) != 1 || found[0].word != want) {
			t.Errorf("%q: %+v, want %q", text, found, want)
		}
	}
}
