package graph_test

import (
	"context"
	"time"

	entaccount "thidua/ent/account"
	"thidua/ent/announcement"
	entaward "thidua/ent/award"
	"thidua/ent/citation"
	"thidua/ent/conference"
	"thidua/ent/discrepancy"
	"thidua/ent/floorrequest"
	"thidua/ent/headelection"
	"thidua/ent/indicatorvalue"
	"thidua/ent/nomination"
	"thidua/ent/report"
	"thidua/ent/reportsection"
	"thidua/ent/task"
	"thidua/ent/taskassignment"
	"thidua/internal/account"
	awards "thidua/internal/award"
	conferences "thidua/internal/conference"
	"thidua/internal/decision"
	"thidua/internal/gid"
	"thidua/internal/registry"
	reports "thidua/internal/report"
	"thidua/internal/store"
	"thidua/internal/vi"
	"thidua/internal/viewer"
)

// The scope of the roles in the table: cluster 1 and unit-0, its member, in nextYear; the conference "theirs"
// of it.
var (
	theCluster    = registry.ClusterID(1)
	theUnit       = registry.UnitID(unitCode(0))
	theConference = registry.ConferenceID("theirs")
	theAccount    = account.ID("clerk")
)

// columnViewers are the viewers of the table's columns; all who signed in did so to the same account.
func columnViewers() map[string]viewer.Viewer {
	as := func(grants ...viewer.Grant) viewer.Viewer {
		return viewer.Account(theAccount, time.Time{},
			grants...)
	}
	all := map[string]viewer.Viewer{"anonymous": viewer.Anonymous(), "no role": as()}
	for _, role := range viewer.Roles() {
		g := viewer.Grant{Role: role}
		switch role {
		case viewer.Ministry, viewer.Auditor:
		case viewer.ClusterHead, viewer.ClusterDeputy:
			g.Cluster, g.SchoolYear = theCluster, nextYear
		case viewer.UnitEditor:
			g.Unit, g.SchoolYear = theUnit, nextYear
		case viewer.Delegate, viewer.Screen:
			g.Conference, g.Unit = theConference, theUnit
		default:
			g.Conference = theConference
		}
		all[string(role)] = as(g)
	}
	return all
}

// tableRows are the rows that stand for a line of the table, by type.
type tableRows map[string]map[string][]gid.ID

