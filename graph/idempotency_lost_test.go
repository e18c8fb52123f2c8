package graph_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"thidua/ent/announcement"
	"thidua/internal/access"
	"thidua/internal/conference"
	"thidua/internal/gid"
	"thidua/internal/idempotency"
	"thidua/internal/registry"
	"thidua/internal/store"
	"thidua/internal/storetest"
	"thidua/internal/viewer"
)

// commitAndFail makes an announcement under a key whose answer is never stored, as a node does that dies
// between the two.
func commitAndFail(t *testing.T, s *store.Store, caller viewer.Viewer) {
	t.Helper()
	request, err := idempotency.NewRequest(caller, "k", makeAnnouncementMutation, "Make", textVariable("Chào"))
	if err != nil {
		t.Fatal(err)
	}
	ctx, claim := idempotency.WithClaim(viewer.NewContext(t.Context(), caller), request)
	announcement := conference.NewAnnouncement{Conference: "hall", Text: "Chào", Audience: "EVERYONE"}
	if _, err := conference.Announce(ctx, s, announcement); err != nil || !claim.Committed() {
		t.Fatal(err, claim.Committed())
	}
}

// TestIdempotency_ResponseLost checks that if a node stops between the commit and the response, a repeated
// request receives the response, and the change is not made again.
func TestIdempotency_ResponseLost(t *testing.T) {
	eachLiveAPI(t, func(t *testing.T, h liveAPI) {
		caller := clerk("one")
		commitAndFail(t, h.store, caller)
		first := serve(t, h.store, caller).send(makeAnnouncementMutation, textVariable("Chào"), "Idempotency-Key",
			"k")
		if text := at(decodeJSON(t, first.Data), "makeAnnouncement", "announcement", "text"); text != "Chào" ||
			first.replay != "true" ||
			first.status != 200 {
			t.Errorf("%+v", first)
		}
		if got := serve(t, h.store, caller).send(makeAnnouncementMutation, textVariable("Khác"), "Idempotency-Key",
			"k"); got.code() != "IDEMPOTENCY_KEY_REUSED" {
			t.Errorf("with other variables it is %+v", got)
		}
		if again := serve(t, h.store, caller).send(makeAnnouncementMutation, textVariable("Chào"),
			"Idempotency-Key", "k"); string(
			again.Data,
		) != string(first.Data) ||
			again.replay != "true" {
			t.Errorf("%+v, then %+v", first, again)
		}
		if made := h.countAnnouncements("Chào"); made != 1 {
			t.Errorf("%d are made", made)
		}
	})
}

// TestIdempotency_ResponseUnavailable checks that a repeated request fails with ALREADY_DONE if the changed
// row was removed, or its response is for other viewers.
func TestIdempotency_ResponseUnavailable(t *testing.T) {
	storetest.EachDatabase(
		t,
		func(t *testing.T, s *store.Store) { // not eachLiveAPI: the announcement goes, and its event stays
			h := newLiveAPI(t, s)
			caller := clerk("one")
			commitAndFail(t, h.store, caller)
			secretary := viewer.Account(
				gid.Derive(gid.Account, "one"), time.Time{},
				viewer.Grant{Role: viewer.Secretary, Conference: registry.ConferenceID("hall")},
			)
			if got := serve(t, h.store, secretary).send(makeAnnouncementMutation, textVariable("Chào"),
				"Idempotency-Key", "k"); got.code() != "ALREADY_DONE" ||
				got.status != 409 {
				t.Errorf("with another role it is %+v", got)
			}
			if err := h.store.Tx(viewer.NewContext(t.Context(), viewer.Operator()),
				func(ctx context.Context, tx *store.Tx) error {
					_, err := tx.Announcement.Delete().Where(announcement.Text("Chào")).Exec(ctx)
					return err
				}); err != nil {
				t.Fatal(err)
			}
			if got := serve(t, h.store, caller).send(makeAnnouncementMutation, textVariable("Chào"), "Idempotency-Key",
				"k"); got.code() != "ALREADY_DONE" ||
				h.countAnnouncements("Chào") != 0 {
				t.Errorf("of what was removed it is %+v", got)
			}
		},
		store.WithReadRules(access.InstallReadRules),
	)
}

// TestIdempotency_FailedCommand checks that a command that fails before its commit stores neither the change
// nor the key.
func TestIdempotency_FailedCommand(t *testing.T) {
	eachLiveAPI(t, func(t *testing.T, h liveAPI) {
		caller := clerk("one")
		request, err := idempotency.NewRequest(caller, "k", makeAnnouncementMutation, "Make", textVariable("Chào"))
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(viewer.NewContext(t.Context(), caller))
		ctx, claim := idempotency.WithClaim(ctx, request)
		// The client goes away between the key and the change.
		ctx = store.WithStatementHook(ctx, func(text string) {
			if strings.Contains(text, "idempotency_keys") {
				cancel()
			}
		})
		if _, err := conference.Announce(ctx, h.store,
			conference.NewAnnouncement{Conference: "hall", Text: "Chào", Audience: "EVERYONE"}); err == nil ||
			claim.Committed() ||
			h.countAnnouncements("Chào") != 0 {
			t.Errorf("%v, and %d are made", err, h.countAnnouncements("Chào"))
		}
		if got := serve(t, h.store, caller).send(makeAnnouncementMutation, textVariable("Chào"), "Idempotency-Key",
			"k"); got.replay != "" ||
			len(got.Errors) > 0 ||
			h.countAnnouncements("Chào") != 1 {
			t.Errorf("%+v, and %d are made", got, h.countAnnouncements("Chào"))
		}
	})
}
