package patch

import (
	"strings"
	"testing"
)

func TestApply(t *testing.T) {
	file := map[string]string{"a.tmpl": "one two two three"}
	for name, c := range map[string]struct {
		edits []Edit
		want  string   // of a.tmpl
		err   []string // parts of the error
	}{
		"exact":          {[]Edit{{File: "a.tmpl", Find: "one", Replace: "1"}}, "1 two two three", nil},
		"several places": {[]Edit{{File: "a.tmpl", Find: "two", Replace: "2", Matches: 2}}, "one 2 2 three", nil},
		"later edits see earlier ones": {[]Edit{{File: "a.tmpl", Find: "one", Replace: "two"},
			{File: "a.tmpl", Find: "two", Replace: "2", Matches: 3}}, "2 2 2 three", nil},
		"replaced text is not searched again": {[]Edit{{File: "a.tmpl", Find: "one", Replace: "one one"}},
			"one one two two three", nil},
		"text up to a mark": {[]Edit{{File: "a.tmpl", Find: "one", Until: "three", Replace: "0 "}}, "0 three", nil},
		"too few": {[]Edit{{File: "a.tmpl", Find: "four"}}, "",
			[]string{`"named"`, "for a reason", "a.tmpl", "0 places instead of 1"}},
		"too many": {[]Edit{{File: "a.tmpl", Find: "two"}}, "", []string{"2 places instead of 1"}},
		"no end": {[]Edit{{File: "a.tmpl", Find: "one", Until: "four"}}, "",
			[]string{"0 places instead of 1"}},
		"empty text":   {[]Edit{{File: "a.tmpl"}}, "", []string{"0 places instead of 1"}},
		"no such file": {[]Edit{{File: "b.tmpl", Find: "one"}}, "", []string{"no file b.tmpl"}},
		"all errors are reported": {[]Edit{{File: "a.tmpl", Find: "four"}, {File: "a.tmpl", Find: "five"}}, "",
			[]string{`"four"`, `"five"`}},
	} {
		t.Run(name, func(t *testing.T) {
			p := Patch{Name: "named", Reason: "for a reason", Upstream: "an option", Edits: c.edits}
			got, err := Apply(file, p)
			if (err != nil) != (c.err != nil) {
				t.Fatalf("error %v", err)
			}
			for _, part := range c.err {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("error %q does not say %q", err, part)
				}
			}
			if got["a.tmpl"] != c.want {
				t.Errorf("got %q, want %q", got["a.tmpl"], c.want)
			}
		})
	}
	if file["a.tmpl"] != "one two two three" {
		t.Error("the given files were changed")
	}
}

func TestApply_PatchesStateWhy(t *testing.T) {
	for _, p := range []Patch{
		{Name: "named", Upstream: "an option", Edits: []Edit{{File: "a", Find: "a"}}},
		{Name: "named", Reason: "for a reason", Edits: []Edit{{File: "a", Find: "a"}}},
		{Name: "named", Reason: "for a reason", Upstream: "an option"},
	} {
		if _, err := Apply(map[string]string{"a": "a"}, p); err == nil {
			t.Errorf("%+v was applied", p)
		}
	}
}

func TestRead(t *testing.T) {
	files, err := Read("thidua/internal/patch", "patch.go")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(files["patch.go"], "// Package patch ") {
		t.Error("patch.go was not read")
	}
	if _, err := Read("thidua/internal/patch", "missing.tmpl"); err == nil {
		t.Error("a missing file was read")
	}
	if _, err := Read("thidua/missing"); err == nil {
		t.Error("a missing package was read")
	}
}

func TestTable(t *testing.T) {
	got := Table("gqlgen", []Patch{{Name: "a|b", Reason: "Why.", Upstream: "What."}})
	if want := "| gqlgen | a\\|b | Why. | What. |\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
