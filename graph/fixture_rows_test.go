package graph_test

import (
	"context"
	"fmt"

	"thidua/ent/agendaitem"
	"thidua/ent/announcement"
	"thidua/ent/attendance"
	"thidua/ent/cluster"
	entconference "thidua/ent/conference"
	"thidua/ent/document"
	"thidua/ent/headelection"
	"thidua/ent/indicator"
	"thidua/ent/office"
	"thidua/ent/province"
	entreport "thidua/ent/report"
	"thidua/ent/reportsection"
	"thidua/ent/site"
	"thidua/ent/speech"
	"thidua/ent/succession"
	"thidua/ent/unit"
	"thidua/internal/award"
	"thidua/internal/conference"
	"thidua/internal/decision"
	"thidua/internal/registry"
	"thidua/internal/report"
	"thidua/internal/vi"
	"thidua/internal/viewer"
)

const (
	thisYear = vi.SchoolYear(2023)
	nextYear = vi.SchoolYear(2024)
)

// createRows writes the from-th to the to-th of everything, each with one of all that hangs on it; what
// several share has one row more for each.
func (a api) createRows(from, to int) {
	a.t.Helper()
	ctx := viewer.NewContext(a.t.Context(), viewer.Operator())
	do := func(err error) {
		a.t.Helper()
		if err != nil {
			a.t.Fatal(err)
		}
	}
	s := a.store
	if from == 0 {
		do(
			registry.PutDocument(
				ctx, s, registry.Document{Code: "doc", Kind: document.KindNewsArticle, Title: "A document"},
			),
		)
		do(registry.PutCluster(ctx, s, registry.Cluster{Number: 1, Kind: cluster.KindCluster, Name: "All"}))
		do(
			award.PutKind(
				ctx, s,
				award.Kind{Code: "FLAG", Class: "TITLE", Level: "MINISTRY", Name: "Cờ", NameEn: "Flag", Ordinal: 1},
			),
		)
		do(conference.PutTopic(ctx, s, conference.Topic{Code: "topic", Name: "Chủ đề", NameEn: "Topic"}))
		do(report.PutIndicator(ctx, s, newIndicator("total", "", 1)))
		do(report.PutIndicator(ctx, s, newIndicator("part", "total", 2)))
	}
	var everybody []string
	for i := range to {
		everybody = append(everybody, unitCode(i))
	}
	for i := from; i < to; i++ {
		do(a.createRow(ctx, i))
		a.conductTableConference(ctx, fmt.Sprintf("conference-%d", i), announcement.AudienceEveryone)
	}
	do(registry.PutMembership(ctx, s, registry.Membership{Cluster: 1, SchoolYear: nextYear, Units: everybody}))
}

func unitCode(i int) string { return fmt.Sprintf("unit-%d", i) }

func newIndicator(code, whole string, ordinal int) report.Indicator {
	return report.Indicator{
		Code:          code,
		Name:          code,
		NameEn:        code,
		Level:         indicator.LevelAll,
		Kind:          indicator.KindCount,
		UnitOfMeasure: "trường",
		Aggregation:   indicator.AggregationSum,
		Ordinal:       ordinal,
		Whole:         whole,
	}
}

