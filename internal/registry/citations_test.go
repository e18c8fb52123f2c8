package registry_test

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"testing"

	"thidua/ent/citation"
	"thidua/internal/gid"
	"thidua/internal/registry"
	"thidua/internal/registry/registrytest"
	"thidua/internal/store"
	"thidua/internal/storetest"
)

func TestPutCitations(t *testing.T) {
	t.Parallel()
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		registrytest.PutBase(t, s)
		in := registry.Cluster{Number: 2, Kind: "CLUSTER", Name: "Cụm 2", Cites: []registry.Cite{
			{Document: "s0", Place: "L8", Confidence: "INFERRED", Aspect: "name", Note: "một"},
			{Document: "s1"},
		}}
		registrytest.PutTwice(t, s, registry.PutCluster, in)
		subject := registry.ClusterID(2)
		first := registrytest.GetRow(t, s.Reader().Citation.Get, registry.CitationID(subject, 0))
		if *first.ClusterID != subject || text(first.Locator) != "L8" || first.Confidence != "INFERRED" ||
			text(first.Aspect) != "name" ||
			text(first.Note) != "một" || first.DocumentID != registry.DocumentID("s0") {
			t.Error(first)
		}
		second := registrytest.GetRow(t, s.Reader().Citation.Get, registry.CitationID(subject, 1))
		if second.Locator != nil || second.Confidence != "STATED" || second.Aspect != nil ||
			second.Note != nil {
			t.Error(second)
		}

		in.Cites = []registry.Cite{{Document: "s1", Place: "L1"}}
		registrytest.PutTwice(t, s, registry.PutCluster, in)
		first = registrytest.GetRow(t, s.Reader().Citation.Get, registry.CitationID(subject, 0))
		if text(first.Locator) != "L1" || first.Aspect != nil ||
			!registrytest.IsMissing(t, s.Reader().Citation.Get, registry.CitationID(subject, 1)) {
			t.Errorf("left over beside %v", first)
		}

		in.Name = "Cụm hai" // which must not be written either
		in.Cites = []registry.Cite{{Document: "s1"}, {Document: "s9"}}
		registrytest.RequireRejected(t, s, registry.PutCluster, in, registrytest.UnknownCode("Document", "s9"))
		in.Cites = []registry.Cite{{Document: "s1"}, {Document: "s1", Confidence: "SURE"}}
		registrytest.RequireRejected(t, s, registry.PutCluster, in,
			registrytest.BadInput("cite[1].confidence", "BAD_VALUE"))
	})
}

// Every kind with a foreign key in citations can be cited, and no other.
func TestPutCitations_CitableKinds(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t, store.SQLite)
	capital := regexp.MustCompile("([a-z])([A-Z])")
	for _, kind := range gid.Kinds() {
		column := strings.ToLower(capital.ReplaceAllString(kind.String(), "${1}_${2}")) + "_id"
		if kind == gid.Document {
			column = "named_document_id" // document_id refers to the citing document
		}
		err := s.Tx(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			return registry.PutCitations(ctx, tx, gid.New(kind), nil)
		})
		if want := slices.Contains(citation.Columns, column); want != (err == nil) {
			t.Errorf("%v: %v, want it cited: %t", kind, err, want)
		}
	}
}