// writeTable writes rows for every line of the table on those that grow made, and gives their ids.
func (a api) writeTable() tableRows {
	a.t.Helper()
	ctx := viewer.NewContext(a.t.Context(), viewer.Operator())
	must := func(err error) {
		a.t.Helper()
		if err != nil {
			a.t.Fatal(err)
		}
	}
	for _, code := range []string{"doc-table", "doc-conferences"} {
		must(registry.PutDocument(ctx, a.store, registry.Document{Code: code, Kind: "LAW", Title: code}))
	}
	rows := tableRows{}
	for i, c := range []struct {
		line, code string
		cluster    int
		year       vi.SchoolYear
	}{
		{"planned conference, or one called off, theirs", "theirs", 1, nextYear},
		{"another planned conference of the cluster", "sibling", 1, nextYear},
		{"planned conference, another year", "last-year", 1, thisYear},
		{"planned conference of another cluster", "elsewhere", 101, nextYear},
	} {
		must(a.planTableConference(ctx, c.code, i, c.cluster, c.year))
		a.conductTableConference(ctx, c.code, announcement.AudienceEveryone, announcement.AudienceParticipants)
		rows[c.line] = a.conferenceRows(ctx, registry.ConferenceID(c.code))
	}
	rows["open or closed conference"] = a.conferenceRows(ctx, registry.ConferenceID("conference-0"))
	a.conductTableConference(ctx, "conference-1", announcement.AudienceParticipants)
	rows["to participants of an open conference, not theirs"] = map[string][]gid.ID{
		"Announcement": a.store.Reader().Announcement.Query().Where(
			announcement.AudienceEQ(announcement.AudienceParticipants),
			announcement.ConferenceID(registry.ConferenceID("conference-1")),
		).IDsX(ctx)}
	for line, key := range map[string]registry.ReportKey{
		"draft of the cluster":                 {Cluster: 1, SchoolYear: nextYear},
		"draft of the cluster, another year":   {Cluster: 1, SchoolYear: thisYear},
		"draft of the unit":                    {Unit: unitCode(0), SchoolYear: nextYear},
		"draft of the unit, another year":      {Unit: unitCode(0), SchoolYear: thisYear},
		"draft of another unit of the cluster": {Unit: unitCode(1), SchoolYear: nextYear},
		"draft of another cluster":             {Cluster: 101, SchoolYear: nextYear},
		// at a conference that is only planned
		"published report": {Cluster: 102, SchoolYear: nextYear},
	} {
		key.Period = "FINAL"
		must(a.fileTableReport(ctx, key, line))
		rows[line] = a.reportRows(ctx, key.ID())
	}
	for i, line := range []string{"award decided or presented", "award proposed"} {
		day, _ := vi.ParseDate("2024-09-30")
		award := awards.Award{
			Kind:       "FLAG",
			Unit:       unitCode(i) + "-heir",
			SchoolYear: nextYear,
			Nominated:  true,
			Cites:      tableCite,
		} // by a conference that is only planned
		if i == 0 {
			award.State, award.DecisionNumber, award.DecidedOn = entaward.StateDecided, "1/QĐ", day
		}
		must(awards.PutAward(ctx, a.store, award))
		id := a.store.Reader().Award.Query().Where(entaward.UnitID(registry.UnitID(award.Unit))).OnlyIDX(ctx)
		rows[line] = map[string][]gid.ID{
			"Award":    {id},
			"Citation": a.store.Reader().Citation.Query().Where(citation.AwardID(id)).IDsX(ctx),
		}
	}
	must(
		awards.PutNomination(
			ctx, a.store,
			awards.Nomination{Kind: "FLAG", Unit: unitCode(0), SchoolYear: 2000, Ordinal: 1, Cites: tableCite},
		),
	)
	alone := a.store.Reader().Nomination.Query().Where(nomination.SchoolYear(2000)).OnlyIDX(ctx)
	rows["nomination made at no conference"] = map[string][]gid.ID{
		"Nomination": {alone},
		"Citation":   a.store.Reader().Citation.Query().Where(citation.NominationID(alone)).IDsX(ctx),
	}
	for line, subject := range map[string]string{"own": "clerk", "another's": "other"} {
		_, err := account.Create(
			ctx, a.store, account.NewAccount{Subject: subject, Name: subject, Kind: entaccount.KindPerson},
		)
		must(err)
		g, err := account.GrantRole(
			ctx, a.store, account.NewGrant{Account: subject, Role: "SCREEN", Conference: new("elsewhere")},
		)
		must(err)
		token, err := account.IssueToken(ctx, a.store, account.NewToken{Account: subject, Label: "x"})
		must(err)
		rows[line] = map[string][]gid.ID{"Account": {account.ID(subject)}, "Grant": {g}, "Token": {token.Token}}
	}
	rows["every row"] = a.publicRows(ctx)
	return rows
}

// Citations of a document of their own each, so that those of one fit a page.
var tableCite, conferenceCite = []registry.Cite{
	{Document: "doc-table", Place: "L7"},
}, []registry.Cite{
	{Document: "doc-conferences", Place: "L7"},
}

// planTableConference writes a planned conference with all its parts.
func (a api) planTableConference(ctx context.Context, code string, i, number int, year vi.SchoolYear) error {
	cite := conferenceCite
	if err := conferences.Record(ctx, a.store,
		conferences.Conference{Code: code, Kind: conference.KindFinalReview, State: conference.StatePlanned,
			Title: code, SchoolYear: year, Cluster: number, Host: unitCode(0), Cites: cite,
			Sites: []conferences.Site{{Code: "main", Name: "main", Kind: "MAIN", Province: unitCode(0),
				Cites: cite}},
			Attendances: []conferences.Attendance{{Capacity: "DELEGATE", Role: "r", Unit: unitCode(0),
				Person: "person-0", Site: "main", Cites: cite}},
			Agenda: []conferences.AgendaItem{{Kind: "DISCUSSION", Title: "t", Cites: cite}},
			Speeches: []conferences.Speech{{Kind: "REMARK", Speaker: "s", Person: "person-0", Unit: unitCode(0),
				AgendaItem: 1, Summary: "s", Cites: cite}},
			Proposals: []conferences.Proposal{{Code: "of-" + code, Content: "c", Topics: []string{"topic"}, Speech: 1,
				Unit: unitCode(0), Cites: cite}},
			Directives: []conferences.Directive{{Content: "c", Addressee: "a", Speech: 1, Person: "person-0",
				Issuer: unitCode(0), Cites: cite}},
			Tasks: []conferences.Task{{SchoolYear: nextYear, Content: "c", Cluster: 1, Directive: 1,
				Cites: cite}}}); err != nil {
		return err
	}
	if err := decision.PutElection(ctx, a.store,
		decision.HeadElection{Conference: code, Cluster: 1, SchoolYear: 2030 + vi.SchoolYear(i),
			Role: headelection.RoleHead, Mode: headelection.VotingMethodByConsensus, Elected: unitCode(0),
			Cites: cite}); err != nil {
		return err
	}
	// two units for each, so that awards may follow
	for n := range 2 {
		if err := awards.PutNomination(ctx, a.store,
			awards.Nomination{Kind: "FLAG", Unit: unitCode(n) + "-heir", SchoolYear: nextYear + vi.SchoolYear(i),
				Ordinal: n + 1, Cluster: 1, Conference: code, Cites: cite}); err != nil {
			return err
		}
	}
	return registry.PutDiscrepancy(
		ctx,
		a.store,
		registry.Discrepancy{
			Code:        "about-" + code,
			Ordinal:     500 + i,
			Kind:        "WORDING",
			Severity:    "NOTE",
			Summary:     "s",
			SummaryEn:   "s",
			Treatment:   "t",
			Conferences: []string{code},
			Proposals:   []string{"of-" + code},
			Cites:       cite,
		},
	)
}

