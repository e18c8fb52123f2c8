package conference_test

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"thidua/ent"
	"thidua/ent/floorrequest"
	"thidua/internal/conference"
	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/registry/registrytest"
)

// A turn from the request to its end, with an interruption and a break; idempotent commands are called twice.
func TestFloor_TurnFromRequestToEnd(t *testing.T) {
	eachFloor(t, func(h fixture) {
		paper := h.run("bac-ninh",
			h.requestFloor(conference.NewFloorRequest{
				Kind: "PRESENTATION", Unit: "bac-ninh", Site: "main", Speaker: "Nguyễn Thị A",
				Subject: "Đổi mới kiểm tra", AllottedSeconds: 300,
			}))
		order, remark := h.mustRequestFloor("nam-dinh", "POINT_OF_ORDER"),
			h.run("soc-trang screen", h.requestFloor(conference.NewFloorRequest{Site: "soc-trang"}))
		h.wantError("head", h.withID(conference.GiveFloor, paper), "WRONG_STATE")
		h.run("head", h.withCode(conference.Start))
		n := len(h.changes())

		h.runTwice("secretary", h.withID(conference.GiveFloor, paper))
		h.wantError("head", h.withID(conference.GiveFloor, remark), "FLOOR_TAKEN")
		h.wantError("head", h.withID(conference.PauseFloor, remark), "FLOOR_NOT_GIVEN")
		h.wantError("head", h.withID(conference.YieldFloor, remark), "FLOOR_NOT_GIVEN")
		h.wantError("head", h.withID(conference.ResumeFloor, remark), "FLOOR_NOT_GIVEN")
		h.runTwice("head", h.withID(conference.GiveFloor, order)) // interrupts
		h.wantError("head", h.withID(conference.ResumeFloor, paper), "FLOOR_TAKEN")
		h.wantError("head", h.withID(conference.GiveFloor, paper), "FLOOR_ALREADY_GIVEN")
		h.wantError("head", h.withID(conference.GiveFloor, remark), "FLOOR_TAKEN")
		h.runTwice("nam-dinh", h.withID(conference.YieldFloor, order))
		h.wantError("head", h.withID(conference.GiveFloor, remark), "FLOOR_TAKEN") // the interrupted turn has it
		h.runTwice("head", h.withID(conference.ResumeFloor, paper))
		h.runTwice("head", h.allotTime(paper, 420))
		h.runTwice("head", h.withID(conference.PauseFloor, paper))
		h.runTwice("head", h.withID(conference.ResumeFloor, paper))
		h.runTwice("head", h.withCode(conference.Pause)) // pauses the turn
		h.wantError("head", h.withID(conference.ResumeFloor, paper), "WRONG_STATE")
		h.runTwice("head", h.withCode(conference.Resume))
		h.runTwice("bac-ninh", h.withID(conference.YieldFloor, paper))
		h.wantError("head", h.withID(conference.PauseFloor, paper), "FLOOR_NOT_GIVEN")
		h.wantError("head", h.allotTime(paper, 60), "FLOOR_ALREADY_GIVEN")
		h.runTwice("head", h.withID(conference.GiveFloor, remark))
		h.runTwice("head", h.withCode(conference.Close)) // ends the turn
		eq(t, "the journal", h.changeKinds(n),
			"[FloorGiven FloorPaused FloorGiven FloorYielded FloorResumed FloorExtended FloorPaused "+
				"FloorResumed FloorPaused ConferenceStateChanged ConferenceStateChanged "+
				"FloorYielded FloorGiven FloorYielded ConferenceStateChanged]")
		for _, call := range []commandCall{h.withID(conference.GiveFloor, remark),
			h.withID(conference.YieldFloor, remark),
			h.withID(conference.WithdrawFloorRequest, remark), h.withID(conference.RestoreFloorRequest, remark),
			h.placeRequest(remark, 1), h.allotTime(remark, 60), h.setFloorQuota(60, 0),
			h.requestFloor(conference.NewFloorRequest{Unit: "nam-dinh"})} {
			h.wantError("head", call, "WRONG_STATE")
		}
		h.checkFloorEvents()

		speeches := h.s.Reader().Speech.Query().Order(ent.Asc("ordinal")).AllX(registrytest.OperatorContext(t))
		var words []string
		for _, s := range speeches {
			words = append(words, strings.Join([]string{string(s.Kind), s.Speaker, s.Summary}, "/"))
		}
		eq(t, "the speeches", strings.Join(words, ", "),
			"PRESENTATION/Nguyễn Thị A/Đổi mới kiểm tra, "+
				"POINT_OF_ORDER/Đại biểu Sở nam-dinh/Ý kiến về trình tự., "+
				"REMARK/Đại biểu điểm cầu Sóc Trăng/Phát biểu thảo luận.")
		if turn := h.lastRequestState(paper); *turn.SpeechID != speeches[0].ID || turn.State != "YIELDED" ||
			turn.AllottedSeconds != 420 || turn.EndedAt == nil {
			t.Errorf("%+v", turn)
		}
	})
}

