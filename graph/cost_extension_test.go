package graph_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"testing"
)

// TestCost_InExtensions checks that a response has the estimated cost, and the limit of the caller, if the
// request asks for them.
func TestCost_InExtensions(t *testing.T) {
	eachDataset(t, func(a api) {
		for _, tc := range []struct{ extensions, want string }{
			{`{"cost": true}`, "map[estimated:%v limit:250000]"},
			{`{"cost": false}`, "<nil>"},
			{`{"cost": 1}`, "<nil>"},
			{`{}`, "<nil>"},
		} {
			body := `{"query": "{ units(first: 2) { nodes { code } } }", "extensions": ` + tc.extensions + `}`
			response, err := http.Post(a.url, "application/json", bytes.NewReader([]byte(body)))
			if err != nil {
				a.t.Fatal(err)
			}
			var got struct {
				Data       map[string]any
				Extensions map[string]any
			}
			err = json.NewDecoder(response.Body).Decode(&got)
			if closeErr := response.Body.Close(); err != nil || closeErr != nil || got.Data == nil {
				a.t.Fatalf("%v, %v, %v", got, err, closeErr)
			}
			want := tc.want
			if want != "<nil>" {
				want = fmt.Sprintf(want, at(got.Extensions, "cost", "estimated"))
				if at(got.Extensions, "cost", "estimated").(float64) < 100 {
					a.t.Errorf("estimated %v", got.Extensions)
				}
			}
			if cost := fmt.Sprint(got.Extensions["cost"]); cost != want {
				a.t.Errorf("%s returns %s, want %s", tc.extensions, cost, want)
			}
		}
	})
}

// TestCost_InExtensionsOfRejection checks that the response of an operation that is too expensive has its
// cost.
func TestCost_InExtensionsOfRejection(t *testing.T) {
	eachDataset(t, func(a api) {
		const body = `{"query": "{ units(first: 100) { nodes { reports(first: 100) { nodes { ` +
			`indicatorValues(first: 100) { nodes { id value citations { id } } } } } } } }", "extensions": {"cost": true}}`
		response, err := http.Post(a.url, "application/json", bytes.NewReader([]byte(body)))
		if err != nil {
			a.t.Fatal(err)
		}
		defer response.Body.Close()
		var got graphqlResponse
		var extensions struct{ Extensions map[string]any }
		text, err := io.ReadAll(response.Body)
		if err = errors.Join(err, json.Unmarshal(text, &got), json.Unmarshal(text, &extensions)); err != nil {
			a.t.Fatal(err)
		}
		if len(got.Errors) != 1 || got.Errors[0].Extensions.Code != "OPERATION_TOO_COMPLEX" ||
			at(extensions.Extensions, "cost", "estimated") != got.Errors[0].Extensions.Params["value"] {
			a.t.Errorf("%s", text)
		}
	})
}
