package fault

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var upperSnake = regexp.MustCompile(`^[A-Z]+(_[A-Z]+)*$`)

func TestSentinels_WellFormed(t *testing.T) {
	kinds := []Kind{KindInvalid, KindNotFound, KindConflict, KindUnauthenticated, KindForbidden,
		KindUnavailable, KindInternal}
	seen := map[Code]bool{}
	for _, s := range Sentinels() {
		if !upperSnake.MatchString(string(s.Code())) || seen[s.Code()] {
			t.Errorf("the code %q is not UPPER_SNAKE, or not the only one", s.Code())
		}
		seen[s.Code()] = true
		if !slices.Contains(kinds, s.Kind()) {
			t.Errorf("%s: no such kind as %q", s.Code(), s.Kind())
		}
		vi, en := s.Template(Vietnamese), s.Template(English)
		for name, text := range map[string]string{"vi": vi, "en": en, "cause": s.Cause(),
			"remedy": s.Remedy()} {
			if text == "" || text != strings.TrimSpace(text) {
				t.Errorf("%s: %s is %q", s.Code(), name, text)
			}
			rest := placeholder.ReplaceAllString(text, "")
			if strings.ContainsAny(rest, "{}") {
				t.Errorf("%s: a malformed placeholder in %s: %q", s.Code(), name, text)
			}
		}
		if vi == en && len(placeholders(en)) == 0 && !s.protocol || s.Template("fr") != en {
			t.Errorf("%s: texts %q and %q", s.Code(), vi, en)
		}
		if !maps.Equal(placeholders(vi), placeholders(en)) {
			t.Errorf("%s: the texts have different parameters: %q, %q", s.Code(), vi, en)
		}
	}
}

