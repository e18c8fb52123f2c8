package dataset

import (
	"bufio"
	"bytes"
	"crypto/sha1"
	"encoding/hex"
	"flag"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"thidua/internal/conference"
	"thidua/internal/registry"
)

// documents recreates testdata/shingles.txt: go test ./internal/dataset -run Copied -documents
// ../shared/seeds
var documents = flag.String("documents", "", "directory of the five documents, to take their fingerprints")

// shingleLength is the number of consecutive words that count as a copied sentence.
const shingleLength = 12

// quotation is a quoted motto or name within a text: a few words, not a sentence.
var quotation = regexp.MustCompile(`“[^”]{1,80}”`)

// The documents may not be published, so the repository has only fingerprints of every twelve consecutive
// words of them: enough to detect a copied sentence, not to read one.
func TestDataset_NoCopiedSentence(t *testing.T) {
	if *documents != "" {
		fingerprint(t, *documents)
	}
	text, err := os.ReadFile("testdata/shingles.txt")
	if err != nil {
		t.Fatal(err)
	}
	copied := map[string]bool{}
	for lines := bufio.NewScanner(bytes.NewReader(text)); lines.Scan(); {
		copied[lines.Text()] = true
	}
	if len(copied) < 4000 {
		t.Fatalf("only %d fingerprints", len(copied))
	}
	looked := 0
	for row, at := range publishedDataset(t).positions {
		v := reflect.ValueOf(row).Elem()
		for i := range v.NumField() {
			key := v.Type().Field(i).Tag.Get("yaml")
			if v.Field(i).Kind() != reflect.String || isName(row, key) {
				continue
			}
			looked++
			for _, part := range quotation.Split(v.Field(i).String(), -1) {
				for _, s := range shingles(part) {
					if copied[hash(s)] {
						t.Errorf("%s:%d: %s is copied: %q", at[""].file, at[""].line, key, s)
					}
				}
			}
		}
	}
	if looked < 3000 {
		t.Errorf("only %d texts were looked at", looked)
	}
}

// isName reports whether a key is a name, which may be copied.
func isName(row any, key string) bool {
	switch row.(type) {
	case *registry.Document, *conference.Conference:
		return key == "title"
	}
	return key == "name"
}

// shingles returns all runs of consecutive words in a text.
func shingles(text string) []string {
	words := strings.FieldsFunc(strings.ToLower(text), func(c rune) bool {
		return !unicode.IsLetter(c) && !unicode.IsDigit(c)
	})
	var all []string
	for i := 0; i+shingleLength <= len(words); i++ {
		all = append(all, strings.Join(words[i:i+shingleLength], " "))
	}
	return all
}

func hash(s string) string {
	sum := sha1.Sum([]byte(s))
	return hex.EncodeToString(sum[:6])
}

func fingerprint(t *testing.T, dir string) {
	t.Helper()
	files, err := fs.Glob(os.DirFS(dir), "*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no documents in %s: %v", dir, err)
	}
	all := map[string]bool{}
	for _, file := range files {
		text, err := os.ReadFile(filepath.Join(dir, file))
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range shingles(string(text)) {
			all[hash(s)] = true
		}
	}
	lines := strings.Join(slices.Sorted(maps.Keys(all)), "\n") + "\n"
	if err := os.WriteFile("testdata/shingles.txt", []byte(lines), 0o644); err != nil {
		t.Fatal(err)
	}
}
