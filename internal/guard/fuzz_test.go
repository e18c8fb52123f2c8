package guard_test

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"

	"thidua/internal/fault"
	"thidua/internal/guard"
)

// For any text Check terminates, returns the same result twice, and stays within its work; what passes is
// within the limits.
func FuzzCheck(f *testing.F) {
	for _, b := range hostileDocuments() {
		if len(b.text) < 4096 {
			f.Add(b.text)
		}
	}
	f.Add("\ufeff{a(b:\"\"\"\\\"\"\" \r\n\"\"\")} # c")
	f.Add("query($a:[Int!]!=[1,2]@b){a:b(c:$a,d:{e:null})@f{...{g}...H}} fragment H on I@j{k}")
	most := guard.DefaultLimits()
	f.Fuzz(func(t *testing.T, text string) {
		report, err := most.Check(text, nil)
		again, errAgain := most.Check(text, nil)
		if !reflect.DeepEqual(report, again) || (err == nil) != (errAgain == nil) ||
			err != nil && err.Error() != errAgain.Error() {
			t.Fatalf("%+v %v and then %+v %v", report, err, again, errAgain)
		}
		if _, ok := fault.FromError(err); err != nil && !ok {
			t.Fatalf("not a fault: %v", err)
		}
		if report.Visited > 2*min(most.Tokens, len(text))+most.Expanded+1 {
			t.Fatalf("%d visited", report.Visited)
		}
		if err == nil {
			if doc, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: text}, most.Tokens+1); err == nil &&
				len(doc.Operations) > most.Operations {
				t.Fatal("too many operations were accepted")
			}
		}
	})
}

// The result does not depend on the iteration order of maps.
func FuzzVariables(f *testing.F) {
	f.Add(`{"where":{"or":[{"code":"x"},{"not":{}}]},"first":1e3}`)
	f.Add(`[[[[[[[[[[[[[[1]]]]]]]]]]]]]]`)
	f.Add(`{"a":[1,2,3,4,5,6,7,8],"b":{"c":"ddddddddddddddddddddd"}}`)
	most := guard.DefaultLimits()
	most.VariableNodes, most.VariableDepth, most.ListLength, most.VariableBytes = 12, 5, 6, 40
	f.Fuzz(func(t *testing.T, text string) {
		var value any
		if json.Unmarshal([]byte(text), &value) != nil {
			return
		}
		given, ok := value.(map[string]any)
		if !ok {
			given = map[string]any{"a": value}
		}
		_, err := most.CheckVariables(given)
		for range 3 {
			if _, again := most.CheckVariables(given); (err == nil) != (again == nil) ||
				err != nil && err.Error() != again.Error() {
				t.Fatalf("%v and then %v", err, again)
			}
		}
	})
}
