package graph

import (
	"context"
	"fmt"

	"thidua/ent"
	"thidua/ent/attendance"
	"thidua/ent/award"
	"thidua/ent/awardkind"
	"thidua/ent/cluster"
	entconference "thidua/ent/conference"
	"thidua/ent/floorrequest"
	"thidua/ent/proposal"
	"thidua/ent/topic"
	"thidua/ent/unit"
	"thidua/graph/view"
	"thidua/internal/conference"
	"thidua/internal/vi"
)

type conferenceGroup struct {
	GroupKeys
	Held          int `sql:"held"`
	Online        int `sql:"online_count"`
	OnlineMissing int `sql:"online_missing"`
}

func (r *Resolver) conferenceAggregates(
	ctx context.Context, where *ent.ConferenceWhereInput, by []view.ConferenceGroupKey, first, skip int,
) (*view.ConferenceAggregates, error) {
	found, err := readGroups[conferenceGroup](ctx, r, r.Reader.Conference.Query(), where.Filter,
		groupPage{first, skip}, groupRowsBy(by, addConferenceKey, addConferenceNumbers))
	groups := make([]*view.ConferenceAggregate, len(found.rows))
	for i, row := range found.rows {
		groups[i] = &view.ConferenceAggregate{
			SchoolYear: row.SchoolYear, Cluster: objectOf(found.clusters, row.Cluster),
			Kind: (*entconference.Kind)(row.Kind), State: (*entconference.State)(row.State),
			Count: row.Count, HeldCount: row.Held, OnlineCount: row.Online,
			OnlineMissingCount: row.OnlineMissing,
		}
	}
	return &view.ConferenceAggregates{TotalCount: found.total, Groups: groups}, err
}

func addConferenceKey(g *grouping, key view.ConferenceGroupKey) {
	switch key {
	case view.ConferenceGroupKeySchoolYear:
		g.key("school_year", g.s.C(entconference.FieldSchoolYear), "")
	case view.ConferenceGroupKeyCluster:
		g.objectKey("cluster_id", cluster.Table, g.s.C(entconference.FieldClusterID), cluster.FieldNumber)
	case view.ConferenceGroupKeyKind:
		g.key("kind", g.s.C(entconference.FieldKind), "")
	case view.ConferenceGroupKeyState:
		g.key("state", g.s.C(entconference.FieldState), "")
	}
}

func addConferenceNumbers(g *grouping) {
	state, online := g.s.C(entconference.FieldState), g.s.C(entconference.FieldOnline)
	g.count("held", fmt.Sprintf("%s IN (%s)", state, quoted(conference.HeldStates()...)))
	g.count("online_count", online)
	g.count("online_missing", online+" IS NULL")
}

type attendanceGroup struct {
	GroupKeys
	Attended int `sql:"attended"`
	Absent   int `sql:"absent"`
}

func (r *Resolver) attendanceAggregates(
	ctx context.Context, where *ent.AttendanceWhereInput, by []view.AttendanceGroupKey, first, skip int,
) (*view.AttendanceAggregates, error) {
	found, err := readGroups[attendanceGroup](ctx, r, r.Reader.Attendance.Query(), where.Filter,
		groupPage{first, skip}, groupRowsBy(by, addAttendanceKey, addAttendanceNumbers))
	groups := make([]*view.AttendanceAggregate, len(found.rows))
	for i, row := range found.rows {
		known := row.Attended + row.Absent
		groups[i] = &view.AttendanceAggregate{
			SchoolYear: row.SchoolYear, Cluster: objectOf(found.clusters, row.Cluster),
			Conference: objectOf(found.conferences, row.Conference), Unit: objectOf(found.units, row.Unit),
			Capacity: (*attendance.Capacity)(row.Capacity), Count: row.Count, BasedOnCount: known,
			MissingCount: row.Count - known, AttendedCount: row.Attended, AbsentCount: row.Absent,
			AttendedPercent: percentOf(row.Attended, known),
		}
	}
	return &view.AttendanceAggregates{TotalCount: found.total, Groups: groups}, err
}

func addAttendanceKey(g *grouping, key view.AttendanceGroupKey) {
	switch key {
	case view.AttendanceGroupKeySchoolYear:
		g.key("school_year", g.conference().C(entconference.FieldSchoolYear), "")
	case view.AttendanceGroupKeyCluster:
		g.objectKey("cluster_id", cluster.Table, g.conference().C(entconference.FieldClusterID),
			cluster.FieldNumber)
	case view.AttendanceGroupKeyConference:
		g.conferenceKey()
	case view.AttendanceGroupKeyUnit:
		g.objectKey("unit_id", unit.Table, g.s.C(attendance.FieldUnitID), unit.FieldSortKey)
	case view.AttendanceGroupKeyCapacity:
		g.key("capacity", g.s.C(attendance.FieldCapacity), "")
	}
}

