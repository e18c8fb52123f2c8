package record

import (
	"io/fs"
	"path"
	"reflect"
	"slices"

	"github.com/goccy/go-yaml/ast"

	"thidua/internal/award"
	"thidua/internal/conference"
	"thidua/internal/decision"
	"thidua/internal/registry"
	"thidua/internal/report"
)

// sheet is a file, or several of them, that hold the rows of one type.
type sheet struct {
	pattern string
	read    func(*reader, []ast.Node)
}

// sheets are all files that a record may have, each after those that it refers to most.
var sheets = []sheet{
	rows("documents.yaml", func(b *book) *[]*registry.Document { return &b.documents }),
	rows("provinces.yaml", func(b *book) *[]*registry.Province { return &b.provinces }),
	rows("units.yaml", func(b *book) *[]*registry.Unit { return &b.units }),
	rows("successions.yaml", func(b *book) *[]*registry.Succession { return &b.successions }),
	rows("clusters.yaml", func(b *book) *[]*registry.Cluster { return &b.clusters }),
	rows("memberships.yaml", func(b *book) *[]*registry.Membership { return &b.memberships }),
	rows("offices.yaml", func(b *book) *[]*registry.Office { return &b.offices }),
	rows("people.yaml", func(b *book) *[]*registry.Person { return &b.people }),
	rows("topics.yaml", func(b *book) *[]*conference.Topic { return &b.topics }),
	rows("indicators.yaml", func(b *book) *[]*report.Indicator { return &b.indicators }),
	rows("movements.yaml", func(b *book) *[]*report.Movement { return &b.movements }),
	rows("conference-*.yaml", func(b *book) *[]*conference.Conference { return &b.conferences }),
	rows("report-*.yaml", func(b *book) *[]*report.Report { return &b.reports }),
	rows("elections.yaml", func(b *book) *[]*decision.HeadElection { return &b.elections }),
	rows("award_kinds.yaml", func(b *book) *[]*award.Kind { return &b.awardKinds }),
	rows("nominations.yaml", func(b *book) *[]*award.Nomination { return &b.nominations }),
	rows("awards.yaml", func(b *book) *[]*award.Award { return &b.awards }),
	rows("discrepancies.yaml", func(b *book) *[]*registry.Discrepancy { return &b.discrepancies }),
}

func rows[T any](pattern string, in func(*book) *[]*T) sheet {
	return sheet{pattern, func(r *reader, nodes []ast.Node) {
		for _, n := range nodes {
			row := new(T) // its address is what the book knows it by
			r.mapping(n, reflect.ValueOf(row).Elem())
			*in(r.book) = append(*in(r.book), row)
		}
	}}
}

// read reads all files of a record. What is wrong with them is in the book.
func read(files fs.FS) (*book, error) {
	b := newBook()
	entries, err := fs.ReadDir(files, ".")
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		r := &reader{book: b, file: e.Name()}
		i := sheetOf(e.Name())
		if i < 0 {
			b.add(place{e.Name(), 1}, "no file of this name belongs to the record")
			continue
		}
		text, err := fs.ReadFile(files, e.Name())
		if err != nil {
			return nil, err
		}
		if nodes, ok := r.parse(text); ok {
			sheets[i].read(r, nodes)
		}
	}
	return b, nil
}

// sheetOf is the place of a file among the sheets, -1 for one that does not belong to the record.
func sheetOf(file string) int {
	return slices.IndexFunc(sheets, func(s sheet) bool {
		ok, _ := path.Match(s.pattern, file) // the patterns are well formed
		return ok
	})
}