// Who may request the floor and withdraw a request: for a unit its delegates and editors of the school year,
// for a site its screen.
func TestRequestFloor_Permissions(t *testing.T) {
	eachFloor(t, func(h fixture) {
		conducts := []string{"ministry", "head", "deputy", "secretary"}
		unit, site := h.mustRequestFloor("bac-ninh", "REMARK"),
			h.run("head", h.requestFloor(conference.NewFloorRequest{Site: "soc-trang"}))
		for _, name := range slices.Concat(slices.Collect(maps.Keys(viewers)),
			slices.Collect(maps.Keys(floorViewers))) {
			for _, c := range []struct {
				may      []string
				commands []commandCall
			}{
				{[]string{"bac-ninh", "delegate of bac-ninh", "editor"}, []commandCall{
					h.requestFloor(conference.NewFloorRequest{Unit: "bac-ninh", Site: "soc-trang"}),
					h.withID(conference.WithdrawFloorRequest, unit), h.withID(conference.RestoreFloorRequest, unit),
					h.withID(conference.YieldFloor, unit),
				}},
				{[]string{"soc-trang screen"}, []commandCall{
					h.requestFloor(conference.NewFloorRequest{Site: "soc-trang"}),
					h.requestFloor(conference.NewFloorRequest{Unit: "soc-trang", Site: "soc-trang"}),
					h.withID(conference.WithdrawFloorRequest, site),
				}},
				{nil,
					[]commandCall{h.requestFloor(conference.NewFloorRequest{Unit: "hue"}),
						h.requestFloor(conference.NewFloorRequest{Site: "main"}), h.withID(conference.GiveFloor, unit),
						h.withID(conference.PauseFloor, unit), h.withID(conference.ResumeFloor, unit), h.placeRequest(unit, 1),
						h.allotTime(unit, 60), h.setFloorQuota(60, 60)}},
			} {
				for _, v := range c.commands {
					if !slices.Contains(conducts, name) && !slices.Contains(c.may, name) {
						h.wantRefused(name, v)
					}
				}
			}
		}
		for _, name := range []string{"bac-ninh", "editor", "secretary"} {
			h.run(name, h.requestFloor(conference.NewFloorRequest{Unit: "bac-ninh"}))
		}
		h.wantError("head", h.withID(conference.GiveFloor, gid.New(gid.FloorRequest)), "NOT_FOUND")
		h.checkFloorEvents()
	})
}

