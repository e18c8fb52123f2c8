package rehearsal

import (
	"context"
	"time"
)

// minutes are planned for an item of a kind. The record does not say: these make a morning.
var minutes = map[string]int{
	"ROLL_CALL": 10, "CEREMONY": 10, "REPORT": 30, "WELCOME": 15, "TASKS": 20, "DISCUSSION": 60, "PROPOSALS": 20, "GUIDANCE": 25,
	"RESPONSE": 15, "NOMINATION": 15, "ELECTION": 15,
}

// FinalReview plays the final review of cluster 2 in 2023-2024, over three sites: the host's, and two that are made up.
func (h *Hall) FinalReview(ctx context.Context) error {
	r, err := record(ctx, h.Ask, "c2-2023-2024-final")
	if err != nil {
		return err
	}
	return h.play(ctx, staged{
		told: r, title: "Diễn lại · Replay: " + r.Title, minutes: minutes,
		sites: []map[string]any{
			{"code": "bac-ninh", "name": "Điểm cầu Bắc Ninh", "kind": "MAIN", "province": "bac-ninh", "unit": "bac-ninh"},
			{"code": "quang-ninh", "name": "Điểm cầu Quảng Ninh", "kind": "REMOTE", "province": "quang-ninh", "unit": "quang-ninh", "parent": "bac-ninh"},
			{"code": "thai-binh", "name": "Điểm cầu Thái Bình", "kind": "REMOTE", "province": "thai-binh", "unit": "thai-binh", "parent": "bac-ninh"},
		},
		online: map[string]string{"quang-ninh": "quang-ninh", "hai-duong": "quang-ninh", "thai-binh": "thai-binh", "nam-dinh": "thai-binh", "ha-nam": "thai-binh"},
		during: func(ctx context.Context, h *Hall, item int) error {
			if item == 7 { // after the discussion
				return h.pause(ctx)
			}
			return nil
		},
	})
}

// pause is a break of a few minutes.
func (h *Hall) pause(ctx context.Context) error {
	if err := h.announce(ctx, "Hội nghị nghỉ giải lao 15 phút."); err != nil {
		return err
	}
	if err := h.whole(ctx, "pauseConference"); err != nil {
		return err
	}
	if err := h.wait(ctx, time.Minute); err != nil {
		return err
	}
	return h.whole(ctx, "resumeConference")
}
