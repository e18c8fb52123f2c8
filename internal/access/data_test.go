package access_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"thidua/ent"
	"thidua/ent/conference"
	"thidua/ent/report"
	"thidua/internal/gid"
	"thidua/internal/store"
	"thidua/internal/vi"
)

const (
	clusters, units = 3, 6
	firstYear       = vi.SchoolYear(2022)
	years           = 3
)

func id(kind gid.Kind, parts ...any) gid.ID {
	var key []string
	for _, p := range parts {
		key = append(key, fmt.Sprint(p))
	}
	return gid.Derive(kind, key...)
}

// pickID returns a random id of a kind.
func pickID(r *rand.Rand, kind gid.Kind, of int) gid.ID { return id(kind, r.IntN(of)) }

func pickOptionalID(r *rand.Rand, kind gid.Kind, of int) *gid.ID {
	if r.IntN(3) == 0 {
		return nil
	}
	return new(pickID(r, kind, of))
}

// fillRandom writes random rows of every type with a rule of its own directly into the tables, including rows
// that no command would write.
func fillRandom(ctx context.Context, tx *store.Tx, r *rand.Rand) error {
	const conferences, reports, parts = 12, 40, 60
	var todo []func() error
	do := func(f func(context.Context) error) { todo = append(todo, func() error { return f(ctx) }) }
	anyYear := func() vi.SchoolYear { return firstYear + vi.SchoolYear(r.IntN(years)) }
	for i := range clusters {
		do(tx.Cluster.Create().SetID(id(gid.Cluster, i)).SetNumber(i + 1).SetKind("CLUSTER").
			SetName("c").Exec)
	}
	for i := range units {
		do(tx.Unit.Create().SetID(id(gid.Unit, i)).SetCode(fmt.Sprint("u", i)).
			SetKind("PROVINCIAL_DEPARTMENT").SetName("u").SetShortName("u").SetSortKey("u").
			SetSearchKey("u").Exec)
		for y := range years {
			if r.IntN(5) > 0 {
				do(tx.Membership.Create().SetSchoolYear(firstYear + vi.SchoolYear(y)).SetOrdinal(i + 1).
					SetClusterID(pickID(r, gid.Cluster, clusters)).SetUnitID(id(gid.Unit, i)).Exec)
			}
		}
	}
	do(tx.Document.Create().SetID(id(gid.Document, 0)).SetCode("d").SetKind("LAW").SetTitle("d").
		SetSortKey("d").Exec)
	do(tx.Indicator.Create().SetID(id(gid.Indicator, 0)).SetCode("i").SetName("i").SetNameEn("i").
		SetLevel("ALL").SetKind("COUNT").SetUnitOfMeasure("x").SetAggregation("SUM").SetOrdinal(1).
		SetSortKey("i").SetSearchKey("i").Exec)
	do(tx.AwardKind.Create().SetID(id(gid.AwardKind, 0)).SetCode("k").SetClass("TITLE").SetLevel("STATE").
		SetName("k").SetNameEn("k").SetOrdinal(1).SetSortKey("k").Exec)
	for i := range conferences {
		state := []conference.State{"PLANNED", "PLANNED", "OPEN", "CLOSED", "CANCELLED"}[r.IntN(5)]
		do(tx.Conference.Create().SetID(id(gid.Conference, i)).SetCode(fmt.Sprint("c", i)).
			SetKind("FINAL_REVIEW").SetState(state).SetTitle("c").
			SetSchoolYear(anyYear()).SetHeldOrder("2024").
			SetNillableClusterID(pickOptionalID(r, gid.Cluster, clusters)).Exec)
		at := id(gid.Conference, i)
		do(tx.Site.Create().SetID(id(gid.Site, i)).SetCode("s").SetName("s").SetKind("MAIN").SetOrdinal(1).
			SetConferenceID(at).Exec)
		do(tx.Attendance.Create().SetID(id(gid.Attendance, i)).SetOrdinal(1).SetCapacity("GUEST").
			SetTitle("r").SetConferenceID(at).Exec)
		do(tx.AgendaItem.Create().SetID(id(gid.AgendaItem, i)).SetOrdinal(1).SetKind("REPORT").SetTitle("t").
			SetConferenceID(at).Exec)
		do(tx.Announcement.Create().SetID(id(gid.Announcement, 2*i)).SetText("a").SetAudience("EVERYONE").
			SetMadeAt(time.Now()).SetConferenceID(at).Exec)
		do(tx.Announcement.Create().SetID(id(gid.Announcement, 2*i+1)).SetText("a").
			SetAudience("PARTICIPANTS").SetMadeAt(time.Now()).SetConferenceID(at).Exec)
		do(tx.Speech.Create().SetID(id(gid.Speech, i)).SetOrdinal(1).SetKind("REMARK").SetSpeaker("s").
			SetSummary("s").SetConferenceID(at).Exec)
		do(tx.Proposal.Create().SetID(id(gid.Proposal, i)).SetCode(fmt.Sprint("p", i)).SetOrdinal(1).
			SetSchoolYear(firstYear).SetContent("c").SetSearchKey("c").SetSortKey("c").
			SetConferenceID(at).Exec)
		do(tx.Directive.Create().SetID(id(gid.Directive, i)).SetOrdinal(1).SetContent("c").SetAddresseeStated("a").
			SetConferenceID(at).Exec)
		do(tx.Task.Create().SetID(id(gid.Task, i)).SetOrdinal(1).SetSchoolYear(firstYear).SetContent("c").
			SetConferenceID(at).Exec)
		do(tx.FloorRequest.Create().SetID(id(gid.FloorRequest, i)).SetKind("REMARK").
			SetRequestedAt(time.Now()).SetAllottedSeconds(60).SetConferenceID(at).Exec)
		do(tx.TaskAssignment.Create().SetID(id(gid.TaskAssignment, i)).SetOrdinal(1).
			SetTaskID(id(gid.Task, i)).SetUnitID(id(gid.Unit, 0)).Exec)
		do(tx.HeadElection.Create().SetID(id(gid.HeadElection, i)).SetSchoolYear(2100 + vi.SchoolYear(i)).
			SetRole("HEAD").SetVotingMethod("CONSENSUS").SetConferenceID(at).SetClusterID(id(gid.Cluster, 0)).
			SetElectedID(id(gid.Unit, 0)).Exec)
		do(tx.Nomination.Create().SetID(id(gid.Nomination, i)).SetSchoolYear(2000 + vi.SchoolYear(i)).
			SetOrdinal(1).SetAwardKindID(id(gid.AwardKind, 0)).SetUnitID(id(gid.Unit, 0)).
			SetNillableConferenceID(pickOptionalID(r, gid.Conference, i+1)).Exec)
		decided, _ := vi.ParseDate("2024-09-30")
		award := tx.Award.Create().SetID(id(gid.Award, i)).SetSchoolYear(2000 + vi.SchoolYear(i)).
			SetAwardKindID(id(gid.AwardKind, 0)).SetUnitID(id(gid.Unit, 0)).SetNominationID(id(gid.Nomination, i))
		if r.IntN(2) == 0 {
			award.SetState("DECIDED").SetDecisionNumber("1").SetDecidedOn(decided)
		}
		do(award.Exec)
	}
	taken := map[string]bool{}
	for i := range reports {
		year, state := anyYear(), []report.State{"DRAFT", "DRAFT", "PUBLISHED"}[r.IntN(3)]
		create := tx.Report.Create().SetID(id(gid.Report, i)).SetSchoolYear(year).
			SetPeriod([]report.Period{"INTERIM", "FINAL"}[i%2]).SetState(state).SetTitle("r").
			SetNillableConferenceID(pickOptionalID(r, gid.Conference, conferences))
		n := r.IntN(clusters + units)
		key := fmt.Sprint(n, year, i%2)
		if taken[key] {
			continue
		}
		taken[key] = true
		if n < clusters {
			create.SetClusterID(id(gid.Cluster, n))
		} else {
			create.SetUnitID(id(gid.Unit, n-clusters))
		}
		do(create.Exec)
		do(tx.ReportSection.Create().SetID(id(gid.ReportSection, i)).SetKind("TASKS").SetOrdinal(1).
			SetTitle("t").SetBody("b").SetReportID(id(gid.Report, i)).Exec)
		do(tx.IndicatorValue.Create().SetID(id(gid.IndicatorValue, i)).SetSchoolYear(year).SetOrdinal(1).
			SetValueOrder(0).SetRankOrder(0).SetReportID(id(gid.Report, i)).
			SetIndicatorID(id(gid.Indicator, 0)).SetUnitID(pickID(r, gid.Unit, units)).Exec)
	}
	for _, f := range todo {
		if err := f(); err != nil {
			return err
		}
	}
	return fillReferences(ctx, tx, r, parts, conferences)
}

