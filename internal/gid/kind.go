package gid

import "fmt"

// Kind is the kind of a row: one table and one type of the API.
type Kind uint8

// The kinds. Their numbers are the top bits of every ID in databases and bookmarks: never renumber a kind or
// reuse a retired number. 1 to 127; a new kind takes the next number.
const (
	Province       Kind = 1
	Unit           Kind = 2
	Succession     Kind = 3
	Cluster        Kind = 4
	Membership     Kind = 5
	Office         Kind = 6
	Person         Kind = 7
	Post           Kind = 8
	Document       Kind = 9
	Citation       Kind = 10
	Discrepancy    Kind = 11
	Topic          Kind = 12
	Indicator      Kind = 13
	Report         Kind = 14
	IndicatorValue Kind = 15
	ReportSection  Kind = 16
	Movement       Kind = 17
	Conference     Kind = 18
	Site           Kind = 19
	Attendance     Kind = 20
	AgendaItem     Kind = 21
	Speech         Kind = 22
	Proposal       Kind = 23
	Directive      Kind = 24
	Task           Kind = 25
	HeadElection   Kind = 26
	AwardKind      Kind = 27
	Nomination     Kind = 28
	Award          Kind = 29
	Account        Kind = 30
	Grant          Kind = 31
	Token          Kind = 32
	Announcement   Kind = 33
	FloorRequest   Kind = 34
	TaskAssignment Kind = 35
)

// kinds has the table of each kind, as named by ent, and its GraphQL type. Derive hashes the name of the
// type, so it is as permanent as the number; if a type is renamed in the API, Derive has to keep hashing the
// old name.
var kinds = [...]struct{ table, typ string }{
	Province:       {"provinces", "Province"},
	Unit:           {"units", "Unit"},
	Succession:     {"successions", "Succession"},
	Cluster:        {"clusters", "Cluster"},
	Membership:     {"memberships", "Membership"},
	Office:         {"offices", "Office"},
	Person:         {"people", "Person"},
	Post:           {"posts", "Post"},
	Document:       {"documents", "Document"},
	Citation:       {"citations", "Citation"},
	Discrepancy:    {"discrepancies", "Discrepancy"},
	Topic:          {"topics", "Topic"},
	Indicator:      {"indicators", "Indicator"},
	Report:         {"reports", "Report"},
	IndicatorValue: {"indicator_values", "IndicatorValue"},
	ReportSection:  {"report_sections", "ReportSection"},
	Movement:       {"movements", "Movement"},
	Conference:     {"conferences", "Conference"},
	Site:           {"sites", "Site"},
	Attendance:     {"attendances", "Attendance"},
	AgendaItem:     {"agenda_items", "AgendaItem"},
	Speech:         {"speeches", "Speech"},
	Proposal:       {"proposals", "Proposal"},
	Directive:      {"directives", "Directive"},
	Task:           {"tasks", "Task"},
	HeadElection:   {"head_elections", "HeadElection"},
	AwardKind:      {"award_kinds", "AwardKind"},
	Nomination:     {"nominations", "Nomination"},
	Award:          {"awards", "Award"},
	Account:        {"accounts", "Account"},
	Grant:          {"grants", "Grant"},
	Token:          {"tokens", "Token"},
	Announcement:   {"announcements", "Announcement"},
	FloorRequest:   {"floor_requests", "FloorRequest"},
	TaskAssignment: {"task_assignments", "TaskAssignment"},
}

// Kinds lists every kind, by number. Tests of other packages check each of them.
func Kinds() []Kind {
	var all []Kind
	for k := range Kind(len(kinds)) {
		if k.isKnown() {
			all = append(all, k)
		}
	}
	return all
}

// isKnown reports whether k is one of the kinds above.
func (k Kind) isKnown() bool { return int(k) < len(kinds) && kinds[k].typ != "" }

// Table returns the name of the kind's database table, "" for an unknown kind.
func (k Kind) Table() string {
	if !k.isKnown() {
		return ""
	}
	return kinds[k].table
}

// Type returns the name of the kind's GraphQL type, "" for an unknown kind.
func (k Kind) Type() string {
	if !k.isKnown() {
		return ""
	}
	return kinds[k].typ
}

// String returns Type, or "Kind(77)" for an unknown kind.
func (k Kind) String() string {
	if !k.isKnown() {
		return fmt.Sprintf("Kind(%d)", uint8(k))
	}
	return k.Type()
}

// mustBeKnown panics for an unknown kind: kinds are constants in code, never input.
func (k Kind) mustBeKnown() {
	if !k.isKnown() {
		panic("gid: an ID of unknown " + k.String())
	}
}

// CheckKind returns an *Error if the ID is of another kind.
func (id ID) CheckKind(want Kind) error {
	if kind, known := id.Kind(); !known || kind != want {
		return &Error{ReasonOtherType}
	}
	return nil
}
