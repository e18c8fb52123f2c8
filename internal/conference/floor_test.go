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
func TestATurn(t *testing.T) {
	eachFloor(t, func(h hall) {
		paper := h.once("bac-ninh",
			h.ask(conference.NewFloorRequest{
				Kind: "PRESENTATION", Unit: "bac-ninh", Site: "main", Speaker: "Nguyễn Thị A",
				Subject: "Đổi mới kiểm tra", Seconds: 300,
			}))
		order, remark := h.asks("nam-dinh", "POINT_OF_ORDER"),
			h.once("soc-trang screen", h.ask(conference.NewFloorRequest{Site: "soc-trang"}))
		h.refused("head", h.on(conference.GiveFloor, paper), "WRONG_STATE")
		h.once("head", h.step(conference.Start))
		n := len(h.changes())

		h.does("secretary", h.on(conference.GiveFloor, paper))
		h.refused("head", h.on(conference.GiveFloor, remark), "FLOOR_TAKEN")
		h.refused("head", h.on(conference.PauseFloor, remark), "FLOOR_NOT_GIVEN")
		h.refused("head", h.on(conference.YieldFloor, remark), "FLOOR_NOT_GIVEN")
		h.refused("head", h.on(conference.ResumeFloor, remark), "FLOOR_NOT_GIVEN")
		h.does("head", h.on(conference.GiveFloor, order)) // interrupts
		h.refused("head", h.on(conference.ResumeFloor, paper), "FLOOR_TAKEN")
		h.refused("head", h.on(conference.GiveFloor, paper), "FLOOR_ALREADY_GIVEN")
		h.refused("head", h.on(conference.GiveFloor, remark), "FLOOR_TAKEN")
		h.does("nam-dinh", h.on(conference.YieldFloor, order))
		h.refused("head", h.on(conference.GiveFloor, remark), "FLOOR_TAKEN") // the interrupted turn has it
		h.does("head", h.on(conference.ResumeFloor, paper))
		h.does("head", h.allot(paper, 420))
		h.does("head", h.on(conference.PauseFloor, paper))
		h.does("head", h.on(conference.ResumeFloor, paper))
		h.does("head", h.step(conference.Pause)) // pauses the turn
		h.refused("head", h.on(conference.ResumeFloor, paper), "WRONG_STATE")
		h.does("head", h.step(conference.Resume))
		h.does("bac-ninh", h.on(conference.YieldFloor, paper))
		h.refused("head", h.on(conference.PauseFloor, paper), "FLOOR_NOT_GIVEN")
		h.refused("head", h.allot(paper, 60), "FLOOR_ALREADY_GIVEN")
		h.does("head", h.on(conference.GiveFloor, remark))
		h.does("head", h.step(conference.Close)) // ends the turn
		eq(t, "the journal", h.kinds(n),
			"[FloorGiven FloorPaused FloorGiven FloorYielded FloorResumed FloorExtended FloorPaused "+
				"FloorResumed FloorPaused "+
				"ConferenceStateChanged ConferenceStateChanged FloorYielded FloorGiven FloorYielded "+
				"ConferenceStateChanged]")
		for _, verb := range []verb{h.on(conference.GiveFloor, remark), h.on(conference.YieldFloor, remark),
			h.on(conference.WithdrawFloorRequest, remark), h.on(conference.RestoreFloorRequest, remark),
			h.put(remark, 1), h.allot(remark, 60), h.quota(60, 0),
			h.ask(conference.NewFloorRequest{Unit: "nam-dinh"})} {
			h.refused("head", verb, "WRONG_STATE")
		}
		h.told()

		speeches := h.s.Reader().Speech.Query().Order(ent.Asc("ordinal")).AllX(registrytest.Operator(t))
		var words []string
		for _, s := range speeches {
			words = append(words, strings.Join([]string{string(s.Kind), s.Speaker, s.Summary}, "/"))
		}
		eq(t, "the speeches", strings.Join(words, ", "),
			"PRESENTATION/Nguyễn Thị A/Đổi mới kiểm tra, POINT_OF_ORDER/Đại biểu Sở nam-dinh/Ý kiến về "+
				"trình tự., REMARK/Đại biểu điểm cầu Sóc Trăng/Phát biểu thảo luận.")
		if turn := h.turn(paper); *turn.SpeechID != speeches[0].ID || turn.State != "YIELDED" ||
			turn.AllottedSeconds != 420 || turn.EndedAt == nil {
			t.Errorf("%+v", turn)
		}
	})
}