func TestSentinels_CodesAndParams(t *testing.T) {
	want := map[Code][]string{
		"NOT_FOUND": nil, "BAD_ID": {"reason"}, "BAD_CURSOR": nil, "PAGE_SIZE": {"argument", "max", "min", "value"},
		"BAD_SCHOOL_YEAR": {"reason"}, "BAD_DATE": {"reason"}, "BAD_DECIMAL": {"reason"},
		"BAD_INPUT":    {"max", "min", "reason", "value"},
		"UNKNOWN_CODE": {"code", "kind"}, "CONFLICT": nil, "BAD_RECORD": {"file", "line", "reason"},
		"FORBIDDEN": nil,
		"INTERNAL":  {"id"}, "DATABASE_LOCKED": nil, "DATABASE_READ_ONLY": nil, "DATABASE_FULL": nil,
		"DATABASE_TOO_NEW": {"binary", "schema"}, "DATABASE_UNREACHABLE": nil,
		"DATABASE_UNMIGRATED": {"binary", "schema"},
		"NOT_ACCEPTABLE":      nil, "UNSUPPORTED_MEDIA_TYPE": nil,
		"MALFORMED_REQUEST": {"limit", "max", "reason", "value"},
		"BAD_PARAMETER":     {"limit", "max", "parameter", "reason", "value"},
		"BODY_TOO_LARGE":    {"limit", "max", "value"}, "BATCH_NOT_SUPPORTED": nil,
		"METHOD_NOT_ALLOWED":     nil,
		"SUBSCRIPTION_TRANSPORT": nil,
		"DEFER_TRANSPORT":        nil, "UNKNOWN_OPERATION": nil, "CROSS_ORIGIN": nil,
		"TIMEOUT": {"limit", "max", "value"}, "BAD_CONFIG": {"reason", "setting"},
		"OPERATION_TOO_COMPLEX": {"limit", "max", "value"}, "FRAGMENT_CYCLE": nil,
		"GRAPHQL_PARSE_FAILED": {"expected", "found", "reason"},
		"GRAPHQL_VALIDATION_FAILED": {"argument", "directive", "field", "fragment", "location", "operation",
			"other", "rule", "suggestions", "type", "value", "variable", "wanted"},
		"TOO_MANY_OPERATIONS": {"limit", "max", "retryAfter", "value"},
		"TOO_MANY_ERRORS":     {"max", "value"},
		"RATE_LIMITED":        {"bucket", "limit", "max", "retryAfter", "value"}, "INTROSPECTION_OFF": nil,
		"OPERATION_NOT_TRUSTED":     nil,
		"PERSISTED_QUERY_NOT_FOUND": nil, "BAD_PERSISTED_QUERY": {"reason"},
		"UNAUTHENTICATED": nil, "TOKEN_EXPIRED": nil, "TOKEN_NOT_YET_VALID": nil, "UNKNOWN_ACCOUNT": nil,
		"ACCOUNT_DISABLED":   nil,
		"ISSUER_UNREACHABLE": nil,
		"BAD_POSITION":       {"reason"}, "POSITION_LOST": {"reason"},
		"RESPONSES_NOT_READ":   {"limit", "max", "value"},
		"POSITION_NOT_REACHED": {"limit", "max", "value"},
		"TOO_MANY_WATCHERS":    {"limit", "max", "value"}, "NODE_FULL": {"limit", "max", "value"},
		"TOO_MANY_LIVE_QUERIES": {"limit", "max", "value"}, "HOST_NOT_ALLOWED": {"host"},
		"SHUTTING_DOWN":       nil,
		"BAD_IDEMPOTENCY_KEY": {"reason"}, "IDEMPOTENCY_KEY_SEVERAL_FIELDS": nil,
		"IDEMPOTENCY_KEY_REUSED": nil, "IDEMPOTENCY_KEY_IN_USE": nil, "ALREADY_DONE": nil,
		"NOT_IN_JOURNAL":       nil,
		"DELEGATE_NOT_PRESENT": nil, "WRONG_CHECK_IN_CODE": nil, "TOO_MANY_WRONG_CODES": {"max", "value"},
		"TOO_MANY_AT_ONCE":    {"list", "max", "value"},
		"AGENDA_ITEM_STARTED": nil, "IN_USE": nil, "SITE_IN_USE": {"by", "site"},
		"WRONG_STATE": {"allowed", "state"}, "AGENDA_ITEM_NOT_STARTED": nil, "SITE_NOT_CHECKED_IN": nil,
		"FLOOR_TAKEN": nil, "FLOOR_NOT_GIVEN": nil, "FLOOR_ALREADY_GIVEN": nil,
		"FLOOR_REQUEST_WITHDRAWN": nil, "FLOOR_REQUESTED_ENOUGH": {"max", "value"},
		"EVIDENCE_NEEDED": nil,
		"TOO_MANY_WORDS":  {"max", "value"},
	}
	for _, s := range Sentinels() {
		params, known := want[s.Code()]
		if !known || !slices.Equal(s.Params(), params) {
			t.Errorf("%s has the parameters %v, want %v", s.Code(), s.Params(), params)
		}
		delete(want, s.Code())
	}
	if len(want) > 0 {
		t.Errorf("not declared: %v", want)
	}
}

// A refusal by a limit names its maximum and the actual value, and the limit: by a parameter, by an argument
// or a list of the operation, or by the code itself.
func TestSentinels_LimitsAreNamed(t *testing.T) {
	namedByCode := map[Code]bool{"TOO_MANY_WORDS": true, "TOO_MANY_ERRORS": true, "TOO_MANY_WRONG_CODES": true,
		"FLOOR_REQUESTED_ENOUGH": true}
	for _, s := range Sentinels() {
		has := func(name string) bool { return slices.Contains(s.Params(), name) }
		named := has("limit") || has("argument") || has("list") || has("reason") || namedByCode[s.Code()]
		if has("max") && (!has("value") || !named) {
			t.Errorf("%s has a maximum, but these parameters: %v", s.Code(), s.Params())
		}
		if strings.HasPrefix(string(s.Code()), "TOO_MANY_") && !has("max") {
			t.Errorf("%s does not name the maximum", s.Code())
		}
	}
}

func TestInternal_TextHasOnlyID(t *testing.T) {
	for lang, want := range map[string]string{Vietnamese: "Lỗi hệ thống {id}.",
		English: "Internal error {id}."} {
		if got := Internal.Template(lang); got != want {
			t.Errorf("%s: %q", lang, got)
		}
	}
}

func TestSentinels_ReturnsCopy(t *testing.T) {
	Sentinels()[0] = nil
	if Sentinels()[0] == nil {
		t.Error("a caller of All can change the table")
	}
}
