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
	hi        = `{"type":"connection_init"}`
	ack       = `{"type":"connection_ack"}`
	subscribe = `{"id":"a","type":"subscribe","payload":{"query":"subscription { ticks }"}}`
	begun     = `{"id":"a","type":"next","payload":{"data":{"ticks":0}}}`
	ask1      = `{"id":"q","type":"subscribe","payload":{"query":"{ hello }"}}`
	hello     = `{"id":"q","type":"next","payload":{"data":{"hello":"ANONYMOUS en"}}}`
	over      = `{"id":"q","type":"complete"}`
)

// Every rule of PROTOCOL.md of the npm package graphql-ws. A step says what the client says (>), hears (<), or by which
// code it is closed (x).
func TestProtocol(t *testing.T) {
	s := newStage(t, func(s *stage) {
		s.live.Init, s.live.Operations = 200*time.Millisecond, 3
		s.tokens["good"], s.tokens["other"] = viewer.Account(7, time.Time{}), viewer.Account(8, time.Time{})
	})
	who := func(what string) string {
		return `< {"id":"q","type":"next","payload":{"data":{"hello":"` + what + `"}}}`
	}
	greeted := func(steps ...string) []string { return append([]string{"> " + hi, "< " + ack}, steps...) }
	for name, steps := range map[string][]string{
		"a query":                {"> " + hi, "< " + ack, "> " + ask1, "< " + hello, "< " + over},
		"a mutation":             greeted(`> {"id":"q","type":"subscribe","payload":{"query":"mutation { change }"}}`, `< {"id":"q","type":"next","payload":{"data":{"change":"ANONYMOUS en"}}}`, "< "+over),
		"an id is used again":    greeted("> "+ask1, "< "+hello, "< "+over, "> "+ask1, "< "+hello, "< "+over),
		"a subscription":         greeted("> "+subscribe, "< "+begun, `> {"id":"a","type":"complete"}`, "> "+subscribe, "< "+begun),
		"two of them":            greeted("> "+subscribe, "< "+begun, "> "+strings.Replace(subscribe, `"a"`, `"ā\n"`, 1), "< "+strings.Replace(begun, `"a"`, `"ā\n"`, 1)),
		"a live view":            greeted(`> {"id":"v","type":"subscribe","payload":{"query":"subscription { picture }"}}`, `< {"id":"v","type":"next","payload":{"data":{"picture":0}}}`),
		"null is nothing":        {`> {"type":"connection_init","payload":null}`, "< " + ack, `> {"id":"q","type":"subscribe","payload":{"query":"{ hello }","variables":null,"operationName":null,"extensions":null}}`, "< " + hello, "< " + over},
		"ping before init":       {`> {"type":"ping"}`, `< {"type":"pong"}`, "> " + hi, "< " + ack},
		"ping with a payload":    {`> {"type":"ping","payload":{"n":1.0}}`, `< {"type":"pong","payload":{"n":1.0}}`},
		"pong unasked":           greeted(`> {"type":"pong"}`, `> {"type":"pong","payload":{}}`, "> "+ask1, "< "+hello, "< "+over),
		"completing the unknown": greeted(`> {"id":"never","type":"complete"}`, "> "+ask1, "< "+hello, "< "+over),

		"no greeting":             {"x 4408 Connection initialisation timeout"},
		"two greetings":           greeted("> "+hi, "x 4429 Too many initialisation requests"),
		"two greetings at once":   {"> " + hi, "> " + hi, "* 4429"},
		"subscribed before":       {"> " + subscribe, "x 4401 Unauthorized"},
		"one id twice":            greeted("> "+subscribe, "< "+begun, "> "+subscribe, "x 4409 Subscriber for a already exists"),
		"one long id twice":       greeted("> "+strings.Replace(subscribe, `"a"`, `"`+strings.Repeat("a", 200)+`"`, 1), "> "+strings.Replace(subscribe, `"a"`, `"`+strings.Repeat("a", 200)+`"`, 1), "* 4409"),
		"no JSON":                 greeted("> hello", "x 4400 *"),
		"nothing":                 greeted("> ", "x 4400 *"),
		"an array":                greeted("> []", "x 4400 *"),
		"null":                    greeted("> null", "x 4400 *"),
		"no type":                 greeted("> {}", "x 4400 *"),
		"a type of no string":     greeted(`> {"type":1}`, "x 4400 *"),
		"an unknown type":         greeted(`> {"type":"start","id":"a"}`, "x 4400 *"),
		"the server's type":       greeted(`> {"type":"next","id":"a","payload":{}}`, "x 4400 *"),
		"a type twice":            greeted(`> {"type":"ping","type":"pong"}`, "x 4400 *"),
		"a payload of no object":  {`> {"type":"connection_init","payload":"x"}`, "x 4400 *"},
		"ping with a list":        {`> {"type":"ping","payload":[]}`, "x 4400 *"},
		"subscribe without id":    greeted(`> {"type":"subscribe","payload":{"query":"{ hello }"}}`, "x 4400 *"),
		"an empty id":             greeted(`> {"id":"","type":"subscribe","payload":{"query":"{ hello }"}}`, "x 4400 *"),
		"an id of no string":      greeted(`> {"id":1,"type":"subscribe","payload":{"query":"{ hello }"}}`, "x 4400 *"),
		"an endless id":           greeted(`> {"id":"`+strings.Repeat("a", 2000)+`","type":"complete"}`, "x 4400 *"),
		"complete without id":     greeted(`> {"type":"complete"}`, "x 4400 *"),
		"subscribe to nothing":    greeted(`> {"id":"a","type":"subscribe"}`, "x 4400 *"),
		"no query":                greeted(`> {"id":"a","type":"subscribe","payload":{}}`, "x 4400 *"),
		"a query of no string":    greeted(`> {"id":"a","type":"subscribe","payload":{"query":{}}}`, "x 4400 *"),
		"variables of no object":  greeted(`> {"id":"a","type":"subscribe","payload":{"query":"{ hello }","variables":[]}}`, "x 4400 *"),
		"extensions of no object": greeted(`> {"id":"a","type":"subscribe","payload":{"query":"{ hello }","extensions":"x"}}`, "x 4400 *"),
		"a name of no string":     greeted(`> {"id":"a","type":"subscribe","payload":{"query":"{ hello }","operationName":{}}}`, "x 4400 *"),
		"bytes":                   {"b {}", "x 4400 *"},
		"no UTF-8":                {"> {\"type\":\"\xff\"}", "x 1007 *"},
		"too much":                greeted("> "+strings.Repeat(" ", transport.DefaultMaxBody+1), "x 1009 *"),
		"too much from a guest":   {"> " + strings.Repeat(" ", 65<<10), "x 1009 *"},
		"too many operations": greeted("> "+subscribe, "< "+begun, "> "+strings.Replace(subscribe, `"a"`, `"b"`, 1), "~", "> "+strings.Replace(subscribe, `"a"`, `"c"`, 1), "~",
			"> "+ask1, `< {"id":"q","type":"error","payload":[{"message":"--max-operations-per-socket allows at most 3.","extensions":{"code":"TOO_MANY_WATCHERS","params":{"limit":"--max-operations-per-socket","max":3}}}]}`,
			`> {"id":"a","type":"complete"}`, "> "+ask1, "< "+hello, "< "+over),

		"what does not parse":   greeted(`> {"id":"q","type":"subscribe","payload":{"query":"{"}}`, `~ "q","type":"error","payload":[{"message":`, "> "+ask1, "< "+hello, "< "+over),
		"what is not valid":     greeted(`> {"id":"q","type":"subscribe","payload":{"query":"{ nothing }"}}`, `~ GRAPHQL_VALIDATION_FAILED`, "> "+ask1, "< "+hello, "< "+over),
		"no such operation":     greeted(`> {"id":"q","type":"subscribe","payload":{"query":"{ hello }","operationName":"B"}}`, `~ UNKNOWN_OPERATION`),
		"what may not be seen":  greeted(`> {"id":"q","type":"subscribe","payload":{"query":"subscription { secret }"}}`, `~ not for you`, "> "+ask1, "< "+hello, "< "+over),
		"a panic":               greeted(`> {"id":"q","type":"subscribe","payload":{"query":"{ panic }"}}`, `~ INTERNAL`, "> "+ask1, "< "+hello, "< "+over),
		"a panic of the other":  greeted(`> {"id":"q","type":"subscribe","payload":{"query":"subscription { broken }"}}`, `~ INTERNAL`, "> "+ask1, "< "+hello, "< "+over),
		"a position of nowhere": greeted(`> {"id":"q","type":"subscribe","payload":{"query":"subscription { ticks(after: \"x\") }"}}`, `~ "type":"error"`),
		"a slow query is given up": greeted(`> {"id":"s","type":"subscribe","payload":{"query":"{ slow }"}}`, `> {"id":"s","type":"complete"}`,
			"> "+ask1, "< "+hello, "< "+over),

		"a token":                   {`> {"type":"connection_init","payload":{"Authorization":"Bearer good"}}`, "< " + ack, "> " + ask1, who("ACCOUNT en"), "< " + over},
		"in small letters":          {`> {"type":"connection_init","payload":{"authorization":"bearer good"}}`, "< " + ack, "> " + ask1, who("ACCOUNT en"), "< " + over},
		"by its own name":           {`> {"type":"connection_init","payload":{"token":"good"}}`, "< " + ack, "> " + ask1, who("ACCOUNT en"), "< " + over},
		"a language":                {`> {"type":"connection_init","payload":{"acceptLanguage":"vi-VN"}}`, "< " + ack, "> " + ask1, who("ANONYMOUS vi"), "< " + over},
		"a language by its header":  {`> {"type":"connection_init","payload":{"Accept-Language":"vi"}}`, "< " + ack, "> " + ask1, who("ANONYMOUS vi"), "< " + over},
		"another token":             {`> {"type":"connection_init","payload":{"token":"bad"}}`, "x 4403 Forbidden"},
		"no bearer":                 {`> {"type":"connection_init","payload":{"Authorization":"Basic eA=="}}`, "x 4403 Forbidden"},
		"a token of no string":      {`> {"type":"connection_init","payload":{"token":7}}`, "x 4403 Forbidden"},
		"two tokens":                {`> {"type":"connection_init","payload":{"token":"good","Authorization":"Bearer other"}}`, "x 4403 Forbidden"},
		"nobody can look it up now": {`> {"type":"connection_init","payload":{"token":"database-down"}}`, "x 1013 *"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			play(t, s.dial(t), steps)
		})
	}
}

