package conference

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"slices"
	"sync"
	"time"

	"thidua/internal/viewer"
)

// snapshot is the State after some entries of a journal, for viewers in some audiences.
type snapshot struct {
	State State     `json:"state"`
	At    time.Time `json:"at"`
}

func (s *snapshot) encode() ([]byte, error) {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestSpeed)
	if err != nil {
		return nil, err
	}
	if err := json.NewEncoder(w).Encode(s); err != nil {
		return nil, err
	}
	err = w.Close()
	return b.Bytes(), err
}

func decodeSnapshot(encoded []byte) (s snapshot, err error) {
	r, err := gzip.NewReader(bytes.NewReader(encoded))
	if err != nil {
		return s, fmt.Errorf("conference: decoding snapshot: %w", err)
	}
	if err := json.NewDecoder(r).Decode(&s); err != nil {
		return s, fmt.Errorf("conference: decoding snapshot: %w", err)
	}
	return s, nil
}

// audienceNames is a sorted set of restricted audiences, as viewer.Audience.String writes them.
type audienceNames []string

// visibleTo returns the audiences that include a viewer.
func (n audienceNames) visibleTo(v viewer.Viewer) (own audienceNames, err error) {
	for _, name := range n {
		a, err := viewer.ParseAudience(name)
		if err != nil {
			return nil, err
		}
		if a.Includes(v) {
			own = append(own, name)
		}
	}
	return own, nil
}

func (n audienceNames) add(name string) audienceNames {
	return slices.Sorted(slices.Values(append(slices.Clone(n), name)))
}

func (n audienceNames) String() string {
	text, _ := json.Marshal(append([]string{}, n...)) // strings can always be encoded
	return string(text)
}

func parseAudienceNames(text string) (names audienceNames, err error) {
	if err := json.Unmarshal([]byte(text), &names); err != nil {
		return nil, fmt.Errorf("conference: decoding audiences of snapshot: %w", err)
	}
	return names, nil
}

// replaySource is the source code that applies changes to a State.
//
//go:embed replay*.go
var replaySource embed.FS

// snapshotVersion returns a fingerprint of the code that applies changes to a State, and of the
// layout in which a State is stored. Snapshots of other versions are not used, so no version number
// needs to be increased by hand.
var snapshotVersion = sync.OnceValue(func() string {
	h := sha256.New()
	files, err := replaySource.ReadDir(".")
	for i := 0; i < len(files) && err == nil; i++ {
		var source []byte
		source, err = replaySource.ReadFile(files[i].Name())
		fmt.Fprintf(h, "%s %d %s", files[i].Name(), len(source), source)
	}
	if err != nil {
		panic(err) // the files are embedded in the program
	}
	writeLayout(h, reflect.TypeFor[snapshot](), map[reflect.Type]bool{})
	return hex.EncodeToString(h.Sum(nil)[:12])
})

// writeLayout writes the names, tags and types of all fields of a type, at any depth.
func writeLayout(w io.Writer, t reflect.Type, seen map[reflect.Type]bool) {
	fmt.Fprintln(w, t.String(), t.Kind())
	if seen[t] {
		return
	}
	seen[t] = true
	switch t.Kind() {
	case reflect.Struct:
		for i := range t.NumField() {
			f := t.Field(i)
			fmt.Fprintln(w, f.Name, f.Tag, f.Anonymous)
			writeLayout(w, f.Type, seen)
		}
	case reflect.Pointer, reflect.Slice, reflect.Array:
		writeLayout(w, t.Elem(), seen)
	case reflect.Map:
		writeLayout(w, t.Key(), seen)
		writeLayout(w, t.Elem(), seen)
	}
}