// Who may request the floor and withdraw a request: for a unit its delegates and editors of the school year,
// for a site its screen.
func TestWhoMayAsk(t *testing.T) {
	eachFloor(t, func(h hall) {
		conducts := []string{"ministry", "head", "deputy", "secretary"}
		unit, site := h.asks("bac-ninh", "REMARK"),
			h.once("head", h.ask(conference.NewFloorRequest{Site: "soc-trang"}))
		for _, name := range slices.Concat(slices.Collect(maps.Keys(who)),
			slices.Collect(maps.Keys(speakers))) {
			for _, c := range []struct {
				may   []string
				verbs []verb
			}{
				{[]string{"bac-ninh", "delegate of bac-ninh", "editor"}, []verb{
					h.ask(conference.NewFloorRequest{Unit: "bac-ninh", Site: "soc-trang"}),
					h.on(conference.WithdrawFloorRequest, unit), h.on(conference.RestoreFloorRequest, unit),
					h.on(conference.YieldFloor, unit),
				}},
				{[]string{"soc-trang screen"}, []verb{
					h.ask(conference.NewFloorRequest{Site: "soc-trang"}),
					h.ask(conference.NewFloorRequest{Unit: "soc-trang", Site: "soc-trang"}),
					h.on(conference.WithdrawFloorRequest, site),
				}},
				{nil,
					[]verb{h.ask(conference.NewFloorRequest{Unit: "hue"}),
						h.ask(conference.NewFloorRequest{Site: "main"}), h.on(conference.GiveFloor, unit),
						h.on(conference.PauseFloor, unit), h.on(conference.ResumeFloor, unit), h.put(unit, 1),
						h.allot(unit, 60), h.quota(60, 60)}},
			} {
				for _, v := range c.verbs {
					if !slices.Contains(conducts, name) && !slices.Contains(c.may, name) {
						h.refused(name, v, "FORBIDDEN")
					}
				}
			}
		}
		for _, name := range []string{"bac-ninh", "editor", "secretary"} {
			h.once(name, h.ask(conference.NewFloorRequest{Unit: "bac-ninh"}))
		}
		h.refused("head", h.on(conference.GiveFloor, gid.New(gid.FloorRequest)), "NOT_FOUND")
		h.told()
	})
}

func TestAskingIsRefused(t *testing.T) {
	eachFloor(t, func(h hall) {
		for _, c := range []struct {
			in   conference.NewFloorRequest
			code fault.Code
		}{
			{conference.NewFloorRequest{}, "BAD_INPUT"},
			{conference.NewFloorRequest{Unit: "bac-ninh", Kind: "SONG"}, "BAD_INPUT"},
			{conference.NewFloorRequest{Unit: "bac-ninh", Speaker: " A"}, "BAD_INPUT"},
			{conference.NewFloorRequest{Unit: "bac-ninh", Subject: strings.Repeat("a", 5000)}, "BAD_INPUT"},
			{conference.NewFloorRequest{Unit: "bac-ninh", Seconds: 9}, "BAD_INPUT"},
			{conference.NewFloorRequest{Unit: "bac-ninh", Seconds: 7201}, "BAD_INPUT"},
			{conference.NewFloorRequest{Unit: "nowhere"}, "UNKNOWN_CODE"},
			{conference.NewFloorRequest{Site: "nowhere"}, "UNKNOWN_CODE"},
			{conference.NewFloorRequest{Unit: "bac-ninh", Person: "nobody"}, "UNKNOWN_CODE"},
			{conference.NewFloorRequest{Unit: "bac-ninh", AgendaItem: new(item(9))}, "UNKNOWN_CODE"},
		} {
			h.refused("secretary", h.ask(c.in), c.code)
		}
		var first gid.ID
		for range 5 {
			first = h.asks("bac-ninh", "REMARK")
		}
		h.refused("secretary", h.ask(conference.NewFloorRequest{Unit: "bac-ninh", Site: "main"}),
			"FLOOR_REQUESTED_ENOUGH")
		// a site without a unit is another requester
		h.once("secretary", h.ask(conference.NewFloorRequest{Site: "main"}))
		h.does("bac-ninh", h.on(conference.WithdrawFloorRequest, first))
		h.once("head", h.step(conference.Start))
		h.refused("head", h.on(conference.GiveFloor, first), "FLOOR_REQUEST_WITHDRAWN")
		h.refused("head", h.put(first, 1), "FLOOR_REQUEST_WITHDRAWN")
		h.refused("head", h.allot(first, 60), "FLOOR_REQUEST_WITHDRAWN")
		h.asks("bac-ninh", "REMARK")
		h.refused("bac-ninh", h.on(conference.RestoreFloorRequest, first), "FLOOR_REQUESTED_ENOUGH")
		h.does("nam-dinh", h.on(conference.WithdrawFloorRequest, h.asks("nam-dinh", "QUESTION")))
		h.told()
	})
}

