package graph_test

import (
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"thidua/graph"
	"thidua/internal/sdldiff"
)

// TestSchema_BreakingChanges holds the schema to the promise that clients of the last release go on working,
// but for what breaking.txt says.
func TestSchema_BreakingChanges(t *testing.T) {
	var found []string
	if tag := lastRelease(t); tag == "" {
		parseSDL(t, "HEAD", git(t, "show", "HEAD:schema.graphql"))
		t.Log("there is no release to compare with: the schema of HEAD can be read, and that is all")
	} else {
		t.Logf("compared with %s", tag)
		found = sdldiff.BreakingChanges(parseSDL(t, tag, git(t, "show", tag+":schema.graphql")),
			parseSDL(t, "now", graph.SDL()))
	}
	text, err := os.ReadFile("breaking.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, problem := range unlistedChanges(found, string(text)) {
		t.Error(problem)
	}
}

// unlistedChanges compares what breaks with the list of what may.
func unlistedChanges(found []string, text string) []string {
	var problems []string
	listed := map[string]bool{}
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		change, reason, _ := strings.Cut(line, " # ")
		change = strings.TrimSpace(change)
		if strings.TrimSpace(reason) == "" {
			problems = append(problems, "breaking.txt gives no reason: "+change)
		}
		listed[change] = true
		if !slices.Contains(found, change) {
			problems = append(
				problems, "breaking.txt lists what is no breaking change since the last release: "+change,
			)
		}
	}
	for _, change := range found {
		if !listed[change] {
			problems = append(
				problems, "breaks clients of the last release, and breaking.txt does not say so: "+change,
			)
		}
	}
	return problems
}

func TestUnlistedChanges(t *testing.T) {
	for _, c := range []struct {
		name, text string
		found      []string
		want       []string
	}{
		{"nothing", "# a comment\n\n", nil, nil},
		{"listed", "A.x removed # never used\n", []string{"A.x removed"}, nil},
		{"not listed", "", []string{"A.x removed"},
			[]string{"breaks clients of the last release, and breaking.txt does not say so: A.x removed"}},
		{"no longer so", "A.x removed # never used\n", nil,
			[]string{"breaking.txt lists what is no breaking change since the last release: A.x removed"}},
		{"without a reason", "A.x removed\n", []string{"A.x removed"},
			[]string{"breaking.txt gives no reason: A.x removed"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := unlistedChanges(c.found, c.text); !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// lastRelease is the last tag before HEAD, or "". A tag on HEAD itself is the release being made, whose
// changes breaking.txt still lists.
func lastRelease(t *testing.T) string {
	t.Helper()
	args := []string{"describe", "--tags", "--abbrev=0", "--match=v[0-9]*"}
	here := strings.Fields(git(t, "tag", "--points-at", "HEAD", "--list", "v[0-9]*"))
	for _, tag := range here {
		args = append(args, "--exclude="+tag)
	}
	if len(strings.Fields(git(t, "tag", "--merged", "HEAD", "--list", "v[0-9]*"))) == len(here) {
		return "" // describe would fail
	}
	return strings.TrimSpace(git(t, args...))
}

// git asks the repository that the test runs in. Without git there is nothing to compare with, and that is a
// failure.
func git(t *testing.T, args ...string) string {
	t.Helper()
	cmd := exec.Command("git", args...)
	var errs strings.Builder
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("git %s: %v: %s", strings.Join(args, " "), err, errs.String())
	}
	return string(out)
}

func parseSDL(t *testing.T, name, sdl string) *ast.Schema {
	t.Helper()
	schema, err := gqlparser.LoadSchema(&ast.Source{Name: name, Input: sdl})
	if err != nil {
		t.Fatalf("the schema of %s: %v", name, err)
	}
	return schema
}