// addAttendanceNumbers counts the attendance of conferences that have begun: before that only absences are
// reported.
func addAttendanceNumbers(g *grouping) {
	presence := g.s.C(attendance.FieldPresence)
	held := fmt.Sprintf("%s IN (%s)", g.conference().C(entconference.FieldState),
		quoted(conference.HeldStates()...))
	g.count("attended", fmt.Sprintf("%s AND %s IN (%s)", held, presence,
		quoted(attendance.PresenceInHall, attendance.PresenceOnline, attendance.PresenceLeft)))
	g.count("absent", fmt.Sprintf("%s AND %s = %s", held, presence, quoted(attendance.PresenceAbsent)))
}

type floorRequestGroup struct {
	GroupKeys
	Turns   int  `sql:"turns"`
	Ended   int  `sql:"ended"`
	Seconds *int `sql:"seconds"`
	Longest *int `sql:"longest"`
}

func (r *Resolver) floorRequestAggregates(
	ctx context.Context, where *ent.FloorRequestWhereInput, by []view.FloorRequestGroupKey, first, skip int,
) (*view.FloorRequestAggregates, error) {
	found, err := readGroups[floorRequestGroup](ctx, r, r.Reader.FloorRequest.Query(), where.Filter,
		groupPage{first, skip}, groupRowsBy(by, addFloorRequestKey, addFloorRequestNumbers))
	groups := make([]*view.FloorRequestAggregate, len(found.rows))
	for i, row := range found.rows {
		groups[i] = &view.FloorRequestAggregate{
			SchoolYear: row.SchoolYear, Cluster: objectOf(found.clusters, row.Cluster),
			Conference: objectOf(found.conferences, row.Conference), Unit: objectOf(found.units, row.Unit),
			Kind: (*floorrequest.Kind)(row.Kind), Count: row.Count, TurnCount: row.Turns, BasedOnCount: row.Ended,
			MissingCount: row.Turns - row.Ended, Seconds: row.Seconds, LongestSeconds: row.Longest,
		}
	}
	return &view.FloorRequestAggregates{TotalCount: found.total, Groups: groups}, err
}

func addFloorRequestKey(g *grouping, key view.FloorRequestGroupKey) {
	switch key {
	case view.FloorRequestGroupKeySchoolYear:
		g.key("school_year", g.conference().C(entconference.FieldSchoolYear), "")
	case view.FloorRequestGroupKeyCluster:
		g.objectKey("cluster_id", cluster.Table, g.conference().C(entconference.FieldClusterID),
			cluster.FieldNumber)
	case view.FloorRequestGroupKeyConference:
		g.conferenceKey()
	case view.FloorRequestGroupKeyUnit:
		g.objectKey("unit_id", unit.Table, g.s.C(floorrequest.FieldUnitID), unit.FieldSortKey)
	case view.FloorRequestGroupKeyKind:
		g.key("kind", g.s.C(floorrequest.FieldKind), "")
	}
}

// addFloorRequestNumbers counts turns as conference.TurnsOf does. The time of a turn that has not ended is
// known only to the clock, so that it is missing.
func addFloorRequestNumbers(g *grouping) {
	given := g.s.C(floorrequest.FieldGivenAt) + " IS NOT NULL"
	ended := given + " AND " + g.s.C(floorrequest.FieldEndedAt) + " IS NOT NULL"
	spent := g.s.C(floorrequest.FieldSpentSeconds)
	g.count("turns", given)
	g.count("ended", ended)
	g.number("seconds", "SUM", ended, spent)
	g.number("longest", "MAX", ended, spent)
}

type proposalGroup struct {
	GroupKeys
	Answered   int `sql:"answered"`
	Unanswered int `sql:"unanswered"`
	Overdue    int `sql:"overdue"`
	Undated    int `sql:"undated"`
}

func (r *Resolver) proposalAggregates(
	ctx context.Context, where *ent.ProposalWhereInput, by []view.ProposalGroupKey, first, skip int,
) (*view.ProposalAggregates, error) {
	found, err := readGroups[proposalGroup](ctx, r, r.Reader.Proposal.Query(), where.Filter,
		groupPage{first, skip}, groupRowsBy(by, addProposalKey, addProposalNumbers))
	groups := make([]*view.ProposalAggregate, len(found.rows))
	for i, row := range found.rows {
		groups[i] = &view.ProposalAggregate{
			SchoolYear: row.SchoolYear, Cluster: objectOf(found.clusters, row.Cluster),
			Conference: objectOf(found.conferences, row.Conference), Unit: objectOf(found.units, row.Unit),
			Topic: objectOf(found.topics, row.Topic), Kind: (*proposal.Kind)(row.Kind),
			State: (*proposal.State)(row.State), Count: row.Count, AnsweredCount: row.Answered,
			UnansweredCount: row.Unanswered, OverdueCount: row.Overdue, DueOnMissingCount: row.Undated,
		}
	}
	return &view.ProposalAggregates{TotalCount: found.total, Groups: groups}, err
}

