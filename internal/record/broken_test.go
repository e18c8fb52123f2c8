package record_test

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"thidua/internal/record"
)

// changed are the files of the record with one text replaced by another, which has to be there.
func changed(t *testing.T, file, from, to string) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	err := fs.WalkDir(record.Data(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(record.Data(), name)
		files[name] = &fstest.MapFile{Data: text}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	old := string(files[file].Data)
	if !strings.Contains(old, from) {
		t.Fatalf("%s does not have %q", file, from)
	}
	files[file].Data = []byte(strings.Replace(old, from, to, 1))
	return files
}