func TestRequestFloor_Rejected(t *testing.T) {
	eachFloor(t, func(h fixture) {
		for _, c := range []struct {
			in   conference.NewFloorRequest
			code fault.Code
		}{
			{conference.NewFloorRequest{}, "BAD_INPUT"},
			{conference.NewFloorRequest{Unit: "bac-ninh", Kind: "SONG"}, "BAD_INPUT"},
			{conference.NewFloorRequest{Unit: "bac-ninh", Speaker: " A"}, "BAD_INPUT"},
			{conference.NewFloorRequest{Unit: "bac-ninh", Subject: strings.Repeat("a", 5000)}, "BAD_INPUT"},
			{conference.NewFloorRequest{Unit: "bac-ninh", AllottedSeconds: 9}, "BAD_INPUT"},
			{conference.NewFloorRequest{Unit: "bac-ninh", AllottedSeconds: 7201}, "BAD_INPUT"},
			{conference.NewFloorRequest{Unit: "nowhere"}, "UNKNOWN_CODE"},
			{conference.NewFloorRequest{Site: "nowhere"}, "UNKNOWN_CODE"},
			{conference.NewFloorRequest{Unit: "bac-ninh", Person: "nobody"}, "UNKNOWN_CODE"},
			{conference.NewFloorRequest{Unit: "bac-ninh", AgendaItem: new(itemID(9))}, "UNKNOWN_CODE"},
		} {
			h.wantError("secretary", h.requestFloor(c.in), c.code)
		}
		var first gid.ID
		for range 5 {
			first = h.mustRequestFloor("bac-ninh", "REMARK")
		}
		h.wantError("secretary", h.requestFloor(conference.NewFloorRequest{Unit: "bac-ninh", Site: "main"}),
			"FLOOR_REQUESTED_ENOUGH")
		// a site without a unit is another requester
		h.run("secretary", h.requestFloor(conference.NewFloorRequest{Site: "main"}))
		h.runTwice("bac-ninh", h.withID(conference.WithdrawFloorRequest, first))
		h.run("head", h.withCode(conference.Start))
		h.wantError("head", h.withID(conference.GiveFloor, first), "FLOOR_REQUEST_WITHDRAWN")
		h.wantError("head", h.placeRequest(first, 1), "FLOOR_REQUEST_WITHDRAWN")
		h.wantError("head", h.allotTime(first, 60), "FLOOR_REQUEST_WITHDRAWN")
		h.mustRequestFloor("bac-ninh", "REMARK")
		h.wantError("bac-ninh", h.withID(conference.RestoreFloorRequest, first), "FLOOR_REQUESTED_ENOUGH")
		h.runTwice(
			"nam-dinh", h.withID(conference.WithdrawFloorRequest, h.mustRequestFloor("nam-dinh", "QUESTION")),
		)
		h.checkFloorEvents()
	})
}