func addProposalKey(g *grouping, key view.ProposalGroupKey) {
	switch key {
	case view.ProposalGroupKeySchoolYear:
		g.key("school_year", g.s.C(proposal.FieldSchoolYear), "")
	case view.ProposalGroupKeyCluster:
		of := fmt.Sprintf("COALESCE(%s, %s)", g.s.C(proposal.FieldClusterID),
			g.conference().C(entconference.FieldClusterID))
		g.objectKey("cluster_id", cluster.Table, of, cluster.FieldNumber)
	case view.ProposalGroupKeyConference:
		g.conferenceKey()
	case view.ProposalGroupKeyUnit:
		g.objectKey("unit_id", unit.Table, g.s.C(proposal.FieldUnitID), unit.FieldSortKey)
	case view.ProposalGroupKeyTopic:
		links := g.leftJoin(proposal.TopicsTable, proposal.TopicsPrimaryKey[0], g.s.C(proposal.FieldID))
		g.objectKey("topic_id", topic.Table, links.C(proposal.TopicsPrimaryKey[1]), topic.FieldSortKey)
	case view.ProposalGroupKeyKind:
		g.key("kind", g.s.C(proposal.FieldKind), "")
	case view.ProposalGroupKeyState:
		g.key("state", g.s.C(proposal.FieldState), "")
	}
}

// addProposalNumbers counts overdue proposals as conference.IsProposalOverdue decides.
func addProposalNumbers(g *grouping) {
	state, dueOn := g.s.C(proposal.FieldState), g.s.C(proposal.FieldDueOn)
	waiting := fmt.Sprintf("%s IN (%s)", state, quoted(conference.UnansweredStates...))
	g.count("answered", fmt.Sprintf("%s IN (%s)", state,
		quoted(proposal.StateAnswered, proposal.StateDone, proposal.StateRefused)))
	g.count("unanswered", waiting)
	g.count("overdue", fmt.Sprintf("%s AND %s < '%s'", waiting, dueDayText(g.s, dueOn), dayOrToday(nil)))
	g.count("undated", fmt.Sprintf("%s AND %s IS NULL", waiting, dueOn))
}

type awardGroup struct {
	GroupKeys
	Decided int `sql:"decided"`
	Units   int `sql:"units"`
}

func (r *Resolver) awardAggregates(
	ctx context.Context, where *ent.AwardWhereInput, by []view.AwardGroupKey, first, skip int,
) (*view.AwardAggregates, error) {
	found, err := readGroups[awardGroup](ctx, r, r.Reader.Award.Query(), where.Filter,
		groupPage{first, skip}, groupRowsBy(by, addAwardKey, addAwardNumbers))
	groups := make([]*view.AwardAggregate, len(found.rows))
	for i, row := range found.rows {
		groups[i] = &view.AwardAggregate{
			SchoolYear: row.SchoolYear, AwardKind: objectOf(found.awardKinds, row.AwardKind),
			Cluster: objectOf(found.clusters, row.Cluster), Unit: objectOf(found.units, row.Unit),
			State: (*award.State)(row.State), Count: row.Count, DecidedCount: row.Decided, UnitCount: row.Units,
		}
	}
	return &view.AwardAggregates{TotalCount: found.total, Groups: groups}, err
}

func addAwardKey(g *grouping, key view.AwardGroupKey) {
	switch key {
	case view.AwardGroupKeySchoolYear:
		g.key("school_year", g.s.C(award.FieldSchoolYear), "")
	case view.AwardGroupKeyAwardKind:
		g.objectKey("award_kind_id", awardkind.Table, g.s.C(award.FieldAwardKindID), awardkind.FieldOrdinal)
	case view.AwardGroupKeyCluster:
		g.objectKey("cluster_id", cluster.Table, g.s.C(award.FieldClusterID), cluster.FieldNumber)
	case view.AwardGroupKeyUnit:
		g.objectKey("unit_id", unit.Table, g.s.C(award.FieldUnitID), unit.FieldSortKey)
	case view.AwardGroupKeyState:
		g.key("state", g.s.C(award.FieldState), "")
	}
}

func addAwardNumbers(g *grouping) {
	g.count("decided", fmt.Sprintf("%s IN (%s)", g.s.C(award.FieldState),
		quoted(award.StateDecided, award.StatePresented)))
	g.column("units", fmt.Sprintf("COUNT(DISTINCT %s)", g.s.C(award.FieldUnitID)))
}

// percentOf returns a part of a whole in percent, rounded half up to two decimals; nil if the whole is zero.
func percentOf(part, whole int) *vi.Decimal {
	percent, err := vi.Percent(int64(part), int64(whole), 2)
	if err != nil {
		return nil
	}
	return &percent
}
