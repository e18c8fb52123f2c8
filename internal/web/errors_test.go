package web_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"thidua/internal/fault"
	"thidua/internal/transport"
	"thidua/internal/web"
)

// The page of error codes states the HTTP status of each code that a response may have.
func TestErrors_StateStatus(t *testing.T) {
	page := readBody(t, request(t, web.Handler(web.Config{}), "GET", "/docs/errors"))
	sections, found := strings.Split(page, `<section class="entry" id="`), 0
	stated := regexp.MustCompile(`<dt>HTTP status</dt><dd>([0-9, ]+)</dd>`)
	for _, section := range sections[1:] {
		code, _, _ := strings.Cut(section, `"`)
		status := stated.FindStringSubmatch(section)
		if operator := code == "BAD_CONFIG" || code == "BAD_RECORD"; operator != (status == nil) {
			t.Errorf("%s has the status %q", code, status)
		} else if !operator && !strings.HasPrefix(status[1], fmt.Sprint(transport.StatusOf(fault.Code(code)))) {
			t.Errorf("%s has the status %q, want %d", code, status[1], transport.StatusOf(fault.Code(code)))
		}
		found++
	}
	if found != len(fault.Sentinels()) {
		t.Errorf("%d codes, want %d", found, len(fault.Sentinels()))
	}
	for code, want := range map[string]string{"RATE_LIMITED": "429", "TIMEOUT": "503, 408", "NOT_FOUND": "404"} {
		_, section, _ := strings.Cut(page, `id="`+code+`"`)
		if got := stated.FindStringSubmatch(section); got[1] != want {
			t.Errorf("%s has the status %s, want %s", code, got[1], want)
		}
	}
}
