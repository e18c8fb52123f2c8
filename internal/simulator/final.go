package simulator

import (
	"context"
	"time"
)

// RunFinalReview plays the final review of cluster 2 in 2023-2024 over three sites: the host's and two
// invented ones.
func (s *Simulation) RunFinalReview(ctx context.Context) error {
	r, err := fetchRecorded(ctx, s.Execute, "c2-2023-2024-final")
	if err != nil {
		return err
	}
	return s.run(ctx, scenario{
		recordedConference: r,
		sites: []plannedSite{
			{Code: "bac-ninh", Name: "Điểm cầu Bắc Ninh", Kind: "MAIN", Province: "bac-ninh",
				Unit: "bac-ninh"},
			{Code: "quang-ninh", Name: "Điểm cầu Quảng Ninh", Kind: "REMOTE", Province: "quang-ninh",
				Unit: "quang-ninh", Parent: "bac-ninh"},
			{Code: "thai-binh", Name: "Điểm cầu Thái Bình", Kind: "REMOTE", Province: "thai-binh",
				Unit: "thai-binh", Parent: "bac-ninh"},
		},
		online: map[string]string{"quang-ninh": "quang-ninh", "hai-duong": "quang-ninh",
			"thai-binh": "thai-binh", "nam-dinh": "thai-binh", "ha-nam": "thai-binh"},
		beforeItem: func(ctx context.Context, item int) error {
			if item == 7 { // after the discussion
				return s.takeBreak(ctx)
			}
			return nil
		},
	})
}

// takeBreak interrupts the conference for a minute.
func (s *Simulation) takeBreak(ctx context.Context) error {
	if err := s.announce(ctx, "Hội nghị nghỉ giải lao 15 phút."); err != nil {
		return err
	}
	if err := s.changeConference(ctx, "pauseConference"); err != nil {
		return err
	}
	if err := s.sleep(ctx, time.Minute); err != nil {
		return err
	}
	return s.changeConference(ctx, "resumeConference")
}
