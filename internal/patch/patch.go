// Package patch changes templates of code generators that have no option for the change. A patch states its
// reason and the upstream change that would make it unnecessary. It fails if the number of places that it
// changes is not the expected one, so that an update of a generator that affects it is noticed.
//
// Patches replace literal text of templates, never generated code.
package patch

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Patch is one difference between a generator's output and ours.
type Patch struct {
	Name     string
	Reason   string // why the output must differ, a full sentence
	Upstream string // the change of the generator that would make the patch unnecessary
	Edits    []Edit
}

// Edit replaces text of one template.
type Edit struct {
	File    string
	Find    string
	Until   string // if given, the replaced text extends to the next occurrence of this, which is kept
	Replace string
	Matches int // exact number of replaced places; 0 means 1
}

// Dir returns the directory of a Go package.
func Dir(pkg string) (string, error) {
	out, err := exec.Command("go", "list", "-f", "{{.Dir}}", pkg).Output()
	if err != nil {
		var failed *exec.ExitError
		if errors.As(err, &failed) {
			err = errors.New(string(bytes.TrimSpace(failed.Stderr)))
		}
		return "", fmt.Errorf("directory of %s: %w", pkg, err)
	}
	return strings.TrimSpace(string(out)), nil
}

// Read returns the text of files of a Go package by their names, which are relative to its directory.
func Read(pkg string, names ...string) (map[string]string, error) {
	dir, err := Dir(pkg)
	if err != nil {
		return nil, err
	}
	files := map[string]string{}
	for _, name := range names {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return nil, err
		}
		files[name] = string(text)
	}
	return files, nil
}

// Apply returns the files with all patches applied in order. A later patch sees the text that earlier ones
// leave. The error lists every edit that did not match.
func Apply(files map[string]string, patches ...Patch) (map[string]string, error) {
	files = maps.Clone(files)
	var errs []error
	for _, p := range patches {
		if p.Name == "" || p.Reason == "" || p.Upstream == "" || len(p.Edits) == 0 {
			errs = append(errs, fmt.Errorf("patch %q: name, reason, upstream change and edits are required", p.Name))
		}
		for _, e := range p.Edits {
			text, ok := files[e.File]
			if !ok {
				errs = append(errs, fmt.Errorf("patch %q: no file %s", p.Name, e.File))
				continue
			}
			changed, n := e.apply(text)
			if want := max(e.Matches, 1); n != want {
				errs = append(errs, fmt.Errorf("patch %q (%s): %s has %d places instead of %d that match %q",
					p.Name, p.Reason, e.File, n, want, e.Find))
				continue
			}
			files[e.File] = changed
		}
	}
	if len(errs) > 0 {
		return nil, errors.Join(errs...)
	}
	return files, nil
}

// apply returns the changed text and the number of places that were replaced.
func (e Edit) apply(text string) (string, int) {
	if e.Find == "" {
		return text, 0
	}
	var out strings.Builder
	for n := 0; ; n++ {
		before, after, found := strings.Cut(text, e.Find)
		end := strings.Index(after, e.Until) // 0 if Until is empty
		if !found || end < 0 {
			out.WriteString(text)
			return out.String(), n
		}
		out.WriteString(before)
		out.WriteString(e.Replace)
		text = after[end:]
	}
}

// Table returns the rows of a Markdown table of patches: generator, name, reason, upstream change.
func Table(generator string, patches []Patch) string {
	var rows strings.Builder
	cell := strings.NewReplacer("|", `\|`, "\n", " ")
	for _, p := range patches {
		fmt.Fprintf(&rows, "| %s | %s | %s | %s |\n", generator, cell.Replace(p.Name), cell.Replace(p.Reason),
			cell.Replace(p.Upstream))
	}
	return rows.String()
}
