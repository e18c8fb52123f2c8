package record

import (
	"context"
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
	"thidua/internal/store"
)

// fileType is a file, or several with one pattern, with rows of one type: how to read and how to load them.
type sheet struct {
	pattern string
	read    func(*reader, []ast.Node)
	write   func(*book) step
}

// fileTypes has all files of a record, in an order in which each row comes after those it refers to.
var sheets = []sheet{
	rows("documents.yaml", "documents", func(b *book) *[]*registry.Document { return &b.documents },
		registry.PutDocument, namersOf),
	rows("provinces.yaml", "provinces", func(b *book) *[]*registry.Province { return &b.provinces },
		registry.PutProvince, successorOf),
	rows("units.yaml", "units", func(b *book) *[]*registry.Unit { return &b.units }, registry.PutUnit,
		parentOf),
	rows("successions.yaml", "successions", func(b *book) *[]*registry.Succession { return &b.successions },
		registry.PutSuccession),
	rows("clusters.yaml", "clusters", func(b *book) *[]*registry.Cluster { return &b.clusters },
		registry.PutCluster),
	rows("memberships.yaml", "memberships", func(b *book) *[]*registry.Membership { return &b.memberships },
		registry.PutMembership),
	rows("offices.yaml", "offices", func(b *book) *[]*registry.Office { return &b.offices },
		registry.PutOffice),
	rows("people.yaml", "people", func(b *book) *[]*registry.Person { return &b.people }, registry.PutPerson),
	rows("topics.yaml", "topics", func(b *book) *[]*conference.Topic { return &b.topics },
		conference.PutTopic),
	rows("indicators.yaml", "indicators", func(b *book) *[]*report.Indicator { return &b.indicators },
		report.PutIndicator, wholeOf),
	rows("movements.yaml", "movements", func(b *book) *[]*report.Movement { return &b.movements },
		report.PutMovement),
	rows("conference-*.yaml", "conferences",
		func(b *book) *[]*conference.Conference { return &b.conferences }, conference.Record),
	rows("report-*.yaml", "reports", func(b *book) *[]*report.Report { return &b.reports }, report.File),
	rows("elections.yaml", "elections", func(b *book) *[]*decision.HeadElection { return &b.elections },
		decision.RecordElection),
	rows("award_kinds.yaml", "award kinds", func(b *book) *[]*award.Kind { return &b.awardKinds },
		award.PutKind),
	rows("nominations.yaml", "nominations", func(b *book) *[]*award.Nomination { return &b.nominations },
		award.Nominate),
	rows("awards.yaml", "awards", func(b *book) *[]*award.Award { return &b.awards }, award.Record),
	rows("discrepancies.yaml", "discrepancies",
		func(b *book) *[]*registry.Discrepancy { return &b.discrepancies }, registry.PutDiscrepancy),
}

// newFileType returns the file type of a row type. If names are given, rows are sorted after those of the
// same type that they refer to.
func rows[T any](
	pattern, what string, in func(*book) *[]*T, put func(context.Context, *store.Store, T) error,
	names ...func(*T) (string, []string),
) sheet {
	read := func(r *reader, nodes []ast.Node) {
		for _, n := range nodes {
			row := new(T) // identifies the row in the dataset
			r.mapping(n, reflect.ValueOf(row).Elem())
			*in(r.book) = append(*in(r.book), row)
		}
	}
	return sheet{pattern, read, func(b *book) step {
		all := *in(b)
		for _, of := range names {
			all, _ = othersFirst(all, of)
		}
		return each(b, what, all, put)
	}}
}

// readFiles reads all files of a record. Their problems are in the dataset.
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
			b.add(place{e.Name(), 1}, "the record has no file of this name")
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

// fileTypeIndex returns the index of a file's type, -1 for an unknown file.
func sheetOf(file string) int {
	return slices.IndexFunc(sheets, func(s sheet) bool {
		ok, _ := path.Match(s.pattern, file) // the patterns are well formed
		return ok
	})
}
