package web_test

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"
)

// VENDOR.md matches the vendored files: none was edited, added or removed.
func TestVendor(t *testing.T) {
	root := os.DirFS("static/vendor")
	table, err := fs.ReadFile(root, "VENDOR.md")
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]string{}
	for _, row := range regexp.MustCompile(`(?m)^\| ([\w-]+) \| ([\d.]+) \| ([\w.-]+) \| `+
		`([0-9a-f]{64}) \|$`).FindAllStringSubmatch(string(table), -1) {
		listed[row[1]+"-"+row[2]+"/"+row[3]] = row[4]
	}
	err = fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || name == "VENDOR.md" {
			return err
		}
		content, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(content)
		if got := hex.EncodeToString(sum[:]); listed[name] != got {
			t.Errorf("%s has the sum %s, VENDOR.md says %q", name, got, listed[name])
		}
		delete(listed, name)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for name := range listed {
		t.Errorf("%s is in VENDOR.md and nowhere else", name)
	}
}

// The playground only refers to vendored files that exist: the version in the path is easily forgotten.
func TestPlaygroundFilesExist(t *testing.T) {
	page, err := os.ReadFile("templates/playground.html")
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(`(?:src|href)="/(static/[^"]+)"`).FindAllStringSubmatch(string(page), -1)
	if len(found) < 6 {
		t.Fatalf("only %d files", len(found))
	}
	for _, f := range found {
		if _, err := os.Stat(f[1]); err != nil {
			t.Error(err)
		}
	}
	if strings.Contains(string(page), "//") && regexp.MustCompile(`(src|href)="(https?:)?//`).Match(page) {
		t.Error("the page names another host")
	}
}