// fillReferences writes rows that refer to others: discrepancies and citations.
func fillReferences(ctx context.Context, tx *store.Tx, r *rand.Rand, n, conferences int) error {
	written := tx.Report.Query().IDsX(ctx)
	values := tx.IndicatorValue.Query().IDsX(ctx)
	sections := tx.ReportSection.Query().IDsX(ctx)
	pick := func(ids []gid.ID) *gid.ID { return &ids[r.IntN(len(ids))] }
	pickMaybe := func(ids []gid.ID) *gid.ID {
		if r.IntN(2) == 0 {
			return nil
		}
		return pick(ids)
	}
	for i := range n {
		create := tx.Discrepancy.Create().SetID(id(gid.Discrepancy, i)).SetCode(fmt.Sprint("x", i)).
			SetOrdinal(i + 1).SetKind("WORDING").SetSeverity("NOTE").SetSummary("s").SetSummaryEn("s").
			SetTreatment("t")
		for about, add := range map[*gid.ID]func(...gid.ID) *ent.DiscrepancyCreate{
			pickMaybe(written): create.AddReportIDs,
			pickOptionalID(r, gid.Conference, conferences): create.AddConferenceIDs,
			pickOptionalID(r, gid.Proposal, conferences):   create.AddProposalIDs,
			pickOptionalID(r, gid.Speech, conferences):     create.AddSpeechIDs,
		} {
			if about != nil {
				add(*about)
			}
		}
		for range r.IntN(3) {
			create.AddIndicatorValueIDs(*pick(values))
		}
		if err := create.Exec(ctx); err != nil {
			return err
		}
	}
	at := func(kind gid.Kind) *gid.ID { return new(pickID(r, kind, conferences)) }
	for i := range 6 * n {
		c := tx.Citation.Create().SetID(id(gid.Citation, i)).SetOrdinal(1).SetDocumentID(id(gid.Document, 0))
		[]func(){
			func() { c.SetUnitID(pickID(r, gid.Unit, units)) }, func() { c.SetReportID(*pick(written)) },
			func() { c.SetReportSectionID(*pick(sections)) }, func() { c.SetIndicatorValueID(*pick(values)) },
			func() { c.SetConferenceID(*at(gid.Conference)) }, func() { c.SetSiteID(*at(gid.Site)) },
			func() { c.SetAttendanceID(*at(gid.Attendance)) }, func() { c.SetAgendaItemID(*at(gid.AgendaItem)) },
			func() { c.SetSpeechID(*at(gid.Speech)) }, func() { c.SetProposalID(*at(gid.Proposal)) },
			func() { c.SetDirectiveID(*at(gid.Directive)) }, func() { c.SetTaskID(*at(gid.Task)) },
			func() { c.SetHeadElectionID(*at(gid.HeadElection)) }, func() { c.SetNominationID(*at(gid.Nomination)) },
			func() { c.SetAwardID(*at(gid.Award)) }, func() { c.SetDiscrepancyID(pickID(r, gid.Discrepancy, n)) },
		}[i%16]()
		if err := c.Exec(ctx); err != nil {
			return err
		}
	}
	for i := range 3 {
		if err := tx.Account.Create().SetID(id(gid.Account, i)).SetSubject(fmt.Sprint("a", i)).SetName("a").
			SetKind("PERSON").Exec(ctx); err != nil {
			return err
		}
		if err := tx.Grant.Create().SetID(id(gid.Grant, i)).SetRole("AUDITOR").SetValidFrom(time.Now()).
			SetAccountID(id(gid.Account, i)).Exec(ctx); err != nil {
			return err
		}
		if err := tx.Token.Create().SetID(id(gid.Token, i)).SetHash([]byte(fmt.Sprint(i))).SetLabel("t").
			SetCreatedAt(time.Now()).SetAccountID(id(gid.Account, i)).Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}
