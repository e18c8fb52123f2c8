package transport_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"thidua/internal/transport"
	"thidua/internal/viewer"
)

const (
	initMessage      = `{"type":"connection_init"}`
	ackMessage       = `{"type":"connection_ack"}`
	subscribeMessage = `{"id":"a","type":"subscribe","payload":{"query":"subscription { ticks }"}}`
	firstTick        = `{"id":"a","type":"next","payload":{"data":{"ticks":0}}}`
	helloQuery       = `{"id":"q","type":"subscribe","payload":{"query":"{ hello }"}}`
	helloResponse    = `{"id":"q","type":"next","payload":{"data":{"hello":"ANONYMOUS en"}}}`
	helloComplete    = `{"id":"q","type":"complete"}`
)

// tooManyOperationsPerSocket is the step that receives the error for an operation above the limit of three.
const tooManyOperationsPerSocket = `< {"id":"q","type":"error","payload":[{` +
	`"message":"3 are open; --max-operations-per-socket allows at most 3.",` +
	`"extensions":{"code":"TOO_MANY_WATCHERS",` +
	`"params":{"limit":"--max-operations-per-socket","max":3,"value":3}}}]}`

// Every rule of PROTOCOL.md of the npm package graphql-ws. A step is what the client sends as text (>) or as
// bytes (b), receives (< all of it, ~ a part), or the code that it is closed with (x at once, * after other
// messages); ? is a query with its response.
func TestSocket_Protocol(t *testing.T) {
	f := newFixture(t, func(f *fixture) {
		f.streams.InitTimeout, f.streams.MaxOperations = 200*time.Millisecond, 3
		f.tokens["good"], f.tokens["other"] = viewer.Account(7, time.Time{}), viewer.Account(8, time.Time{})
	})
	start := func(id, payload string) string {
		return `> {"id":"` + id + `","type":"subscribe","payload":{` + payload + `}}`
	}
	afterInit := func(steps ...string) []string {
		return append([]string{"> " + initMessage, "< " + ackMessage}, steps...)
	}
	identify := func(payload, caller string) []string {
		response := strings.Replace(helloResponse, "ANONYMOUS en", caller, 1)
		return []string{`> {"type":"connection_init","payload":` + payload + `}`, "< " + ackMessage,
			"> " + helloQuery, "< " + response, "< " + helloComplete}
	}
	const ticks = `"query":"subscription { ticks }"`
	longID := strings.Repeat("a", 200)
	for name, steps := range map[string][]string{
		"a query": afterInit("?"),
		"a mutation": afterInit(start("q", `"query":"mutation { change }"`),
			`< {"id":"q","type":"next","payload":{"data":{"change":"ANONYMOUS en"}}}`, "< "+helloComplete),
		"an id is used again": afterInit("?", "?"),
		"a subscription": afterInit("> "+subscribeMessage, "< "+firstTick,
			`> {"id":"a","type":"complete"}`, "> "+subscribeMessage, "< "+firstTick),
		"two of them": afterInit("> "+subscribeMessage, "< "+firstTick,
			start(`ā\n`, ticks), "< "+strings.Replace(firstTick, `"a"`, `"ā\n"`, 1)),
		"a live query": afterInit(start("v", `"query":"subscription { picture }"`),
			`< {"id":"v","type":"next","payload":{"data":{"picture":0}}}`),
		"null is nothing": {`> {"type":"connection_init","payload":null}`, "< " + ackMessage,
			start("q", `"query":"{ hello }","variables":null,"operationName":null,"extensions":null`),
			"< " + helloResponse, "< " + helloComplete},
		"ping before init":       {`> {"type":"ping"}`, `< {"type":"pong"}`, "> " + initMessage, "< " + ackMessage},
		"ping with a payload":    {`> {"type":"ping","payload":{"n":1.0}}`, `< {"type":"pong","payload":{"n":1.0}}`},
		"unsolicited pong":       afterInit(`> {"type":"pong"}`, `> {"type":"pong","payload":{}}`, "?"),
		"completing the unknown": afterInit(`> {"id":"never","type":"complete"}`, "?"),

		"no connection_init": {
			"x 4408 Connection initialisation timeout: the limit before connection_init is 200ms"},
		"two connection_init":         afterInit("> "+initMessage, "x 4429 Too many initialisation requests"),
		"two connection_init at once": {"> " + initMessage, "> " + initMessage, "* 4429"},
		"subscribed before":           {"> " + subscribeMessage, "x 4401 Unauthorized"},
		"one id twice": afterInit("> "+subscribeMessage, "< "+firstTick,
			"> "+subscribeMessage, "x 4409 Subscriber for a already exists"),
		"one long id twice":       afterInit(start(longID, ticks), start(longID, ticks), "* 4409"),
		"no JSON":                 afterInit("> hello", "x 4400 *"),
		"nothing":                 afterInit("> ", "x 4400 *"),
		"an array":                afterInit("> []", "x 4400 *"),
		"null":                    afterInit("> null", "x 4400 *"),
		"no type":                 afterInit("> {}", "x 4400 *"),
		"a type of no string":     afterInit(`> {"type":1}`, "x 4400 *"),
		"an unknown type":         afterInit(`> {"type":"start","id":"a"}`, "x 4400 *"),
		"the server's type":       afterInit(`> {"type":"next","id":"a","payload":{}}`, "x 4400 *"),
		"a type twice":            afterInit(`> {"type":"ping","type":"pong"}`, "x 4400 *"),
		"a payload of no object":  {`> {"type":"connection_init","payload":"x"}`, "x 4400 *"},
		"ping with a list":        {`> {"type":"ping","payload":[]}`, "x 4400 *"},
		"subscribe without id":    afterInit(`> {"type":"subscribe","payload":{"query":"{ hello }"}}`, "x 4400 *"),
		"an empty id":             afterInit(`> {"id":"","type":"subscribe","payload":{"query":"{ hello }"}}`, "x 4400 *"),
		"an id of no string":      afterInit(`> {"id":1,"type":"subscribe","payload":{"query":"{ hello }"}}`, "x 4400 *"),
		"a long id":               afterInit(`> {"id":"`+strings.Repeat("a", 2000)+`","type":"complete"}`, "x 4400 *"),
		"complete without id":     afterInit(`> {"type":"complete"}`, "x 4400 *"),
		"subscribe to nothing":    afterInit(`> {"id":"a","type":"subscribe"}`, "x 4400 *"),
		"no query":                afterInit(start("a", ``), "x 4400 *"),
		"a query of no string":    afterInit(start("a", `"query":{}`), "x 4400 *"),
		"variables of no object":  afterInit(start("a", `"query":"{ hello }","variables":[]`), "x 4400 *"),
		"extensions of no object": afterInit(start("a", `"query":"{ hello }","extensions":"x"`), "x 4400 *"),
		"a name of no string":     afterInit(start("a", `"query":"{ hello }","operationName":{}`), "x 4400 *"),
		"bytes":                   {"b {}", "x 4400 *"},
		"no UTF-8":                {"> {\"type\":\"\xff\"}", "x 1007 *"},
		"too much": afterInit("> "+strings.Repeat(" ", transport.DefaultMaxBody+1),
			"x 1009 Message too large: --max-body is 1048576 bytes"),
		"too much before connection_ack": {"> " + strings.Repeat(" ", 65<<10),
			"x 1009 Message too large: the limit before connection_ack is 65536 bytes"},
		"too many operations": afterInit(start("a", ticks), "~", start("b", ticks), "~", start("c", ticks), "~",
			"> "+helloQuery, tooManyOperationsPerSocket, `> {"id":"a","type":"complete"}`, "?"),

		"what does not parse":  afterInit(start("q", `"query":"{"`), `~ "q","type":"error","payload":[{"message":`, "?"),
		"what is not valid":    afterInit(start("q", `"query":"{ nothing }"`), `~ GRAPHQL_VALIDATION_FAILED`, "?"),
		"no such operation":    afterInit(start("q", `"query":"{ hello }","operationName":"B"`), `~ UNKNOWN_OPERATION`),
		"forbidden":            afterInit(start("q", `"query":"subscription { secret }"`), `~ not for you`, "?"),
		"a panic":              afterInit(start("q", `"query":"{ panic }"`), `~ INTERNAL`, "?"),
		"a panic of the other": afterInit(start("q", `"query":"subscription { broken }"`), `~ INTERNAL`, "?"),
		"an unknown position":  afterInit(start("q", `"query":"subscription { ticks(after: \"x\") }"`), `~ "type":"error"`),
		"a slow query is canceled": afterInit(
			start("s", `"query":"{ slow }"`), `> {"id":"s","type":"complete"}`, "?"),

		"a token":                  identify(`{"Authorization":"Bearer good"}`, "ACCOUNT en"),
		"in lower case":            identify(`{"authorization":"bearer good"}`, "ACCOUNT en"),
		"by its own name":          identify(`{"token":"good"}`, "ACCOUNT en"),
		"a language":               identify(`{"acceptLanguage":"vi-VN"}`, "ANONYMOUS vi"),
		"a language by its header": identify(`{"Accept-Language":"vi"}`, "ANONYMOUS vi"),
		"another token":            {`> {"type":"connection_init","payload":{"token":"bad"}}`, "x 4403 Forbidden"},
		"a token of no string":     {`> {"type":"connection_init","payload":{"token":7}}`, "x 4403 Forbidden"},
		"no bearer": {
			`> {"type":"connection_init","payload":{"Authorization":"Basic eA=="}}`, "x 4403 Forbidden"},
		"two tokens": {
			`> {"type":"connection_init","payload":{"token":"good","Authorization":"Bearer other"}}`,
			"x 4403 Forbidden"},
		"authentication unavailable": {`> {"type":"connection_init","payload":{"token":"database-down"}}`, "x 1013 *"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			runSteps(t, f.dial(t), steps)
		})
	}
}

