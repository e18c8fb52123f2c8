package record

import (
	"thidua/internal/award"
	"thidua/internal/conference"
	"thidua/internal/decision"
	"thidua/internal/gid"
	"thidua/internal/registry"
	"thidua/internal/report"
)

// book is the record as it is read: the rows of all files, and where everything is written.
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
	at    map[any]map[string]place // a row, by its pointer, and its keys; "" is the row itself
	codes map[code]place           // what can be referred to
	only  map[string]place         // what no two rows share
	uses  []use                    // what is referred to
}

// code is a name that is given to something, as others refer to it.
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

// where is the place of a row's key, or of the row where the key is left out.
func (b *book) where(row any, key string) place {
	if at, given := b.at[row][key]; given {
		return at
	}
	return b.at[row][""]
}

// refuse keeps what is wrong with a row's key.
func (b *book) refuse(row any, key, format string, args ...any) {
	b.add(b.where(row, key), format, args...)
}

// once refuses the row where another has the same text, which tells what is meant to be there once.
func (b *book) once(row any, key, text string) {
	at := b.where(row, key)
	if first, taken := b.only[text]; taken {
		b.add(at, "%s is there already, on line %d of %s", text, first.line, first.file)
		return
	}
	b.only[text] = at
}
