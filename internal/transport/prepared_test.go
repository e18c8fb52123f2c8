package transport_test

import (
	"bufio"
	"strings"
	"testing"
)

// Events that are rendered once for equal subscriptions are rendered in the language of these.
func TestSubscription_EventLanguage(t *testing.T) {
	f := newFixture(t)
	for language, want := range map[string]string{"vi": "vi", "en": "en"} {
		p := f.dial(t)
		p.send(`{"type":"connection_init","payload":{"Accept-Language":"` + language + `"}}`)
		p.expect(ackMessage)
		p.send(`{"id":"w","type":"subscribe","payload":{"query":"subscription { words }"}}`)
		p.expect(`{"id":"w","type":"next","payload":{"data":{"words":"` + want + `"}}}`)
		r := bufio.NewReader(f.openEventStream(t, "?query=subscription{words}", "Accept-Language", language).Body)
		if got := readLines(t, r, 4); !strings.Contains(got, `{"words":"`+want+`"}`) {
			t.Errorf("by an event stream: %s", got)
		}
	}
}