// The chair places requests. A placed request moves up if one before it leaves, and down if another is placed
// before it; a restored request loses its position.
func TestPlaceFloorRequest(t *testing.T) {
	eachFloor(t, func(h fixture) {
		a, b, c := h.mustRequestFloor("bac-ninh", "REMARK"), h.mustRequestFloor(
			"nam-dinh",
			"REMARK",
		), h.mustRequestFloor("soc-trang", "REMARK")
		h.wantError("head", func(ctx context.Context) (gid.ID, error) {
			return conference.PlaceFloorRequest(ctx, h.s, conference.FloorPlace{
				Request: a, Place: new(0), Reason: "x",
			})
		}, "BAD_INPUT")
		h.wantError("head", func(ctx context.Context) (gid.ID, error) {
			return conference.PlaceFloorRequest(ctx, h.s, conference.FloorPlace{Request: a, Place: new(1)})
		}, "BAD_INPUT")
		h.wantError("head", func(ctx context.Context) (gid.ID, error) {
			return conference.PlaceFloorRequest(ctx, h.s, conference.FloorPlace{Request: a, Reason: "x"})
		}, "BAD_INPUT")
		n := len(h.changes())
		h.runTwice("head", h.placeRequest(a, 7)) // the last of three
		eq(t, "at the end", *h.lastRequestState(a).Place, 3)
		h.runTwice("head", h.placeRequest(c, 1))
		eq(t, "in front", *h.lastRequestState(c).Place, 1)
		h.runTwice("bac-ninh", h.withID(conference.WithdrawFloorRequest, h.mustRequestFloor("bac-ninh", "REMARK")))
		eq(t, "none before it left", *h.lastRequestState(a).Place, 3)
		h.runTwice("nam-dinh", h.withID(conference.WithdrawFloorRequest, b))
		eq(t, "one before it left", *h.lastRequestState(a).Place, 2)
		h.run("head", h.withCode(conference.Start))
		h.runTwice("head", h.withID(conference.GiveFloor, c))
		eq(t, "the next one", *h.lastRequestState(a).Place, 1)
		eq(t, "the reason is kept", *h.lastRequestState(c).PlaceReason, "Đi sớm")
		h.runTwice("nam-dinh", h.withID(conference.RestoreFloorRequest, b))
		h.runTwice("head", h.placeRequest(b, 1))
		eq(t, "another one placed before it", *h.lastRequestState(a).Place, 2)
		h.runTwice("head", h.placeRequest(b, 0))
		h.runTwice("bac-ninh", h.withID(conference.WithdrawFloorRequest, a))
		h.runTwice("bac-ninh", h.withID(conference.RestoreFloorRequest, a))
		if turn := h.lastRequestState(a); turn.Place != nil || turn.PlaceReason != nil || turn.EndedAt != nil {
			t.Errorf("restored: %+v", turn)
		}
		h.wantError("head", h.placeRequest(c, 1), "FLOOR_ALREADY_GIVEN")
		h.wantError("head", h.withID(conference.WithdrawFloorRequest, c), "FLOOR_ALREADY_GIVEN")
		h.wantError("head", h.withID(conference.RestoreFloorRequest, c), "FLOOR_ALREADY_GIVEN")
		h.runTwice("deputy", h.setFloorQuota(600, 0))
		h.wantError("deputy", h.setFloorQuota(-1, 0), "BAD_INPUT")
		h.wantError("deputy", h.setFloorQuota(0, 100000), "BAD_INPUT")
		h.runTwice("deputy", h.setFloorQuota(0, 900))
		if kinds := h.changeKinds(n); !strings.HasSuffix(kinds, "FloorQuotaSet FloorQuotaSet]") {
			t.Error(kinds)
		}
		h.checkFloorEvents()
	})
}

// Of concurrent GiveFloor calls one succeeds; of concurrent requests of a unit as many as are allowed.
func TestGiveFloor_Concurrent(t *testing.T) {
	eachFloor(t, func(h fixture) {
		h.run("head", h.withCode(conference.Start))
		all := func(n int, do func(i int) error) (done int, refused []error) {
			errs := make([]error, n)
			var wg sync.WaitGroup
			for i := range n {
				wg.Go(func() { errs[i] = do(i) })
			}
			wg.Wait()
			for _, err := range errs {
				if err != nil {
					refused = append(refused, err)
				}
			}
			return n - len(refused), refused
		}
		done, refused := all(12, func(int) error {
			_, err := h.requestFloor(conference.NewFloorRequest{Unit: "bac-ninh"})(h.ctxAs("bac-ninh"))
			return err
		})
		eq(t, "requests", done, 5)
		for _, err := range refused {
			if !errors.Is(err, fault.FloorRequestedEnough) {
				t.Error(err)
			}
		}
		ids := h.s.Reader().FloorRequest.Query().IDsX(registrytest.OperatorContext(t))
		done, refused = all(len(ids), func(i int) error {
			_, err := conference.GiveFloor(h.ctxAs("head"), h.s, ids[i])
			return err
		})
		eq(t, "given", done, 1)
		for _, err := range refused {
			if !errors.Is(err, fault.FloorTaken) {
				t.Error(err)
			}
		}
		eq(t, "speaking",
			h.s.Reader().FloorRequest.Query().Where(floorrequest.StateEQ("SPEAKING")).
				CountX(registrytest.OperatorContext(t)), 1)
		h.checkFloorEvents()
	})
}

