package graph_test

import (
	"fmt"
	"testing"
)

const replayQuery = `query($p: Position) { conferenceAt(conference: "hall", position: $p) { position at
	conferenceId code kind title schoolYear clusterNumber hostCode heldOn
	partOfDay venue online state stateReason currentItem { title } agendaItems { ordinal title startedAt endedAt
	}
	sites { code delegatesPresent checkedInAt checkedOutAt } announcements { text audience siteCode withdrawnAt }
	} }`

// TestConferenceAt_PositionsOfEvents checks that an anonymous viewer can replay a conference at the positions
// of its events, and sees what was visible then.
func TestConferenceAt_PositionsOfEvents(t *testing.T) {
	eachLiveAPI(t, func(t *testing.T, h liveAPI) {
		snapshot := h.data(`{ conference(code: "hall") { id position agendaItems { edges { node { id } `+
			`} } } }`, nil)["conference"]
		items := nodeIDs(at(snapshot, "agendaItems"))
		h.asMinistry().data(fmt.Sprintf(`mutation { startAgendaItem(input: {agendaItem: %q}) { agendaItem { id } } }`, items[0]), nil)
		h.asMinistry().data(
			`mutation { checkInSite(input: {conference: "hall", site: "hue", delegatesPresent: 31}) { site { id } } }`, nil,
		)
		h.announce("Họp kín", "PARTICIPANTS")
		h.announce("Chào mừng", "EVERYONE")
		h.callTransitions("pauseConference")
		h.asMinistry().data(`mutation { checkOutSite(input: {conference: "hall", site: "hue"}) { site { id } } }`, nil)
		h.callTransitions("resumeConference", "closeConference")
		// the stranger receives all but the announcement to participants, with positions
		screen := h.dial("")
		screen.subscribe("1", eventsQuery, map[string]any{"after": at(snapshot, "position")})
		for _, want := range []struct{ event, replayed string }{
			{"AgendaItemStarted Báo cáo", "IN_SESSION, Báo cáo, hue <nil> false, []"},
			{"SiteCheckedIn hue", "IN_SESSION, Báo cáo, hue 31 false, []"},
			{"AnnouncementMade Chào mừng", "IN_SESSION, Báo cáo, hue 31 false, [Chào mừng]"},
			{"AgendaItemPaused", "IN_SESSION, Báo cáo, hue 31 false, [Chào mừng]"},
			{"ConferenceStateChanged ON_BREAK", "ON_BREAK, Báo cáo, hue 31 false, [Chào mừng]"},
			{"SiteCheckedOut", "ON_BREAK, Báo cáo, hue 31 true, [Chào mừng]"},
			{"AgendaItemResumed", "ON_BREAK, Báo cáo, hue 31 true, [Chào mừng]"},
			{"ConferenceStateChanged IN_SESSION", "IN_SESSION, Báo cáo, hue 31 true, [Chào mừng]"},
			{"AgendaItemEnded", "IN_SESSION, <nil>, hue 31 true, [Chào mừng]"},
			{"ConferenceStateChanged CLOSED", "CLOSED, <nil>, hue 31 true, [Chào mừng]"},
		} {
			event := screen.nextEvent("1")
			r := h.replayAt(positionOfEvent(event))
			if formatEvent(event) != want.event || formatReplay(r) != want.replayed ||
				at(r, "position") != positionOfEvent(event) ||
				at(r, "at") != at(event, "conferenceEvents", "at") {
				t.Errorf("%s: %s, want %+v", formatEvent(event), formatReplay(r), want)
			}
		}
		first := h.replayAt(at(snapshot, "position"))
		if got := formatReplay(first); got != "IN_SESSION, <nil>, hue <nil> false, []" ||
			at(first, "title") != "Tổng kết" ||
			at(first, "schoolYear") != "2024-2025" ||
			at(first, "conferenceId") != at(snapshot, "id") {
			t.Errorf("the snapshot's position tells %s: %v", got, first)
		}
		if now := h.replayAt(nil); formatReplay(now) != "CLOSED, <nil>, hue 31 true, [Chào mừng]" {
			t.Errorf("now is %s", formatReplay(now))
		}
		if whole := h.asMinistry().data(replayQuery, nil)["conferenceAt"]; len(
			at(whole, "announcements").([]any),
		) != 2 {
			t.Errorf("the Ministry is told %s", formatReplay(whole))
		}
		other := `mutation { planConference(input: {code: "other", kind: FINAL_REVIEW, title: "Khác", ` +
			`schoolYear: "2024-2025", cluster: 2}) { conference { position } } }`
		elsewhere := at(h.asMinistry().data(other, nil), "planConference", "conference", "position")
		for position, code := range map[any]string{elsewhere: "BAD_POSITION", "rubbish": "BAD_POSITION"} {
			if got := h.ask(replayQuery, map[string]any{"p": position}); len(got.Errors) != 1 ||
				got.Errors[0].Extensions.Code != code ||
				at(got.Data, "conferenceAt") != nil {
				t.Errorf("%v: %+v, want %s", position, got, code)
			}
		}
		h.checkRefused(`{ conferenceAt(conference: "other") { state } }`, "NOT_FOUND") // it is not open yet
	})
}

// TestConferenceAt_RecordedConference checks that a conference known only from documents fails with a code
// instead of being empty.
func TestConferenceAt_RecordedConference(t *testing.T) {
	eachDataset(t, func(a api) {
		a.checkRefused(`{ conferenceAt(conference: "c2-2023-2024-final") { state } }`, "NOT_IN_JOURNAL")
	})
}

func (h liveAPI) replayAt(position any) any {
	h.t.Helper()
	return h.data(replayQuery, map[string]any{"p": position})["conferenceAt"]
}

// formatReplay is a replay: its state, its current item, the site of Huế and whether it has left, and the
// announcements.
func formatReplay(replay any) string {
	var texts []any
	for i := range at(replay, "announcements").([]any) {
		texts = append(texts, at(replay, "announcements", i, "text"))
	}
	return fmt.Sprintf("%v, %v, %v %v %v, %v", at(replay, "state"), at(replay, "currentItem", "title"),
		at(replay, "sites", 1, "code"), at(replay, "sites", 1, "delegatesPresent"),
		at(replay, "sites", 1, "checkedOutAt") != nil, texts)
}
