package sampledata

import (
	"context"
	"fmt"

	"thidua/ent/agendaitem"
	entconference "thidua/ent/conference"
	entproposal "thidua/ent/proposal"
	"thidua/ent/speech"
	"thidua/internal/conference"
	"thidua/internal/vi"
)

// agenda is that of every conference.
var agenda = []conference.AgendaItem{
	{Kind: agendaitem.KindRollCall, Title: "Giới thiệu đại biểu"},
	{Kind: agendaitem.KindReport, Title: "Báo cáo kết quả thi đua"},
	{Kind: agendaitem.KindDiscussion, Title: "Tham luận, thảo luận"},
	{Kind: agendaitem.KindProposals, Title: "Kiến nghị với Bộ"},
	{Kind: agendaitem.KindGuidance, Title: "Phát biểu chỉ đạo"},
	{Kind: agendaitem.KindElection, Title: "Bầu cụm trưởng, cụm phó"},
}

// topics are codes of the published record, under which its proposals are found.
var topics = []string{"salary", "staffing", "teacher-supply", "digital-transformation"}

// loadConferences writes the interim and the final review of every cluster in every year.
func (l *loader) loadConferences(ctx context.Context) error {
	for n := range l.ClusterCount() {
		for _, year := range l.schoolYears() {
			for _, review := range []struct {
				month string
				kind  entconference.Kind
			}{{"01", entconference.KindInterimReview}, {"08", entconference.KindFinalReview}} {
				c, err := l.newConference(n, year, review.kind, review.month)
				if err != nil {
					return err
				}
				if err := conference.Record(ctx, l.store, c); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (l *loader) newConference(
	n int, year vi.SchoolYear, kind entconference.Kind, month string,
) (conference.Conference, error) {
	members := l.memberCodes(n)
	day, err := vi.ParseDate(fmt.Sprintf("%d-%s-%02d", year.Start()+1, month, 1+seededRand(n, year, month).
		IntN(28)))
	code := fmt.Sprintf("mau-c%d-%d-%s", n+1, year.Start(), month)
	c := conference.Conference{Code: code, Kind: kind, State: entconference.StateClosed, SchoolYear: year,
		HeldOn: day, HeldOnStated: day,
		Title:   fmt.Sprintf("Hội nghị của cụm thi đua mẫu số %d, năm học %s", n+1, year),
		Cluster: FirstCluster + n,
		Host:    members[year.Start()%len(members)], Agenda: agenda, Cites: sourceCites}
	for i, unit := range members {
		c.Speeches = append(c.Speeches,
			conference.Speech{Kind: speech.KindPresentation, Speaker: "Đại diện đơn vị mẫu", Unit: unit,
				AgendaItem: 3, Summary: "Tham luận về một việc đã làm tốt."})
		if i%2 == 0 {
			c.Proposals = append(c.Proposals, conference.Proposal{Code: fmt.Sprintf("%s-%d", code, i+1),
				Unit: unit, Speech: i + 1,
				Content: "Đề nghị Bộ xem xét thêm về một việc còn khó khăn.",
				Topics:  topics[i%len(topics) : i%len(topics)+1],
				State:   entproposal.StateAcknowledged, Addressee: "bo-gddt"})
		}
	}
	return c, err
}
