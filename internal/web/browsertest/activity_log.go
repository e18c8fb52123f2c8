package browsertest

import (
	"fmt"
	"net"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/chromedp/cdproto/audits"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
)

// activityLog records the requests and problems of a tab. handleEvent runs on the goroutine that reads the
// browser's messages, so it must not block.
type activityLog struct {
	mu       sync.Mutex
	requests []request
	problems []string
}

type request struct {
	id      network.RequestID
	line    string // "GET http://127.0.0.1:1234/", sockets as "WS ws://..."
	refused bool   // by the page's own policy: reported but never sent
}

func (l *activityLog) handleEvent(event any) {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		if !strings.HasPrefix(e.Request.URL, "data:") { // fonts, which cause no request
			l.requests = append(l.requests, request{id: e.RequestID, line: e.Request.Method + " " +
				e.Request.URL})
		}
	case *network.EventLoadingFailed:
		for i := range l.requests {
			l.requests[i].refused = l.requests[i].refused || (l.requests[i].id == e.RequestID &&
				e.BlockedReason == network.BlockedReasonCsp)
		}
	case *network.EventWebSocketCreated:
		l.requests = append(l.requests, request{id: e.RequestID, line: "WS " + e.URL})
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError || e.Entry.Level == log.EntryLevelWarning {
			l.problems = append(l.problems, fmt.Sprintf("%s %s: %s (%s)", e.Entry.Source, e.Entry.Level,
				e.Entry.Text,
				e.Entry.URL))
		}
	case *runtime.EventConsoleAPICalled:
		// Not console.warn: GraphiQL's dialogs use it for advice to developers.
		switch e.Type {
		case runtime.ConsoleAPICalledTypeError, runtime.ConsoleAPICalledTypeAssert:
			l.problems = append(l.problems, fmt.Sprintf("console.%s: %s", e.Type, joinArgs(e.Args)))
		}
	case *runtime.EventExceptionThrown:
		l.problems = append(l.problems,
			"uncaught: "+e.ExceptionDetails.Text+" "+
				joinArgs([]*runtime.RemoteObject{e.ExceptionDetails.Exception}))
	case *audits.EventIssueAdded:
		// A violation is reported here even if the console does not show it.
		if d := e.Issue.Details.ContentSecurityPolicyIssueDetails; d != nil {
			l.problems = append(l.problems, fmt.Sprintf("CSP: %s refused %s (%s)", d.ViolatedDirective,
				d.BlockedURL,
				d.ContentSecurityPolicyViolationType))
		}
	}
}

func joinArgs(args []*runtime.RemoteObject) string {
	var words []string
	for _, a := range args {
		switch {
		case a == nil:
		case a.Description != "":
			words = append(words, a.Description)
		default:
			words = append(words, string(a.Value))
		}
	}
	return strings.Join(words, " ")
}

// sentRequests returns the requests that left the page.
func (l *activityLog) sentRequests() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	var lines []string
	for _, q := range l.requests {
		if !q.refused {
			lines = append(lines, q.line)
		}
	}
	return lines
}

func (l *activityLog) listProblems() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.problems)
}

func (l *activityLog) String() string {
	return "problems:\n  " + strings.Join(l.listProblems(), "\n  ") + "\nrequests:\n  " +
		strings.Join(l.sentRequests(), "\n  ")
}

// Requests returns all requests of the tab so far, as "METHOD URL"; a WebSocket is "WS URL".
func (b *Browser) Requests() []string { return b.log.sentRequests() }

// Problems returns all errors on the console and in the browser's log (there also warnings), uncaught
// exceptions and violations of a Content-Security-Policy so far.
func (b *Browser) Problems() []string { return b.log.listProblems() }

// ExternalRequests returns the requests to other machines.
func (b *Browser) ExternalRequests() []string {
	return slices.DeleteFunc(b.Requests(), func(request string) bool {
		_, address, _ := strings.Cut(request, " ")
		return isLoopback(address)
	})
}

// RequireClean fails the test if the tab has problems or sent a request to another machine.
func (b *Browser) RequireClean() {
	b.t.Helper()
	for _, p := range b.Problems() {
		b.t.Errorf("the page complained: %s", p)
	}
	for _, s := range b.ExternalRequests() {
		b.t.Errorf("a request left this machine: %s", s)
	}
}

// isLoopback reports whether a URL never reaches the network, which includes blob: and about:.
func isLoopback(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	switch u.Scheme {
	case "blob", "about":
		return true
	}
	return u.Hostname() == "localhost" || net.ParseIP(u.Hostname()).IsLoopback()
}
