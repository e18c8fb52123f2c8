package conference_test

import (
	"testing"

	"thidua/internal/conference"
	"thidua/internal/registry"
	"thidua/internal/registry/registrytest"
	"thidua/internal/store"
	"thidua/internal/vi"
)

const year = vi.SchoolYear(2023)

// eq reports an error unless got equals want.
func eq[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

// putBase is registrytest.Base with two topics.
func putBase(t *testing.T, s *store.Store) {
	t.Helper()
	registrytest.PutBase(t, s)
	for _, code := range []string{"staffing", "pay"} {
		if err := conference.PutTopic(registrytest.OperatorContext(t), s,
			conference.Topic{Code: code, Name: "Chủ đề " + code, NameEn: code}); err != nil {
			t.Fatal(err)
		}
	}
}

// fullConference returns a conference with two of each part.
func fullConference(t *testing.T) conference.Conference {
	t.Helper()
	held, err := vi.ParseDate("2024-08-17?")
	if err != nil {
		t.Fatal(err)
	}
	stated, err := vi.ParseDate("XXXX-08-17")
	if err != nil {
		t.Fatal(err)
	}
	cite := []registry.Cite{{Document: "s0", Place: "L3"}}
	return conference.Conference{
		Code: "c2-2023-2024-final", Kind: "FINAL_REVIEW", State: "CLOSED", Title: "Hội nghị tổng kết",
		SchoolYear: year,
		HeldOn:     held, HeldOnStated: stated, PartOfDay: "MORNING", Venue: "Bắc Ninh", Online: new(true),
		Cluster: 2, Host: "bac-ninh",
		Sites: []conference.Site{
			{Code: "ha-noi", Name: "Hà Nội", Kind: "MAIN", Province: "ha-nam", Cites: cite},
			{Code: "soc-trang", Name: "Sóc Trăng", Kind: "REMOTE", Cites: cite},
		},
		Attendances: []conference.Attendance{
			{Capacity: "CHAIR", Role: "Trưởng Cụm", Unit: "bac-ninh", Person: "nguyen-the-son", Site: "ha-noi",
				Cites: cite},
			{Capacity: "GUEST", Role: "lãnh đạo các Sở", Site: "soc-trang", Cites: cite},
		},
		Agenda: []conference.AgendaItem{
			{Kind: "REPORT", Title: "Báo cáo", Cites: cite}, {Kind: "DISCUSSION", Title: "Thảo luận", Cites: cite},
		},
		Speeches: []conference.Speech{
			{Kind: "OPENING", Speaker: "ông Nguyễn Thế Sơn", Person: "nguyen-the-son", Unit: "bac-ninh",
				AgendaItem: 1, Summary: "Khai mạc.", Cites: cite},
			{Kind: "PRESENTATION", Speaker: "9 tham luận", AgendaItem: 2, Papers: 9, Summary: "Kinh nghiệm.",
				Cites: cite},
		},
		Proposals: []conference.Proposal{
			{
				Code: "k1", Content: "Bổ sung biên chế", State: "ACKNOWLEDGED", Attribution: "DOUBTFUL",
				Topics: []string{"staffing", "pay"}, Speech: 2,
				Unit: "ha-nam", Addressee: "moet", AddresseeStated: "Bộ", Response: "Tiếp thu", AnsweredBy: "moet",
				Cites: cite,
			},
			{Code: "k2", Kind: "WISH", Content: "Tăng lương", Topics: []string{"pay"}, Cluster: 2, Speech: 2,
				Cites: cite},
		},
		Directives: []conference.Directive{
			{Content: "Chuẩn bị năm học mới", Addressee: "các Sở", Speech: 1, Person: "nguyen-the-son",
				Issuer: "moet", Cites: cite},
			{Content: "Nâng cao chất lượng", Addressee: "các Sở", Speech: 2, Cites: cite},
		},
		Tasks: []conference.Task{
			{SchoolYear: year.Next(), Content: "Khai giảng", Cluster: 2, Directive: 1, Cites: cite},
			{SchoolYear: year.Next(), Content: "Chuyển đổi số", Directive: 2, Cites: cite},
		},
		Cites: cite,
	}
}
