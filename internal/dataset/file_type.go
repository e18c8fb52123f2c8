package dataset

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
type fileType struct {
	pattern  string
	read     func(*reader, []ast.Node)
	loadStep func(*dataset) loadStep
}

// fileTypes has all files of a record, in an order in which each row comes after those it refers to.
var fileTypes = []fileType{
	newFileType("documents.yaml", "documents", func(b *dataset) *[]*registry.Document { return &b.documents },
		registry.PutDocument, citedDocumentsOf),
	newFileType("provinces.yaml", "provinces", func(b *dataset) *[]*registry.Province { return &b.provinces },
		registry.PutProvince, successorOf),
	newFileType("units.yaml", "units", func(b *dataset) *[]*registry.Unit { return &b.units },
		registry.PutUnit,
		parentOf),
	newFileType("successions.yaml", "successions",
		func(b *dataset) *[]*registry.Succession { return &b.successions },
		registry.PutSuccession),
	newFileType("clusters.yaml", "clusters", func(b *dataset) *[]*registry.Cluster { return &b.clusters },
		registry.PutCluster),
	newFileType("memberships.yaml", "memberships",
		func(b *dataset) *[]*registry.Membership { return &b.memberships },
		registry.PutMembership),
	newFileType("offices.yaml", "offices", func(b *dataset) *[]*registry.Office { return &b.offices },
		registry.PutOffice),
	newFileType("people.yaml", "people", func(b *dataset) *[]*registry.Person { return &b.people },
		registry.PutPerson),
	newFileType("topics.yaml", "topics", func(b *dataset) *[]*conference.Topic { return &b.topics },
		conference.PutTopic),
	newFileType("indicators.yaml", "indicators",
		func(b *dataset) *[]*report.Indicator { return &b.indicators },
		report.PutIndicator, wholeOf),
	newFileType("movements.yaml", "movements", func(b *dataset) *[]*report.Movement { return &b.movements },
		report.PutMovement),
	newFileType("conference-*.yaml", "conferences",
		func(b *dataset) *[]*conference.Conference { return &b.conferences }, conference.Record),
	newFileType("report-*.yaml", "reports", func(b *dataset) *[]*report.Report { return &b.reports },
		report.FileReport),
	newFileType("elections.yaml", "elections",
		func(b *dataset) *[]*decision.HeadElection { return &b.elections },
		decision.PutElection),
	newFileType("award_kinds.yaml", "award kinds", func(b *dataset) *[]*award.Kind { return &b.awardKinds },
		award.PutKind),
	newFileType("nominations.yaml", "nominations",
		func(b *dataset) *[]*award.Nomination { return &b.nominations },
		award.PutNomination),
	newFileType("awards.yaml", "awards", func(b *dataset) *[]*award.Award { return &b.awards },
		award.PutAward),
	newFileType("discrepancies.yaml", "discrepancies",
		func(b *dataset) *[]*registry.Discrepancy { return &b.discrepancies }, registry.PutDiscrepancy),
}

// newFileType returns the file type of a row type. If names are given, rows are sorted after those of the
// same type that they refer to.
func newFileType[T any](
	pattern, what string, in func(*dataset) *[]*T, put func(context.Context, *store.Store, T) error,
	names ...func(*T) (string, []string),
) fileType {
	read := func(r *reader, nodes []ast.Node) {
		for _, n := range nodes {
			row := new(T) // identifies the row in the dataset
			r.readMapping(n, reflect.ValueOf(row).Elem())
			*in(r.dataset) = append(*in(r.dataset), row)
		}
	}
	return fileType{pattern, read, func(b *dataset) loadStep {
		all := *in(b)
		for _, of := range names {
			all, _ = topoSort(all, of)
		}
		return newLoadStep(b, what, all, put)
	}}
}

// readFiles reads all files of a record. Their problems are in the dataset.
func readFiles(files fs.FS) (*dataset, error) {
	b := newDataset()
	entries, err := fs.ReadDir(files, ".")
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		r := &reader{dataset: b, file: e.Name()}
		i := fileTypeIndex(e.Name())
		if i < 0 {
			b.add(position{e.Name(), 1}, "the record has no file of this name")
			continue
		}
		text, err := fs.ReadFile(files, e.Name())
		if err != nil {
			return nil, err
		}
		if nodes, ok := r.parse(text); ok {
			fileTypes[i].read(r, nodes)
		}
	}
	return b, nil
}

// fileTypeIndex returns the index of a file's type, -1 for an unknown file.
func fileTypeIndex(file string) int {
	return slices.IndexFunc(fileTypes, func(s fileType) bool {
		ok, _ := path.Match(s.pattern, file) // the patterns are well formed
		return ok
	})
}
