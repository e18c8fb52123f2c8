package graph_test

import (
	"testing"

	"thidua/internal/account"
)

// TestPostponedConference_EventsOfParticipants checks that a postponed conference is visible only to
// participants, and that other subscribers receive the postponement and then NOT_FOUND.
func TestPostponedConference_EventsOfParticipants(t *testing.T) {
	eachLiveAPI(t, func(t *testing.T, h liveAPI) {
		h.asMinistry().data(`mutation { planConference(input: {code: "later", kind: FINAL_REVIEW, title: "Tổng kết",
			schoolYear: "2024-2025", cluster: 2, heldOn: "2025-08-19"}) { conference { id } } }`, nil)
		h.asMinistry().data(`mutation { openConference(input: {conference: "later"}) { conference { id } } }`, nil)
		const later = `subscription { conferenceEvents(conference: "later") { position change { __typename ... ` +
			`on ConferenceStateChanged { state } ... on AnnouncementMade { text } } } }`
		code := "later"
		token, _ := h.signUp("s", account.NewGrant{Role: "SECRETARY", Conference: &code})
		guest, secretary := h.dial(""), h.dial(token.Secret)
		for _, s := range []socket{guest, secretary} {
			s.subscribe("1", later, nil)
			s.nextData("1")
		}
		h.asMinistry().data(`mutation { postponeConference(input: {conference: "later", reason: "Bão"}) { conference { id } } }`, nil)
		h.asMinistry().data(
			`mutation { makeAnnouncement(input: {conference: "later", text: "Ngày mới: sau bão"}) { announcement { id } } }`, nil,
		)
		for _, s := range []socket{guest, secretary} {
			if got := formatEvent(s.nextEvent("1")); got != "ConferenceStateChanged POSTPONED" {
				t.Errorf("first came %s", got)
			}
		}
		if got := guest.errorCode("1"); got != "NOT_FOUND" {
			t.Errorf("a guest is told %s", got)
		}
		if got := formatEvent(secretary.nextEvent("1")); got != "AnnouncementMade Ngày mới: sau bão" {
			t.Errorf("the secretary is told %s", got)
		}
		guest.subscribe("2", later, nil)
		if got := guest.errorCode("2"); got != "NOT_FOUND" {
			t.Errorf("who asks again is told %s", got)
		}
	})
}