// The chair places requests. A placed request moves up if one before it leaves, and down if another is placed
// before it; a restored request loses its position.
func TestTheChairPlaces(t *testing.T) {
	eachFloor(t, func(h hall) {
		a, b, c := h.asks("bac-ninh", "REMARK"), h.asks("nam-dinh", "REMARK"), h.asks("soc-trang", "REMARK")
		h.refused("head", func(ctx context.Context) (gid.ID, error) {
			return conference.PlaceFloorRequest(ctx, h.s, conference.FloorPlace{
				Request: a, Place: new(0), Reason: "x",
			})
		}, "BAD_INPUT")
		h.refused("head", func(ctx context.Context) (gid.ID, error) {
			return conference.PlaceFloorRequest(ctx, h.s, conference.FloorPlace{Request: a, Place: new(1)})
		}, "BAD_INPUT")
		h.refused("head", func(ctx context.Context) (gid.ID, error) {
			return conference.PlaceFloorRequest(ctx, h.s, conference.FloorPlace{Request: a, Reason: "x"})
		}, "BAD_INPUT")
		n := len(h.changes())
		h.does("head", h.put(a, 7)) // the last of three
		eq(t, "at the end", *h.turn(a).Place, 3)
		h.does("head", h.put(c, 1))
		eq(t, "in front", *h.turn(c).Place, 1)
		h.does("bac-ninh", h.on(conference.WithdrawFloorRequest, h.asks("bac-ninh", "REMARK")))
		eq(t, "none before it left", *h.turn(a).Place, 3)
		h.does("nam-dinh", h.on(conference.WithdrawFloorRequest, b))
		eq(t, "one before it left", *h.turn(a).Place, 2)
		h.once("head", h.step(conference.Start))
		h.does("head", h.on(conference.GiveFloor, c))
		eq(t, "the next one", *h.turn(a).Place, 1)
		eq(t, "the reason is kept", *h.turn(c).PlaceReason, "Đi sớm")
		h.does("nam-dinh", h.on(conference.RestoreFloorRequest, b))
		h.does("head", h.put(b, 1))
		eq(t, "another one placed before it", *h.turn(a).Place, 2)
		h.does("head", h.put(b, 0))
		h.does("bac-ninh", h.on(conference.WithdrawFloorRequest, a))
		h.does("bac-ninh", h.on(conference.RestoreFloorRequest, a))
		if turn := h.turn(a); turn.Place != nil || turn.PlaceReason != nil || turn.EndedAt != nil {
			t.Errorf("restored: %+v", turn)
		}
		h.refused("head", h.put(c, 1), "FLOOR_ALREADY_GIVEN")
		h.refused("head", h.on(conference.WithdrawFloorRequest, c), "FLOOR_ALREADY_GIVEN")
		h.refused("head", h.on(conference.RestoreFloorRequest, c), "FLOOR_ALREADY_GIVEN")
		h.does("deputy", h.quota(600, 0))
		h.refused("deputy", h.quota(-1, 0), "BAD_INPUT")
		h.refused("deputy", h.quota(0, 100000), "BAD_INPUT")
		h.does("deputy", h.quota(0, 900))
		if kinds := h.kinds(n); !strings.HasSuffix(kinds, "FloorQuotaSet FloorQuotaSet]") {
			t.Error(kinds)
		}
		h.told()
	})
}

