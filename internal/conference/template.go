package conference

import (
	"slices"

	"thidua/ent/agendaitem"
	"thidua/ent/conference"
)

// templates are the steps of the conferences on record, in the order that these had them: interim as that of cluster 5 in
// 2022-2023, final as that of cluster 2 in 2023-2024, national as that of 2023-2024. The record tells of no launch, and of no
// minutes: those are ours, and make half a day.
var templates = map[conference.Kind][]TemplateItem{
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

// Template is the agenda that conferences of a kind usually have; empty where the record knows of none. The API calls it.
func Template(kind conference.Kind) []TemplateItem { return slices.Clone(templates[kind]) }

// items are the items of the plan: those that are given, or those of the template.
func (in NewPlan) items() []PlanAgendaItem {
	if !in.Template {
		return in.AgendaItems
	}
	var items []PlanAgendaItem
	for _, t := range templates[in.Kind] {
		items = append(items, PlanAgendaItem{Kind: t.Kind, Title: t.Title, PlannedMinutes: t.PlannedMinutes})
	}
	return items
}
