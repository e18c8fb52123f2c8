package graph_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"thidua/ent/site"
	"thidua/graph"
	"thidua/internal/viewer"
)

// TestIdempotency_SecretsNotStored checks that responses with secrets are not stored.
func TestIdempotency_SecretsNotStored(t *testing.T) {
	eachLiveAPI(t, func(t *testing.T, h liveAPI) {
		h.signUp("ai")
		one := serve(t, h.store, clerk("one"))
		issue := `mutation { issueToken(input: {account: "ai", label: "x"}) { secret token { label } } }`
		first := one.send(issue, nil, "Idempotency-Key", "k")
		if got := one.send(issue, nil, "Idempotency-Key", "k"); len(first.Errors) > 0 ||
			got.code() != "ALREADY_DONE" ||
			got.Data != nil {
			t.Errorf("%+v, then %+v", first, got)
		}
		secret := at(decodeJSON(t, first.Data), "issueToken", "secret").(string)
		for _, row := range h.store.Reader().IdempotencyKey.Query().
			AllX(viewer.NewContext(t.Context(), viewer.Operator())) {
			if bytes.Contains(row.Answer, []byte(secret)) {
				t.Error("the secret is in the database")
			}
		}
	})
	for _, d := range graph.SchemaTypes() {
		if f := d.Fields.ForName("secret"); d.Kind == ast.Object && f != nil && !graph.IsSecretType(d.Name) {
			t.Errorf("answers of %s are kept, with the secret", d.Name)
		}
	}
}

// TestIdempotency_CheckInCode checks that a repeated request for a check-in code issues none and returns
// none, that no code is stored, and that another key issues another code.
func TestIdempotency_CheckInCode(t *testing.T) {
	eachLiveAPI(t, func(t *testing.T, h liveAPI) {
		one := serve(t, h.store, clerk("one"))
		issue := `mutation { issueCheckInCode(input: {conference: "hall", site: "hue"}) { checkInCode } }`
		shown := func() string {
			t.Helper()
			row := h.store.Reader().Site.Query().Where(site.Code("hue")).
				OnlyX(viewer.NewContext(t.Context(), viewer.Operator()))
			return *row.CheckInCode
		}
		var codes []string
		for _, key := range []string{"k-1", "k-2"} {
			first := one.send(issue, nil, "Idempotency-Key", key)
			if len(first.Errors) > 0 {
				t.Fatalf("%+v", first)
			}
			codes = append(codes, at(decodeJSON(t, first.Data), "issueCheckInCode", "checkInCode").(string))
			if codes[len(codes)-1] != shown() {
				t.Errorf("%v, and the site has %s", codes, shown())
			}
		}
		for _, key := range []string{"k-1", "k-2"} {
			if got := one.send(issue, nil, "Idempotency-Key", key); got.code() != "ALREADY_DONE" || got.Data != nil ||
				shown() != codes[1] {
				t.Errorf("again: %+v, and the site has %s of %v", got, shown(), codes)
			}
		}
		for _, row := range h.store.Reader().IdempotencyKey.Query().
			AllX(viewer.NewContext(t.Context(), viewer.Operator())) {
			for _, code := range codes {
				if bytes.Contains(row.Answer, []byte(code)) {
					t.Error("a code is kept with the answers")
				}
			}
		}
	})
}

func decodeJSON(t *testing.T, text []byte) (v any) {
	t.Helper()
	if err := json.Unmarshal(text, &v); err != nil {
		t.Fatal(err)
	}
	return v
}
