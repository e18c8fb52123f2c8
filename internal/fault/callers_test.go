package fault

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// parseSources parses all hand-written files except tests.
func parseSources(t *testing.T) map[string]*ast.File {
	t.Helper()
	files, set := map[string]*ast.File{}, token.NewFileSet()
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() && (path == filepath.Join(root, "ent") || name == "generated" ||
			name == "node_modules" ||
			strings.HasPrefix(name, ".") && path != root) {
			return filepath.SkipDir
		}
		if !d.IsDir() && strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") {
			files[path], err = parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
		}
		return err
	})
	if err != nil || len(files) < 50 {
		t.Fatalf("%d files: %v", len(files), err)
	}
	return files
}

// sentinelsByGoName maps the Go names in the tables' source to the sentinels.
func sentinelsByGoName(t *testing.T, files map[string]*ast.File) map[string]*Sentinel {
	t.Helper()
	byCode, byName := map[Code]*Sentinel{}, map[string]*Sentinel{}
	for _, s := range Sentinels() {
		byCode[s.Code()] = s
	}
	for path, file := range files {
		if !strings.HasPrefix(filepath.Base(path), "table") ||
			filepath.Base(filepath.Dir(path)) != filepath.Base(absDir(t)) {
			continue
		}
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok || len(spec.Values) != 1 {
				return true
			}
			ast.Inspect(spec.Values[0], func(n ast.Node) bool {
				if field, ok := n.(*ast.KeyValueExpr); ok && isName(field.Key, "code") {
					byName[spec.Names[0].Name] = byCode[Code(literal(field.Value))]
				}
				return true
			})
			return false
		})
	}
	return byName
}

func absDir(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs(".")
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func isName(e ast.Expr, name string) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == name
}

func literal(e ast.Expr) string {
	if l, ok := e.(*ast.BasicLit); ok && l.Kind == token.STRING {
		s, _ := strconv.Unquote(l.Value)
		return s
	}
	return ""
}

// Every call of With gives all parameters of the texts and no undeclared one, a maximum never without the
// actual value, and every sentinel is used.
func TestWith_CallersGiveDeclaredParams(t *testing.T) {
	files := parseSources(t)
	table := sentinelsByGoName(t, files)
	if len(table) != len(Sentinels()) {
		t.Fatalf("%d sentinels were found in the table, of %d", len(table), len(Sentinels()))
	}
	made, used := 0, map[string]bool{}
	for path, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok && isName(s.X, "fault") {
				used[s.Sel.Name] = true
			}
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			with, ok := call.Fun.(*ast.SelectorExpr)
			if !ok || with.Sel.Name != "With" {
				return true
			}
			of, ok := with.X.(*ast.SelectorExpr)
			if !ok || !isName(of.X, "fault") || table[of.Sel.Name] == nil || call.Ellipsis.IsValid() {
				return true
			}
			made++
			var given []string
			for i, argument := range call.Args {
				if i%2 == 0 {
					given = append(given, literal(argument))
				}
			}
			sentinel := table[of.Sel.Name]
			for _, name := range given {
				if !slices.Contains(sentinel.Params(), name) {
					t.Errorf("%s: %s is given %q, which it does not declare", path, of.Sel.Name, name)
				}
			}
			for name := range placeholders(sentinel.Template(English)) {
				if !slices.Contains(given, name) {
					t.Errorf("%s: %s is not given %q, which its text has", path, of.Sel.Name, name)
				}
			}
			if slices.Contains(given, "max") != slices.Contains(given, "value") {
				t.Errorf("%s: %s needs both the maximum and the actual value: %v", path, of.Sel.Name, given)
			}
			if len(call.Args)%2 != 0 {
				t.Errorf("%s: %s is given a name without value", path, of.Sel.Name)
			}
			return true
		})
	}
	if made < 50 {
		t.Errorf("only %d places were found where faults are made", made)
	}
	for name, sentinel := range table {
		if !used[name] {
			t.Errorf("%s (%s) is used nowhere", name, sentinel.Code())
		}
	}
}

// Cause and remedy are whole sentences and differ from the text.
func TestSentinels_CauseAndRemedyAreSentences(t *testing.T) {
	for _, s := range Sentinels() {
		for what, sentence := range map[string]string{"cause": s.Cause(), "remedy": s.Remedy()} {
			if len(strings.Fields(sentence)) < 3 || !strings.HasSuffix(sentence, ".") ||
				sentence == s.Template(English) {
				t.Errorf("%s: its %s is %q", s.Code(), what, sentence)
			}
		}
		for _, language := range []string{Vietnamese, English} {
			text := s.Template(language)
			if ends := strings.HasSuffix(text, ".") || strings.HasSuffix(text, "}"); !ends && !s.protocol {
				t.Errorf("%s: in %s it does not end: %q", s.Code(), language, text)
			}
		}
	}
}
