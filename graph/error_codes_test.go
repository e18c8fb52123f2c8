package graph_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"testing"

	"thidua/graph"
	"thidua/internal/fault"
	"thidua/internal/transport"
	"thidua/internal/viewer"
)

// TestErrorCode_EqualsFaults checks that the enum has exactly the codes that responses may have, in the order
// of /docs/errors, and that the codes of commands on the server are not among them.
func TestErrorCode_EqualsFaults(t *testing.T) {
	var want, got []string
	for _, s := range fault.Sentinels() {
		if !s.IsForOperator() {
			want = append(want, string(s.Code()))
		}
	}
	for _, v := range graph.Schema().Types["ErrorCode"].EnumValues {
		got = append(got, v.Name)
	}
	if !slices.Equal(got, want) {
		t.Errorf("the enum has %v, want %v: run make generate", got, want)
	}
	if slices.Contains(got, "BAD_CONFIG") || !slices.Contains(got, "NOT_FOUND") {
		t.Errorf("the enum has %v", got)
	}
}

// TestErrorCodes_AnonymousCaller checks that everybody can read the codes, with their statuses, parameters
// and messages in the language of the argument or of the request.
func TestErrorCodes_AnonymousCaller(t *testing.T) {
	eachLiveAPI(t, func(t *testing.T, h liveAPI) {
		const query = `{ errorCodes { code httpStatus retryable message vi: message(language: VI)
			en: message(language: EN) params cause remedy } }`
		a := serve(t, h.store, viewer.Anonymous())
		var codes []any
		for _, language := range []string{fault.Vietnamese, fault.English} {
			got := a.ask(query, nil, "Accept-Language", language)
			codes, _ = at(got.Data, "errorCodes").([]any)
			if len(got.Errors) > 0 || len(codes) == 0 {
				t.Fatalf("%+v", got)
			}
			for _, code := range codes {
				if at(code, "message") != at(code, language) {
					t.Errorf("with Accept-Language %s it is %v", language, code)
				}
			}
		}
		for _, c := range []struct {
			code      fault.Code
			status    int
			retryable bool
		}{
			{"NOT_FOUND", http.StatusNotFound, false},
			{"RATE_LIMITED", http.StatusTooManyRequests, true},
			{"IDEMPOTENCY_KEY_IN_USE", http.StatusConflict, true},
			{"UNAUTHENTICATED", http.StatusUnauthorized, false},
		} {
			i := slices.IndexFunc(codes, func(info any) bool { return at(info, "code") == string(c.code) })
			if i < 0 || at(codes[i], "retryable") != c.retryable ||
				at(codes[i], "httpStatus") != json.Number(strconv.Itoa(c.status)) ||
				transport.StatusOf(c.code) != c.status {
				t.Errorf("%s: %v", c.code, codes)
			}
		}
	})
}