func (a api) createRow(ctx context.Context, i int) error {
	s, u, number := a.store, unitCode(i), 100+i
	cite := []registry.Cite{{Document: "doc", Place: "L1"}}
	person, heir, conf := fmt.Sprintf("person-%d", i), u+"-heir", fmt.Sprintf("conference-%d", i)
	ten, four := vi.DecimalOf(10_000_000, 0), vi.DecimalOf(4_000_000, 0)
	day, err := vi.ParseDate("2025-07-01")
	for _, write := range []func() error{
		func() error { return err },
		func() error {
			return registry.PutProvince(ctx, s,
				registry.Province{Code: u, Name: u, Kind: province.KindProvince, Cites: cite})
		},
		func() error {
			return registry.PutUnit(ctx, s,
				registry.Unit{Code: u, Kind: unit.KindProvincialDepartment, Name: "Sở " + u, ShortName: u, Province: u,
					ValidTo: day, Cites: cite})
		},
		func() error {
			return registry.PutUnit(ctx, s,
				registry.Unit{Code: heir, Kind: unit.KindProvincialDepartment, Name: "Sở " + heir, ShortName: heir,
					ValidFrom: day})
		},
		func() error {
			return registry.PutSuccession(ctx, s,
				registry.Succession{Predecessor: u, Successor: heir, Kind: succession.KindMerger, EffectiveOn: day,
					LegalBasis: "a law", Cites: cite})
		},
		func() error {
			return registry.PutCluster(ctx, s,
				registry.Cluster{Number: number, Kind: cluster.KindCluster, Name: fmt.Sprint("Cụm ", number),
					Cites: cite})
		},
		func() error {
			return registry.PutMembership(ctx, s,
				registry.Membership{Cluster: number, SchoolYear: thisYear, Units: []string{u}, Cites: cite})
		},
		func() error {
			return registry.PutOffice(ctx, s,
				registry.Office{Cluster: number, SchoolYear: thisYear, Role: office.RoleHead, Unit: u, Cites: cite})
		},
		func() error {
			return registry.PutPerson(ctx, s,
				registry.Person{Code: person, Name: "Nguyễn Văn " + person,
					Posts: []registry.Post{{Unit: u, Title: "Giám đốc", Cites: cite}}, Cites: cite})
		},
		func() error {
			return conference.Record(ctx, s,
				conference.Conference{Code: conf, Kind: entconference.KindFinalReview, State: entconference.StateClosed,
					Title:      conf,
					SchoolYear: thisYear, Cluster: number, Host: u, Cites: cite,
					Sites: []conference.Site{{Code: "main", Name: "main", Kind: site.KindMain, Province: u}},
					Attendances: []conference.Attendance{{Capacity: attendance.CapacityDelegate, Role: "delegate", Unit: u,
						Person: person, Site: "main", Cites: cite}},
					Agenda: []conference.AgendaItem{{Kind: agendaitem.KindDiscussion, Title: "discussion"}},
					Speeches: []conference.Speech{{Kind: speech.KindRemark, Speaker: "delegate", Person: person, Unit: u,
						AgendaItem: 1, Summary: "said", Cites: cite}},
					Proposals: []conference.Proposal{{Code: "proposal-" + u, Content: "Biên chế", Topics: []string{"topic"},
						Speech: 1, Unit: u, Addressee: u, Cites: cite}},
					Directives: []conference.Directive{{Content: "do", Addressee: "all", Speech: 1, Person: person,
						Issuer: u, Cites: cite}},
					Tasks: []conference.Task{{SchoolYear: nextYear, Content: "done", Cluster: number, Directive: 1,
						Cites: cite}},
				})
		},
		func() error {
			return report.FileReport(ctx, s,
				report.Report{Cluster: number, SchoolYear: thisYear, Period: entreport.PeriodFinal,
					State: entreport.StatePublished, Title: "report", Conference: conf, Cites: cite,
					Sections: []report.Section{{Kind: reportsection.KindStrengths, Title: "good", Body: "good",
						Cites: cite}},
					Values: []report.Value{
						{Indicator: "total", Value: &ten, Stated: "10", NationalRank: new(i + 1), Cites: cite},
						{Indicator: "part", Value: &four},
						{Indicator: "total", Unit: u, Value: &ten, NationalRank: new(i + 1), Cites: cite},
						{Indicator: "part", Unit: u, Value: &four},
					}})
		},
		func() error {
			return decision.PutElection(ctx, s,
				decision.HeadElection{Conference: conf, Cluster: number, SchoolYear: nextYear,
					Role: headelection.RoleHead, Mode: headelection.VotingMethodByConsensus, Elected: u, Cites: cite})
		},
		func() error {
			return award.PutNomination(ctx, s,
				award.Nomination{Kind: "FLAG", Unit: u, SchoolYear: thisYear, Ordinal: 1, Cluster: number,
					Conference: conf, Cites: cite})
		},
		func() error {
			return registry.PutDiscrepancy(ctx, s,
				registry.Discrepancy{Code: "x" + u, Ordinal: i + 1, Kind: "SUM_MISMATCH", Severity: "NOTE", Summary: "s",
					SummaryEn: "s", Treatment: "t", Conferences: []string{conf},
					Speeches:  []registry.SpeechKey{{Conference: conf, Ordinal: 1}},
					Proposals: []string{"proposal-" + u}, Posts: []registry.PostKey{{Person: person,
						Ordinal: 1}}, Cites: cite})
		},
	} {
		if err := write(); err != nil {
			return err
		}
	}
	return nil
}