// Of concurrent GiveFloor calls one succeeds; of concurrent requests of a unit as many as are allowed.
func TestTheFloorIsRacedFor(t *testing.T) {
	eachFloor(t, func(h hall) {
		h.once("head", h.step(conference.Start))
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
			_, err := h.ask(conference.NewFloorRequest{Unit: "bac-ninh"})(h.as("bac-ninh"))
			return err
		})
		eq(t, "requests", done, 5)
		for _, err := range refused {
			if !errors.Is(err, fault.FloorRequestedEnough) {
				t.Error(err)
			}
		}
		ids := h.s.Reader().FloorRequest.Query().IDsX(registrytest.Operator(t))
		done, refused = all(len(ids), func(i int) error {
			_, err := conference.GiveFloor(h.as("head"), h.s, ids[i])
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
				CountX(registrytest.Operator(t)), 1)
		h.told()
	})
}

func TestTotals(t *testing.T) {
	turns := []conference.Turn{
		{Unit: 1, Site: 11, Speaker: "An", Seconds: 60}, {Unit: 2, Seconds: 100},
		{Unit: 1, Site: 12, Speaker: "An", Seconds: 50}, {Site: 11, Speaker: "Bình", Seconds: 5},
	}
	for by, want := range map[conference.TotalBy][]conference.Total{
		"UNIT": {{Unit: 1, Seconds: 110, Turns: 2}, {Unit: 2, Seconds: 100, Turns: 1}},
		"SITE": {{Site: 11, Seconds: 65, Turns: 2}, {Site: 12, Seconds: 50, Turns: 1}},
		"SPEAKER": {{Unit: 1, Speaker: "An", Seconds: 110, Turns: 2},
			{Speaker: "Bình", Seconds: 5, Turns: 1}},
	} {
		if got := conference.Totals(turns, by); !slices.Equal(got, want) {
			t.Errorf("by %s: %+v, want %+v", by, got, want)
		}
	}
	now := time.Date(2024, 8, 19, 1, 0, 0, 0, time.UTC)
	running := &ent.FloorRequest{SpentSeconds: 30, ResumedAt: new(now.Add(-90 * time.Second))}
	eq(t, "while running", conference.Elapsed(running, now), 120)
	eq(t, "with a clock that is behind", conference.Elapsed(running, now.Add(-time.Hour)), 30)
	eq(t, "while paused", conference.Elapsed(&ent.FloorRequest{SpentSeconds: 30}, now), 30)
}

// Delegates may not withdraw, restore or end a request that the chair arranged for their unit.
func TestWhatIsArrangedIsTheChairs(t *testing.T) {
	eachFloor(t, func(h hall) {
		id := h.asks("bac-ninh", "WELCOME")
		withdraw, restore, yield := h.on(conference.WithdrawFloorRequest, id),
			h.on(conference.RestoreFloorRequest, id), h.on(conference.YieldFloor, id)
		h.refused("bac-ninh", withdraw, "FORBIDDEN")
		h.once("secretary", withdraw)
		h.refused("bac-ninh", restore, "FORBIDDEN")
		h.once("secretary", restore)
		h.once("head", h.step(conference.Start))
		h.once("head", h.on(conference.GiveFloor, id))
		h.refused("bac-ninh", yield, "FORBIDDEN")
		h.once("head", yield)
	})
}

// A speech recorded from a document does not overwrite the speech of a turn with the same ordinal.
func TestATurnIsNotRecordedOver(t *testing.T) {
	eachFloor(t, func(h hall) {
		h.once("head", h.step(conference.Start))
		turn := h.once("head",
			h.ask(conference.NewFloorRequest{Unit: "bac-ninh", Subject: "Nói trong hội trường"}))
		h.once("head", h.on(conference.GiveFloor, turn))
		h.once("head", h.on(conference.YieldFloor, turn))
		in := conference.Conference{Code: code, Kind: "FINAL_REVIEW", State: "CLOSED", Title: "Tổng kết",
			SchoolYear: year, Cluster: 2,
			Speeches: []conference.Speech{{Kind: "REMARK", Speaker: "Người khác", Summary: "Lời khác"}}}
		err := conference.Record(registrytest.Operator(t), h.s, in)
		if known, ok := fault.As(err); !ok || known.Code() != "BAD_INPUT" {
			t.Errorf("recorded: %v", err)
		}
		if rows := h.s.Reader().Speech.Query().AllX(t.Context()); len(rows) != 1 ||
			rows[0].Summary != "Nói trong hội trường" {
			t.Errorf("%v", rows)
		}
	})
}