// conductTableConference has an item of a conference run, and writes announcements to a site of it, whatever
// the state it is in.
func (a api) conductTableConference(ctx context.Context, code string, audiences ...announcement.Audience) {
	a.t.Helper()
	if err := a.store.Tx(ctx, func(ctx context.Context, tx *store.Tx) error {
		if err := tx.AgendaItem.UpdateOneID(conferences.PartID(gid.AgendaItem, code, 1)).SetStartedAt(tx.Now()).
			ClearEndedAt().Exec(ctx); err != nil {
			return err
		}
		for _, to := range audiences {
			if err := tx.Announcement.Create().SetConferenceID(registry.ConferenceID(code)).
				SetSiteID(conferences.SiteID(code, "main")).
				SetText("Thông báo").SetAudience(to).SetMadeAt(tx.Now()).Exec(ctx); err != nil {
				return err
			}
		}
		if err := tx.FloorRequest.Create().SetConferenceID(registry.ConferenceID(code)).
			SetSiteID(conferences.SiteID(code, "main")).SetUnitID(registry.UnitID(unitCode(0))).
			SetKind(floorrequest.KindRemark).SetRequestedAt(tx.Now()).SetAllottedSeconds(180).Exec(ctx); err != nil {
			return err
		}
		if err := tx.FloorRequest.Create().SetConferenceID(registry.ConferenceID(code)).
			SetSiteID(conferences.SiteID(code, "main")).SetUnitID(registry.UnitID(unitCode(0))).
			SetKind(floorrequest.KindPresentation).SetState(floorrequest.StatePaused).SetSpeaker("Nguyễn Văn A").
			SetSpentSeconds(90).
			SetRequestedAt(tx.Now()).SetGivenAt(tx.Now()).SetAllottedSeconds(600).Exec(ctx); err != nil {
			return err
		}
		for _, id := range tx.Task.Query().Where(task.ConferenceID(registry.ConferenceID(code))).IDsX(ctx) {
			if err := tx.TaskAssignment.Create().SetTaskID(id).SetUnitID(registry.UnitID(unitCode(0))).SetOrdinal(1).
				OnConflictColumns(taskassignment.FieldTaskID, taskassignment.FieldUnitID).Ignore().Exec(ctx); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		a.t.Fatal(err)
	}
}

// fileTableReport writes a report with its parts and what is about it; of the line "published report" a
// published one.
func (a api) fileTableReport(ctx context.Context, key registry.ReportKey, line string) error {
	in := reports.Report{
		Unit:       key.Unit,
		Cluster:    key.Cluster,
		SchoolYear: key.SchoolYear,
		Period:     report.Period(key.Period),
		State:      report.StateDraft,
		Title:      line,
		Conference: "theirs",
		Cites:      tableCite,
		Sections:   []reports.Section{{Kind: reportsection.KindLimits, Title: "t", Body: "b", Cites: tableCite}},
		Values:     []reports.Value{{Indicator: "total", Stated: "nhiều", Cites: tableCite}},
	}
	if line == "published report" {
		in.State = report.StatePublished
	}
	if err := reports.FileReport(ctx, a.store, in); err != nil {
		return err
	}
	n := a.store.Reader().Discrepancy.Query().CountX(ctx)
	return registry.PutDiscrepancy(
		ctx,
		a.store,
		registry.Discrepancy{
			Code:      "draft-" + vi.Fold(key.ID().String()),
			Ordinal:   600 + n,
			Kind:      "WORDING",
			Severity:  "NOTE",
			Summary:   "s",
			SummaryEn: "s",
			Treatment: "t",
			Reports:   []registry.ReportKey{key},
			Values:    []registry.FigureKey{{Report: key, Indicator: "total"}},
			Cites:     tableCite,
		},
	)
}

// reportRows are a report, its parts, and what is about any of them.
func (a api) reportRows(ctx context.Context, id gid.ID) map[string][]gid.ID {
	r := a.store.Reader()
	sections, values := r.ReportSection.Query().Where(reportsection.ReportID(id)).
		IDsX(ctx), r.IndicatorValue.Query().Where(indicatorvalue.ReportID(id)).IDsX(ctx)
	about := r.Discrepancy.Query().Where(discrepancy.HasReportsWith(report.ID(id))).IDsX(ctx)
	return map[string][]gid.ID{
		"Report":         {id},
		"ReportSection":  sections,
		"IndicatorValue": values,
		"Discrepancy":    about,
		"Citation": r.Citation.Query().Where(
			citation.Or(citation.ReportID(id), citation.ReportSectionIDIn(sections...),
				citation.IndicatorValueIDIn(values...), citation.DiscrepancyIDIn(about...)),
		).IDsX(ctx),
	}
}

// conferenceRows are a conference, its parts, and what is about any of them.
func (a api) conferenceRows(ctx context.Context, id gid.ID) map[string][]gid.ID {
	c := a.store.Reader().Conference.GetX(ctx, id)
	rows := map[string][]gid.ID{
		"Conference":     {id},
		"Site":           c.QuerySites().IDsX(ctx),
		"Attendance":     c.QueryAttendances().IDsX(ctx),
		"AgendaItem":     c.QueryAgendaItems().IDsX(ctx),
		"Announcement":   c.QueryAnnouncements().IDsX(ctx),
		"FloorRequest":   c.QueryFloorRequests().IDsX(ctx),
		"TaskAssignment": c.QueryTasks().QueryAssignments().IDsX(ctx),
		"Speech":         c.QuerySpeeches().IDsX(ctx),
		"Proposal":       c.QueryProposals().IDsX(ctx),
		"Directive":      c.QueryDirectives().IDsX(ctx),
		"Task":           c.QueryTasks().IDsX(ctx),
		"HeadElection":   c.QueryHeadElections().IDsX(ctx),
		"Nomination":     c.QueryNominations().IDsX(ctx),
		"Discrepancy":    c.QueryDiscrepancies().IDsX(ctx),
	}
	rows["Citation"] = a.store.Reader().Citation.Query().Where(
		citation.Or(
			citation.ConferenceID(id),
			citation.SiteIDIn(rows["Site"]...),
			citation.AttendanceIDIn(rows["Attendance"]...),
			citation.AgendaItemIDIn(
				rows["AgendaItem"]...),
			citation.SpeechIDIn(rows["Speech"]...),
			citation.ProposalIDIn(rows["Proposal"]...),
			citation.DirectiveIDIn(rows["Directive"]...),
			citation.TaskIDIn(
				rows["Task"]...),
			citation.HeadElectionIDIn(rows["HeadElection"]...),
			citation.NominationIDIn(rows["Nomination"]...),
			citation.DiscrepancyIDIn(rows["Discrepancy"]...),
		),
	).IDsX(ctx)
	return rows
}

// publicRows are all rows of the types that everybody sees, and the citations of these.
func (a api) publicRows(ctx context.Context) map[string][]gid.ID {
	rows := map[string][]gid.ID{}
	for _, kind := range []gid.Kind{gid.Province, gid.Unit, gid.Succession, gid.Cluster, gid.Membership,
		gid.Office, gid.Person, gid.Post, gid.Document, gid.Topic, gid.Indicator, gid.Movement, gid.AwardKind} {
		ids, err := idsOf[kind](ctx, a.store.Reader())
		if err != nil {
			a.t.Fatal(err)
		}
		rows[kind.String()] = ids
	}
	rows["Citation"] = a.store.Reader().Citation.Query().Where(
		citation.Or(citation.UnitIDNotNil(), citation.ClusterIDNotNil(), citation.PersonIDNotNil()),
	).IDsX(ctx)
	return rows
}
