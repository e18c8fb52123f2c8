package main

import (
	"context"

	"thidua/ent/agendaitem"
	"thidua/ent/conference"
	"thidua/ent/site"
	confsvc "thidua/internal/conference"
	"thidua/internal/store"
	"thidua/internal/vi"
	"thidua/internal/viewer"
)

// demoPlan is the plan of a fictitious conference to watch and control, because all conferences of the record
// are closed. Its title says so. The example 16-plan-conference plans the same one, so sent to the demo it
// finds this one.
func demoPlan() confsvc.NewPlan {
	return confsvc.NewPlan{
		Code: "demo-hall", Kind: conference.KindInterimReview,
		Title:      "Hội nghị thử, không có thật · A made-up conference, to try things at",
		SchoolYear: vi.SchoolYear(2024), Cluster: 2, PartOfDay: conference.PartOfDayMorning, Online: true,
		Sites: []confsvc.PlanSite{
			{Code: "main", Name: "Điểm cầu chính", Kind: site.KindMain, Unit: "bac-ninh"},
			{Code: "remote", Name: "Điểm cầu nhánh", Kind: site.KindRemote, Unit: "quang-ninh",
				Parent: "main"},
		},
		AgendaItems: []confsvc.PlanAgendaItem{
			{Kind: agendaitem.KindRollCall, Title: "Giới thiệu đại biểu", PlannedMinutes: 10},
			{Kind: agendaitem.KindReport, Title: "Báo cáo sơ kết", PlannedMinutes: 30},
			{Kind: agendaitem.KindDiscussion, Title: "Tham luận, thảo luận", PlannedMinutes: 90},
		},
	}
}

// createDemoConference plans and opens the demo's conference, unless the database has it already.
func createDemoConference(ctx context.Context, s *store.Store) error {
	ctx = viewer.NewContext(ctx, viewer.Operator())
	exists, err := s.Reader().Conference.Query().Where(conference.Code(demoPlan().Code)).Exist(ctx)
	if err != nil || exists {
		return err
	}
	if _, err := confsvc.Plan(ctx, s, demoPlan()); err != nil {
		return err
	}
	_, err = confsvc.Open(ctx, s, demoPlan().Code)
	return err
}
