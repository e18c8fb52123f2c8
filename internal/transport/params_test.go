package transport

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"

	"thidua/internal/fault"
)

// A body is either rejected with a fault, or decoded as encoding/json decodes it where that is as strict.
func FuzzDecodeParams(f *testing.F) {
	for _, seed := range []string{
		`{"query":"{ __typename }","variables":{"a":[1.50,{"b":"\"}"}]},"extensions":null,"operationName":"A"}`,
		` { "x" : [ {} , "]" , -1e5 , true ] , "query" : "\u00e9" } `,
		`[{"query":"x"}]`,
		`{"qu\u0065ry":"x","query":""}`,
		`{}`,
		`{"":""}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		got, err := decodeParams(body, 100)
		if err != nil {
			if _, ok := fault.FromError(err); !ok {
				t.Fatalf("%v is no fault", err)
			}
			return
		}
		var members map[string]json.RawMessage
		if err := json.Unmarshal(body, &members); err != nil {
			t.Fatalf("invalid JSON was accepted: %v", err)
		}
		var query, name string
		variables, _ := objectParameter("variables", nullIfEmpty(members["variables"]), 100)
		extensions, _ := objectParameter("extensions", nullIfEmpty(members["extensions"]), 100)
		_ = json.Unmarshal(nullIfEmpty(members["query"]), &query)
		_ = json.Unmarshal(nullIfEmpty(members["operationName"]), &name)
		if got.Query != query || got.OperationName != name || !reflect.DeepEqual(got.Variables, variables) ||
			!reflect.DeepEqual(got.Extensions, extensions) {
			t.Fatalf("%s is read as %+v", body, got)
		}
	})
}

func nullIfEmpty(value json.RawMessage) []byte {
	if value == nil {
		return []byte("null")
	}
	return value
}

// Unknown members are scanned, not copied: allocations do not grow with their size.
func TestDecodeParams_IgnoresUnknownMembers(t *testing.T) {
	allocated := func(body string) float64 {
		return testing.AllocsPerRun(100, func() {
			if _, err := decodeParams([]byte(body), 100); err != nil {
				t.Fatal(err)
			}
		})
	}
	small := allocated(`{"x":[],"query":"{ a }"}`)
	// There may be a few more or less, because the race detector empties encoding/json's pools at random.
	large := allocated(`{"x":[` + strings.Repeat(`{"a":"b"},`, 1000) + `0],"query":"{ a }"}`)
	if large > small+10 {
		t.Errorf("%v allocations, and %v for the small one", large, small)
	}
}

// Values are counted before they are decoded: the cost of a rejected body does not grow with their number.
func TestDecodeParams_TooManyValues(t *testing.T) {
	for name, value := range map[string]string{
		"numbers": "1", "lists": "[ ]", "objects": "{}", "texts": `"]},[{\""`, "nested": `{"a":[2]}`,
	} {
		list := "[" + strings.Repeat(value+" , ", 100_000) + value + "]"
		for parameter, want := range map[string]error{
			"variables":  fault.OperationTooComplex,
			"extensions": fault.BadParameter,
		} {
			body := []byte(`{"query":"{ a }","` + parameter + `":{"a":` + list + `}}`)
			allocated := testing.AllocsPerRun(5, func() {
				if _, err := decodeParams(body, 100); !errors.Is(err, want) {
					t.Fatalf("%s in %s: %v", name, parameter, err)
				}
			})
			if allocated > 1000 { // a hundred thousand would be far more; the race detector empties pools at random
				t.Errorf("%s in %s: %v allocations", name, parameter, allocated)
			}
		}
	}
}

// The error for deeply nested JSON names the limit.
func TestDecodeParams_TooDeep(t *testing.T) {
	for depth, want := range map[int]string{maxDepth: "NOT_JSON", maxDepth + 1: "TOO_DEEP"} {
		_, err := decodeParams([]byte(`{"query":"{[","extensions":`+strings.Repeat("[", depth-1)), 100)
		f, ok := fault.FromError(err)
		if !ok || f.Params()["reason"] != want {
			t.Errorf("%d levels: %v, want %s", depth, err, want)
		}
	}
}

// The maximum number passes, and one more does not; the content of strings does not count.
func TestCountValues(t *testing.T) {
	for value, want := range map[string]int{
		`{}`:                                     0,
		`{ }`:                                    0,
		`null`:                                   0,
		`{"a":1}`:                                1,
		`{"a":[]}`:                               1,
		`{"a":[1,2,{}]}`:                         4,
		`{"a":[1,[2,[3]]]}`:                      6,
		`{"a":{"b":{"c":null}},"d":"{[,\\\"],"}`: 4,

		// Not JSON, but it must not panic.
		``: 0, `"`: 0, `"\`: 0, `[`: 0, `{`: 0,
	} {
		if got := countValues([]byte(value), 100); got != want {
			t.Errorf("%s: %d, want %d", value, got, want)
		}
	}
	for n, rejected := range map[int]bool{100: false, 101: true} {
		_, err := objectParameter("variables", []byte(`{"a":1`+strings.Repeat(`,"a":1`, n-1)+`}`), 100)
		if errors.Is(err, fault.OperationTooComplex) != rejected {
			t.Errorf("%d: %v", n, err)
		}
	}
}

func BenchmarkDecodeParams(b *testing.B) {
	body := []byte(`{"query":"query Cluster($n: Int!) { cluster(number: $n) { ` +
		`name members { nodes { name } } } }","variables":{"n":2}}`)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := decodeParams(body, 100); err != nil {
			b.Fatal(err)
		}
	}
}