func TestSumTurns(t *testing.T) {
	turns := []conference.Turn{
		{Unit: 1, Site: 11, Speaker: "An", Seconds: 60}, {Unit: 2, Seconds: 100},
		{Unit: 1, Site: 12, Speaker: "An", Seconds: 50}, {Site: 11, Speaker: "Bình", Seconds: 5},
	}
	for by, want := range map[conference.TotalGrouping][]conference.Total{
		"UNIT": {{Unit: 1, Seconds: 110, Turns: 2}, {Unit: 2, Seconds: 100, Turns: 1}},
		"SITE": {{Site: 11, Seconds: 65, Turns: 2}, {Site: 12, Seconds: 50, Turns: 1}},
		"SPEAKER": {{Unit: 1, Speaker: "An", Seconds: 110, Turns: 2},
			{Speaker: "Bình", Seconds: 5, Turns: 1}},
	} {
		if got := conference.SumTurns(turns, by); !slices.Equal(got, want) {
			t.Errorf("by %s: %+v, want %+v", by, got, want)
		}
	}
	now := time.Date(2024, 8, 19, 1, 0, 0, 0, time.UTC)
	running := &ent.FloorRequest{SpentSeconds: 30, ResumedAt: new(now.Add(-90 * time.Second))}
	eq(t, "while running", conference.SpokenSeconds(running, now), 120)
	eq(t, "with a clock that is behind", conference.SpokenSeconds(running, now.Add(-time.Hour)), 30)
	eq(t, "while paused", conference.SpokenSeconds(&ent.FloorRequest{SpentSeconds: 30}, now), 30)
}

// Delegates may not withdraw, restore or end a request that the chair arranged for their unit.
func TestFloor_ArrangedRequestOfUnit(t *testing.T) {
	eachFloor(t, func(h fixture) {
		id := h.mustRequestFloor("bac-ninh", "WELCOME")
		withdraw, restore, yield := h.withID(conference.WithdrawFloorRequest, id),
			h.withID(conference.RestoreFloorRequest, id), h.withID(conference.YieldFloor, id)
		h.wantError("bac-ninh", withdraw, "FORBIDDEN")
		h.run("secretary", withdraw)
		h.wantError("bac-ninh", restore, "FORBIDDEN")
		h.run("secretary", restore)
		h.run("head", h.withCode(conference.Start))
		h.run("head", h.withID(conference.GiveFloor, id))
		h.wantError("bac-ninh", yield, "FORBIDDEN")
		h.run("head", yield)
	})
}

// A speech recorded from a document does not overwrite the speech of a turn with the same ordinal.
func TestRecord_KeepsSpeechOfTurn(t *testing.T) {
	eachFloor(t, func(h fixture) {
		h.run("head", h.withCode(conference.Start))
		turn := h.run("head",
			h.requestFloor(conference.NewFloorRequest{Unit: "bac-ninh", Subject: "Nói trong hội trường"}))
		h.run("head", h.withID(conference.GiveFloor, turn))
		h.run("head", h.withID(conference.YieldFloor, turn))
		in := conference.Conference{Code: code, Kind: "FINAL_REVIEW", State: "CLOSED", Title: "Tổng kết",
			SchoolYear: year, Cluster: 2,
			Speeches: []conference.Speech{{Kind: "REMARK", Speaker: "Người khác", Summary: "Lời khác"}}}
		err := conference.Record(registrytest.OperatorContext(t), h.s, in)
		if known, ok := fault.FromError(err); !ok || known.Code() != "BAD_INPUT" {
			t.Errorf("recorded: %v", err)
		}
		if rows := h.s.Reader().Speech.Query().AllX(t.Context()); len(rows) != 1 ||
			rows[0].Summary != "Nói trong hội trường" {
			t.Errorf("%v", rows)
		}
	})
}