func runSteps(t *testing.T, p *peer, steps []string) {
	t.Helper()
	for _, step := range steps {
		text := strings.TrimPrefix(step[1:], " ")
		switch step[0] {
		case '>':
			p.send(text)
		case '?':
			p.send(helloQuery)
			p.expect(helloResponse)
			p.expect(helloComplete)
		case 'b':
			_ = p.WriteMessage(websocket.BinaryMessage, []byte(text))
		case '<':
			p.expect(text)
		case '~':
			if got, code := p.next(); code != 0 || !strings.Contains(got, text) {
				t.Fatalf("received %d %s, want text with %s", code, got, text)
			}
		case 'x':
			var code int
			fmt.Sscan(text, &code)
			p.expectClosed(code, text[5:])
		case '*': // skip other messages
			var code, got int
			fmt.Sscan(text, &code)
			for got == 0 {
				_, got = p.next()
			}
			if got != code {
				t.Fatalf("closed by %d, want %d", got, code)
			}
		}
	}
}

// A client of another subprotocol gets a close code; an invalid handshake, and one of another origin, is
// rejected before the upgrade.
func TestSocket_Handshake(t *testing.T) {
	f := newFixture(t)
	f.dial(t, "Sec-Websocket-Protocol", "graphql-ws").expectClosed(4406, "Subprotocol not acceptable")
	f.dial(t, "Sec-Websocket-Protocol", "").expectClosed(4406, "Subprotocol not acceptable")
	f.dial(t, "Sec-Websocket-Protocol", "soap").expectClosed(4406, "Subprotocol not acceptable")
	both := f.dial(t, "Sec-Websocket-Protocol", "graphql-ws graphql-transport-ws", "Origin", trustedOrigin)
	if both.send(initMessage); both.Subprotocol() != "graphql-transport-ws" {
		t.Error(both.Subprotocol())
	}
	both.expect(ackMessage)
	if c, _, err := f.tryDial("Origin", f.server.URL); err != nil {
		t.Error("the same origin is rejected: ", err)
	} else {
		c.Close()
	}
	if _, response, err := f.tryDial("Origin", "https://evil.example"); err == nil ||
		response.StatusCode != http.StatusForbidden {
		t.Errorf("a page of another origin: %v %v", response, err)
	}
	request, _ := http.NewRequest(http.MethodGet, f.server.URL+"/graphql", nil)
	request.Header = http.Header{
		"Connection":            {"Upgrade"},
		"Upgrade":               {"websocket"},
		"Sec-Websocket-Version": {"12"},
		"Sec-Websocket-Key":     {"x"},
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	got := readResponse(t, response)
	if got.status != http.StatusBadRequest || got.code() != "MALFORMED_REQUEST" ||
		got.header.Get("Sec-Websocket-Version") != "13" {
		t.Errorf("an old version: %+v", got)
	}
}

// An expired token closes the socket with a code after which standard clients reconnect with a new one.
func TestSocket_TokenExpires(t *testing.T) {
	f := newFixture(t, func(f *fixture) {
		f.tokens["short"] = viewer.Account(7, time.Now().Add(300*time.Millisecond))
		f.tokens["fresh"] = viewer.Account(7, time.Time{})
	})
	p := f.dial(t, "Authorization", "Bearer short")
	p.send(initMessage)
	p.expect(ackMessage)
	p.send(subscribeMessage)
	p.expect(firstTick)
	p.expectClosed(4403, "Forbidden")
}

// A client that does not answer pings is disconnected; one that does stays connected.
func TestSocket_Pings(t *testing.T) {
	f := newFixture(t, func(f *fixture) { f.streams.PingInterval = 50 * time.Millisecond })
	alive, dead := f.dialInit(t), f.dialInit(t)
	dead.SetPingHandler(func(string) error { return nil })
	for range 6 { // pings are answered while the client reads
		_ = alive.SetReadDeadline(time.Now().Add(5 * time.Second))
		alive.SetPingHandler(func(d string) error {
			_ = alive.WriteControl(websocket.PongMessage, []byte(d), time.Now().Add(time.Second))
			alive.send(`{"type":"ping"}`)
			return nil
		})
		alive.expect(`{"type":"pong"}`)
	}
	_ = dead.SetReadDeadline(time.Now().Add(5 * time.Second))
	if _, _, err := dead.ReadMessage(); err == nil || websocket.IsCloseError(err, websocket.CloseNormalClosure) {
		t.Errorf("it is still there: %v", err)
	}
}
