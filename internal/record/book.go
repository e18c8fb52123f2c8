package record

import (
	"thidua/internal/award"
	"thidua/internal/conference"
	"thidua/internal/decision"
	"thidua/internal/gid"
	"thidua/internal/registry"
	"thidua/internal/report"
)

// dataset is the content of all files, with the positions of everything.
type book struct {
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
	at    map[any]map[string]place // positions by row (its pointer) and key; "" is the row itself
	codes map[code]place           // referable codes
	only  map[string]place         // texts that at most one row may have
	uses  []use                    // references to check
}

// codeKey is the code of a row, as others refer to it.
type code struct {
	kind gid.Kind
	text string
}

type use struct {
	code
	place
}

func newBook() *book {
	return &book{at: map[any]map[string]place{}, codes: map[code]place{}, only: map[string]place{}}
}

// positionOf returns the position of a row's key, or of the row if the key is omitted.
func (b *book) where(row any, key string) place {
	if at, given := b.at[row][key]; given {
		return at
	}
	return b.at[row][""]
}

// reject records a problem of a row's key.
func (b *book) refuse(row any, key, format string, args ...any) {
	b.add(b.where(row, key), format, args...)
}

// requireUnique rejects the row if another one has the same text, which describes what must be unique.
func (b *book) once(row any, key, text string) {
	at := b.where(row, key)
	if first, taken := b.only[text]; taken {
		b.add(at, "%s is already on line %d of %s", text, first.line, first.file)
		return
	}
	b.only[text] = at
}
