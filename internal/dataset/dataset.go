package dataset

import (
	"thidua/internal/award"
	"thidua/internal/conference"
	"thidua/internal/decision"
	"thidua/internal/gid"
	"thidua/internal/registry"
	"thidua/internal/report"
)

// dataset is the content of all files, with the positions of everything.
type dataset struct {
	documents     []*registry.Document
	provinces     []*registry.Province
	units         []*registry.Unit
	successions   []*registry.Succession
	clusters      []*registry.Cluster
	memberships   []*registry.Membership
	offices       []*registry.Office
	people        []*registry.Person
	topics        []*conference.Topic
	indicators    []*report.Indicator
	movements     []*report.Movement
	conferences   []*conference.Conference
	reports       []*report.Report
	elections     []*decision.HeadElection
	awardKinds    []*award.Kind
	nominations   []*award.Nomination
	awards        []*award.Award
	discrepancies []*registry.Discrepancy

	problems
	positions  map[any]map[string]position // positions by row (its pointer) and key; "" is the row itself
	codes      map[codeKey]position        // referable codes
	unique     map[string]position         // texts that at most one row may have
	references []reference                 // references to check
}

// codeKey is the code of a row, as others refer to it.
type codeKey struct {
	kind gid.Kind
	text string
}

type reference struct {
	codeKey
	position
}

func newDataset() *dataset {
	return &dataset{positions: map[any]map[string]position{}, codes: map[codeKey]position{},
		unique: map[string]position{}}
}

// positionOf returns the position of a row's key, or of the row if the key is omitted.
func (ds *dataset) positionOf(row any, key string) position {
	if at, given := ds.positions[row][key]; given {
		return at
	}
	return ds.positions[row][""]
}

// reject records a problem of a row's key.
func (ds *dataset) reject(row any, key, format string, args ...any) {
	ds.add(ds.positionOf(row, key), format, args...)
}

// requireUnique rejects the row if another one has the same text, which describes what must be unique.
func (ds *dataset) requireUnique(row any, key, text string) {
	at := ds.positionOf(row, key)
	if first, taken := ds.unique[text]; taken {
		ds.add(at, "%s is already on line %d of %s", text, first.line, first.file)
		return
	}
	ds.unique[text] = at
}
