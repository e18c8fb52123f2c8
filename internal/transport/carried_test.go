package transport_test

import (
	"bufio"
	"strings"
	"testing"
)

// Events that are rendered once for equal subscriptions are rendered in the language of these.
func TestLanguageOfEvents(t *testing.T) {
	s := newStage(t)
	for language, want := range map[string]string{"vi": "vi", "en": "en"} {
		p := s.dial(t)
		p.say(`{"type":"connection_init","payload":{"Accept-Language":"` + language + `"}}`)
		p.hear(ack)
		p.say(`{"id":"w","type":"subscribe","payload":{"query":"subscription { words }"}}`)
		p.hear(`{"id":"w","type":"next","payload":{"data":{"words":"` + want + `"}}}`)
		r := bufio.NewReader(s.events(t, "?query=subscription{words}", "Accept-Language", language).Body)
		if got := lines(t, r, 4); !strings.Contains(got, `{"words":"`+want+`"}`) {
			t.Errorf("by an event stream: %s", got)
		}
	}
}
