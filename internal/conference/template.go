package conference

import (
	"slices"

	"thidua/ent/agendaitem"
	"thidua/ent/conference"
)

// agendaTemplates are the agendas of recorded conferences, in their order: interim as of cluster 5 in
// 2022-2023, final as of cluster 2 in 2023-2024, national as of 2023-2024. The record has no launch
// conference and no minutes: the minutes are ours, and add up to half a day.
var agendaTemplates = map[conference.Kind][]TemplateItem{
	conference.KindInterimReview: {
		{agendaitem.KindRollCall, "Giới thiệu thành phần dự hội nghị", 10},
		{agendaitem.KindReport, "Khai mạc, báo cáo kết quả học kỳ I", 30},
		{agendaitem.KindTasks, "Mục tiêu, nhiệm vụ học kỳ II", 20},
		{agendaitem.KindDiscussion, "Tham luận, trao đổi", 90},
		{agendaitem.KindProposals, "Kiến nghị với Bộ", 20},
		{agendaitem.KindGuidance, "Phát biểu của đại diện Bộ", 20},
		{agendaitem.KindResponse, "Bộ tiếp thu kiến nghị", 10},
	},
	conference.KindFinalReview: {
		{agendaitem.KindRollCall, "Giới thiệu thành phần dự hội nghị", 10},
		{agendaitem.KindCeremony, "Tặng hoa, chúc mừng", 10},
		{agendaitem.KindReport, "Khai mạc, báo cáo kết quả năm học", 30},
		{agendaitem.KindWelcome, "Phát biểu chào mừng của lãnh đạo tỉnh", 10},
		{agendaitem.KindTasks, "Nhiệm vụ năm học tới", 15},
		{agendaitem.KindDiscussion, "Ý kiến của các đơn vị", 75},
		{agendaitem.KindProposals, "Đề xuất, kiến nghị", 20},
		{agendaitem.KindGuidance, "Phát biểu của đại diện Bộ", 20},
		{agendaitem.KindNomination, "Đề nghị tặng Cờ thi đua, Bằng khen", 15},
		{agendaitem.KindElection, "Bầu Cụm trưởng, Cụm phó năm học tới", 15},
	},
	conference.KindNationalReview: {
		{agendaitem.KindRollCall, "Giới thiệu thành phần dự hội nghị", 10},
		{agendaitem.KindReport, "Kết quả năm học của ngành", 40},
		{agendaitem.KindTasks, "Chủ đề và nhiệm vụ năm học tới", 20},
		{agendaitem.KindDiscussion, "Ý kiến các Ban, Bộ, ngành và địa phương", 90},
		{agendaitem.KindGuidance, "Phát biểu chỉ đạo của Thủ tướng", 40},
	},
}

// AgendaTemplate returns the usual agenda of a kind of conference; empty if the record
// has none. Called by the API.
func AgendaTemplate(kind conference.Kind) []TemplateItem { return slices.Clone(agendaTemplates[kind]) }

// items returns the agenda items of the plan, or those of the template.
func (p NewPlan) items() []PlanAgendaItem {
	if !p.UseAgendaTemplate {
		return p.AgendaItems
	}
	var items []PlanAgendaItem
	for _, t := range agendaTemplates[p.Kind] {
		items = append(items, PlanAgendaItem{Kind: t.Kind, Title: t.Title, PlannedMinutes: t.PlannedMinutes})
	}
	return items
}
