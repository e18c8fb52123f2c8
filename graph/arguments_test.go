package graph_test

import (
	"fmt"
	"testing"
)

// An invalid argument below several parents is an error at the path of each of them, although it is decoded
// once.
func TestArguments_ErrorAtEachParent(t *testing.T) {
	eachDataset(t, func(a api) {
		for argument, want := range map[string]string{
			`where: {and: [{schoolYear: "2022-2023"}, {schoolYear: "zz"}]}`: "BAD_SCHOOL_YEAR where.and[1].schoolYear",
			`after: "zz"`:           "BAD_CURSOR after",
			`where: {idIn: ["zz"]}`: "BAD_ID where.idIn[0]",
		} {
			got := a.ask(fmt.Sprintf(`{ clusters(first: 2) { nodes { memberships(%s) { totalCount } } } }`, argument), nil)
			if len(got.Errors) != 2 {
				t.Errorf("%s: %v", argument, got.Errors)
				continue
			}
			for i, e := range got.Errors {
				path := fmt.Sprint([]any{"clusters", "nodes", i, "memberships"})
				code := fmt.Sprint(e.Extensions.Code, " ", e.Extensions.Params["argument"])
				if fmt.Sprint(e.Path) != path || code != want {
					t.Errorf("%s: %s at %v, want %s at %s", argument, code, e.Path, want, path)
				}
			}
		}
	})
}
