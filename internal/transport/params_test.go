package transport

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"thidua/internal/fault"
)

// A body is refused by a fault, or read as encoding/json reads it wherever that is as strict.
func FuzzDecode(f *testing.F) {
	for _, seed := range []string{
		`{"query":"{ __typename }","variables":{"a":[1.50,{"b":"\"}"}]},"extensions":null,"operationName":"A"}`,
		` { "x" : [ {} , "]" , -1e5 , true ] , "query" : "\u00e9" } `, `[{"query":"x"}]`, `{"qu\u0065ry":"x","query":""}`, `{}`, `{"":""}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		got, err := decode(body)
		if err != nil {
			if _, ok := fault.As(err); !ok {
				t.Fatalf("%v is no fault", err)
			}
			return
		}
		var members map[string]json.RawMessage
		if err := json.Unmarshal(body, &members); err != nil {
			t.Fatalf("it took what is no JSON: %v", err)
		}
		var query, name string
		variables, _ := object("variables", orNull(members["variables"]))
		extensions, _ := object("extensions", orNull(members["extensions"]))
		_ = json.Unmarshal(orNull(members["query"]), &query)
		_ = json.Unmarshal(orNull(members["operationName"]), &name)
		if got.Query != query || got.OperationName != name || !reflect.DeepEqual(got.Variables, variables) || !reflect.DeepEqual(got.Extensions, extensions) {
			t.Fatalf("%s is read as %+v", body, got)
		}
	})
}

func orNull(value json.RawMessage) []byte {
	if value == nil {
		return []byte("null")
	}
	return value
}

// Values are looked at, not copied: what decoding allocates does not grow with what it passes over.
func TestDecodePassesOverTheRest(t *testing.T) {
	allocated := func(body string) float64 {
		return testing.AllocsPerRun(100, func() {
			if _, err := decode([]byte(body)); err != nil {
				t.Fatal(err)
			}
		})
	}
	small := allocated(`{"x":[],"query":"{ a }"}`)
	// A few more or less: the race detector empties encoding/json's pools at random.
	if large := allocated(`{"x":[` + strings.Repeat(`{"a":"b"},`, 1000) + `0],"query":"{ a }"}`); large > small+10 {
		t.Errorf("%v allocations, and %v for the small one", large, small)
	}
}

func BenchmarkDecode(b *testing.B) {
	body := []byte(`{"query":"query Cluster($n: Int!) { cluster(number: $n) { name members { nodes { name } } } }","variables":{"n":2}}`)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := decode(body); err != nil {
			b.Fatal(err)
		}
	}
}
