package graph_test

import (
	"fmt"
	"testing"
)

const replays = `query($p: Position) { conferenceAt(conference: "hall", position: $p) { position at conferenceId code kind title schoolYear clusterNumber hostCode heldOn
	partOfDay place online state stateReason currentItem { title } agendaItems { ordinal title startedAt endedAt }
	sites { code delegatesPresent checkedInAt checkedOutAt } announcements { text audience siteCode withdrawnAt } } }`

// TestConferenceAt_PositionsOfEvents checks that an anonymous viewer can replay a conference at the positions
// of its events, and sees what was visible then.
func TestAConferenceIsReplayed(t *testing.T) {
	eachHall(t, func(t *testing.T, h hall) {
		snapshot := h.data(`{ conference(code: "hall") { id position agendaItems { edges { node { id } } } } }`, nil)["conference"]
		items := nodeIDs(at(snapshot, "agendaItems"))
		h.ministry().data(fmt.Sprintf(`mutation { startAgendaItem(id: %q) { id } }`, items[0]), nil)
		h.ministry().data(`mutation { checkInSite(input: {conference: "hall", site: "hue", delegates: 31}) { id } }`, nil)
		h.announce("Họp kín", "PARTICIPANTS")
		h.announce("Chào mừng", "EVERYONE")
		h.conduct("pauseConference")
		h.ministry().data(`mutation { checkOutSite(conference: "hall", site: "hue") { id } }`, nil)
		h.conduct("resumeConference", "closeConference")
		// the stranger is told of all but the announcement to participants, with positions
		screen := h.dial("")
		screen.subscribe("1", events, map[string]any{"after": at(snapshot, "position")})
		for _, want := range []struct{ event, told string }{
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
			event := screen.happened("1")
			r := h.replay(position(event))
			if told(event) != want.event || replayInWords(r) != want.told || at(r, "position") != position(event) || at(r, "at") != at(event, "conferenceEvents", "at") {
				t.Errorf("%s: %s, want %+v", told(event), replayInWords(r), want)
			}
		}
		first := h.replay(at(snapshot, "position"))
		if got := replayInWords(first); got != "IN_SESSION, <nil>, hue <nil> false, []" || at(first, "title") != "Tổng kết" || at(first, "schoolYear") != "2024-2025" || at(first, "conferenceId") != at(snapshot, "id") {
			t.Errorf("the snapshot's position tells %s: %v", got, first)
		}
		if now := h.replay(nil); replayInWords(now) != "CLOSED, <nil>, hue 31 true, [Chào mừng]" {
			t.Errorf("now is %s", replayInWords(now))
		}
		if whole := h.ministry().data(replays, nil)["conferenceAt"]; len(at(whole, "announcements").([]any)) != 2 {
			t.Errorf("the Ministry is told %s", replayInWords(whole))
		}
		other := `mutation { planConference(input: {code: "other", kind: FINAL_REVIEW, title: "Khác", schoolYear: "2024-2025", cluster: 2}) { position } }`
		elsewhere := at(h.ministry().data(other, nil), "planConference", "position")
		for position, code := range map[any]string{elsewhere: "BAD_POSITION", "rubbish": "BAD_POSITION"} {
			if got := h.ask(replays, map[string]any{"p": position}); len(got.Errors) != 1 || got.Errors[0].Extensions.Code != code || at(got.Data, "conferenceAt") != nil {
				t.Errorf("%v: %+v, want %s", position, got, code)
			}
		}
		h.refuses(`{ conferenceAt(conference: "other") { state } }`, "NOT_FOUND") // it is not open yet
	})
}

// TestConferenceAt_RecordedConference checks that a conference known only from documents fails with a code
// instead of being empty.
func TestTheRecordIsNotReplayed(t *testing.T) {
	eachRecord(t, func(a api) {
		a.refuses(`{ conferenceAt(conference: "c2-2023-2024-final") { state } }`, "NOT_IN_JOURNAL")
	})
}

func (h hall) replay(position any) any {
	h.t.Helper()
	return h.data(replays, map[string]any{"p": position})["conferenceAt"]
}

// replayInWords is a replay: its state, its current item, the site of Huế and whether it has left, and the announcements.
func replayInWords(replay any) string {
	var texts []any
	for i := range at(replay, "announcements").([]any) {
		texts = append(texts, at(replay, "announcements", i, "text"))
	}
	return fmt.Sprintf("%v, %v, %v %v %v, %v", at(replay, "state"), at(replay, "currentItem", "title"), at(replay, "sites", 1, "code"),
		at(replay, "sites", 1, "delegatesPresent"), at(replay, "sites", 1, "checkedOutAt") != nil, texts)
}
