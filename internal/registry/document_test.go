package registry_test

import (
	"strings"
	"testing"

	"thidua/internal/registry"
	"thidua/internal/registry/registrytest"
	"thidua/internal/store"
	"thidua/internal/storetest"
	"thidua/internal/vi"
)

func TestPutDocument(t *testing.T) {
	t.Parallel()
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		in := registry.Document{
			Code: "nq-202-2025-qh15", Kind: "RESOLUTION", Title: "Nghị quyết 202", Publisher: "Quốc hội",
			Author:      "x",
			PublishedOn: day(t, "2025-06-12"), Note: "một dòng\n\nhai dòng",
		}
		registrytest.PutTwice(t, s, registry.PutDocument, in)
		d := registrytest.GetRow(t, s.Reader().Document.Get, registry.DocumentID(in.Code))
		eq(t, "title", d.Title, in.Title)
		eq(t, "published on", d.PublishedOn, in.PublishedOn)
		eq(t, "note", text(d.Note), in.Note)
		eq(t, "sort key", d.SortKey, vi.SortKey(in.Title))

		// Omitted values become null, even if an earlier call had set them.
		registrytest.PutTwice(t, s, registry.PutDocument,
			registry.Document{Code: in.Code, Kind: "LAW", Title: "Luật"})
		d = registrytest.GetRow(t, s.Reader().Document.Get, registry.DocumentID(in.Code))
		eq(t, "title", d.Title, "Luật")
		if d.Publisher != nil || d.Author != nil || d.Note != nil || !d.PublishedOn.IsZero() {
			t.Errorf("left over: %v", d)
		}

		// A document is named only by an existing other document.
		article := registry.Document{Code: "s0", Kind: "NEWS_ARTICLE", Title: "Bài báo"}
		registrytest.PutTwice(t, s, registry.PutDocument, article)
		in.Cites = []registry.Cite{{Document: "s0", Place: "L23"}}
		registrytest.PutTwice(t, s, registry.PutDocument, in)
		d = registrytest.GetRow(t, s.Reader().Document.Get, registry.DocumentID(in.Code))
		named := d.QueryCitations().OnlyX(t.Context())
		eq(t, "the article that names it", named.DocumentID, registry.DocumentID("s0"))
		unknown := in
		unknown.Cites = []registry.Cite{{Document: "s9"}}
		registrytest.RequireRejected(
			t, s, registry.PutDocument, unknown, registrytest.UnknownCode("Document", "s9"),
		)

		unknown.Cites = []registry.Cite{{Document: unknown.Code}}
		registrytest.RequireRejected(t, s, registry.PutDocument, unknown,
			registrytest.BadInput("cite[0].document", "ITSELF"))

		for want, change := range map[string]func(*registry.Document){
			"code: EMPTY":        func(d *registry.Document) { d.Code = "" },
			"code: BAD_CODE":     func(d *registry.Document) { d.Code = "nghị-quyết" },
			"kind: BAD_VALUE":    func(d *registry.Document) { d.Kind = "BOOK" },
			"title: EMPTY":       func(d *registry.Document) { d.Title = "" },
			"title: UNCLEAN":     func(d *registry.Document) { d.Title = "Lua\u0302t" },
			"publisher: UNCLEAN": func(d *registry.Document) { d.Publisher = " Bộ" },
			"author: UNCLEAN":    func(d *registry.Document) { d.Author = "Huỳnh\u00a0Như" },
			"note: UNCLEAN":      func(d *registry.Document) { d.Note = "một\n" },
		} {
			bad := in
			change(&bad)
			field, reason, _ := strings.Cut(want, ": ")
			registrytest.RequireRejected(t, s, registry.PutDocument, bad, registrytest.BadInput(field, reason))
		}
	})
}