func play(t *testing.T, p *peer, steps []string) {
	t.Helper()
	for _, step := range steps {
		text := strings.TrimPrefix(step[1:], " ")
		switch step[0] {
		case '>':
			p.say(text)
		case 'b':
			_ = p.WriteMessage(websocket.BinaryMessage, []byte(text))
		case '<':
			p.hear(text)
		case '~':
			if got, code := p.next(); code != 0 || !strings.Contains(got, text) {
				t.Fatalf("heard %d %s, want something with %s", code, got, text)
			}
		case 'x':
			var code int
			fmt.Sscan(text, &code)
			p.closed(code, text[5:])
		case '*': // whatever comes before
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

// A client of another protocol is told so by a code; and what is no handshake, or of a strange page, is refused before.
func TestHandshake(t *testing.T) {
	s := newStage(t)
	s.dial(t, "Sec-Websocket-Protocol", "graphql-ws").closed(4406, "Subprotocol not acceptable")
	s.dial(t, "Sec-Websocket-Protocol", "").closed(4406, "Subprotocol not acceptable")
	s.dial(t, "Sec-Websocket-Protocol", "soap").closed(4406, "Subprotocol not acceptable")
	both := s.dial(t, "Sec-Websocket-Protocol", "graphql-ws graphql-transport-ws", "Origin", hall)
	if both.say(hi); both.Subprotocol() != "graphql-transport-ws" {
		t.Error(both.Subprotocol())
	}
	both.hear(ack)
	if c, _, err := s.tryDial("Origin", s.server.URL); err != nil {
		t.Error("our own page is refused: ", err)
	} else {
		c.Close()
	}
	if _, response, err := s.tryDial("Origin", "https://evil.example"); err == nil || response.StatusCode != http.StatusForbidden {
		t.Errorf("a page of another origin: %v %v", response, err)
	}
	request, _ := http.NewRequest(http.MethodGet, s.server.URL+"/graphql", nil)
	request.Header = http.Header{"Connection": {"Upgrade"}, "Upgrade": {"websocket"}, "Sec-Websocket-Version": {"12"}, "Sec-Websocket-Key": {"x"}}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	got := read(t, response)
	if got.status != http.StatusBadRequest || got.code() != "MALFORMED_REQUEST" || got.header.Get("Sec-Websocket-Version") != "13" {
		t.Errorf("an old version: %+v", got)
	}
}

// A token that ends closes the socket with a code after which stock clients come back with a fresh one.
func TestTokenExpires(t *testing.T) {
	s := newStage(t, func(s *stage) {
		s.tokens["short"] = viewer.Account(7, time.Now().Add(300*time.Millisecond))
		s.tokens["fresh"] = viewer.Account(7, time.Time{})
	})
	p := s.dial(t, "Authorization", "Bearer short")
	p.say(hi)
	p.hear(ack)
	p.say(subscribe)
	p.hear(begun)
	p.closed(4403, "Forbidden")
}

// Whoever does not answer pings is gone; who does stays.
func TestPings(t *testing.T) {
	s := newStage(t, func(s *stage) { s.live.Ping = 50 * time.Millisecond })
	alive, dead := s.greeted(t), s.greeted(t)
	dead.SetPingHandler(func(string) error { return nil })
	for range 6 { // pings are answered while somebody reads
		_ = alive.SetReadDeadline(time.Now().Add(5 * time.Second))
		alive.SetPingHandler(func(d string) error {
			_ = alive.WriteControl(websocket.PongMessage, []byte(d), time.Now().Add(time.Second))
			alive.say(`{"type":"ping"}`)
			return nil
		})
		alive.hear(`{"type":"pong"}`)
	}
	_ = dead.SetReadDeadline(time.Now().Add(5 * time.Second))
	if _, _, err := dead.ReadMessage(); err == nil || websocket.IsCloseError(err, websocket.CloseNormalClosure) {
		t.Errorf("it is still there: %v", err)
	}
}
