package graph_test

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"thidua/internal/conference"
	"thidua/internal/journal"
	"thidua/internal/registry"
	"thidua/internal/store"
	"thidua/internal/viewer"
)

var journalLimit = regexp.MustCompile(`LIMIT (\d+)`)

// A long conference is replayed from its snapshots: as it was replayed without them, by each viewer, and by
// reading fewer entries than lie between two of them.
func TestConferenceAt_StartsFromSnapshots(t *testing.T) {
	eachLiveAPI(t, func(t *testing.T, h liveAPI) {
		h.announce("Họp kín", "PARTICIPANTS")
		id := registry.ConferenceID("hall")
		if err := h.store.Tx(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			for i := range 2*conference.EntriesPerSnapshot + 200 {
				journal.Append(tx, journal.ConferenceStream(id), journal.SiteCheckedIn{
					SiteID: conference.SiteID("hall", "hue"), Code: "hue", Name: "Huế", DelegatesPresent: i, CheckedInAt: tx.Now(),
				})
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		h.announce("Chào mừng", "EVERYONE")
		h.asMinistry().data(
			`mutation { checkInSite(input: {conference: "hall", site: "hue", delegatesPresent: 31}) { site { id } } }`, nil,
		)
		query := strings.Replace(
			strings.Replace(replayQuery, "query($p: Position) ", "", 1), ", position: $p", "", 1,
		)
		strangerBefore, ministryBefore := h.data(query, nil), h.asMinistry().data(query, nil)
		read := func() (n int) {
			t.Helper()
			c := h.countStatements(query, "")
			for _, text := range c.Statements() {
				if m := journalLimit.FindStringSubmatch(text); m != nil && strings.Contains(text, "journal_entries") {
					some, _ := strconv.Atoi(m[1])
					n += some
				}
			}
			return n
		}
		if n := read(); n < 2*conference.EntriesPerSnapshot {
			t.Errorf("without snapshots %d entries are read", n)
		}
		// One for strangers and one for viewers in the audience of participants.
		if made, err := conference.MakeSnapshots(viewer.NewContext(t.Context(), viewer.Operator()),
			h.store); err != nil ||
			made != 4 {
			t.Fatal(made, err)
		}
		if n := read(); n == 0 || n >= conference.EntriesPerSnapshot {
			t.Errorf("with snapshots %d entries are read", n)
		}
		if got := h.data(query, nil); fmt.Sprint(got) != fmt.Sprint(strangerBefore) ||
			strings.Contains(fmt.Sprint(got), "Họp kín") {
			t.Errorf("a stranger is told\n%v, not\n%v", got, strangerBefore)
		}
		if got := h.asMinistry().data(query, nil); fmt.Sprint(got) != fmt.Sprint(ministryBefore) ||
			!strings.Contains(fmt.Sprint(got), "Họp kín") {
			t.Errorf("the Ministry is told\n%v, not\n%v", got, ministryBefore)
		}
	})
}
