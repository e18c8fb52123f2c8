package registry_test

import (
	"testing"

	"thidua/internal/registry"
	"thidua/internal/registry/registrytest"
	"thidua/internal/store"
	"thidua/internal/storetest"
	"thidua/internal/vi"
)

func TestPutPerson(t *testing.T) {
	t.Parallel()
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		registrytest.PutBase(t, s)
		in := registry.Person{
			Code: "lam-van-man", Name: "Lâm Văn Mẫn", Honorific: "ông",
			Posts: []registry.Post{
				{Unit: "moet", Title: "Ủy viên", HeldFrom: day(t, "2021"), HeldTo: day(t, "2025-07"),
					AttestedOn: day(t, "2024-08-19")},
				{Unit: "ha-nam", Title: "Bí thư Tỉnh ủy", Former: true,
					Cites: []registry.Cite{{Document: "s1", Place: "L2"}}},
			},
			Cites: []registry.Cite{{Document: "s0"}},
		}
		registrytest.PutTwice(t, s, registry.PutPerson, in)
		p := registrytest.GetRow(t, s.Reader().Person.Get, registry.PersonID(in.Code))
		if !p.Named || p.SearchKey != "lam van man" || p.SortKey != vi.SortKey(in.Name) ||
			text(p.Honorific) != "ông" {
			t.Error(p)
		}
		second := registry.PostKey{Person: in.Code, Ordinal: 2}.ID()
		post := registrytest.GetRow(t, s.Reader().Post.Get, second)
		if post.Title != "Bí thư Tỉnh ủy" || !post.Former || post.UnitID != registry.UnitID("ha-nam") {
			t.Error(post)
		}

		in.Posts, in.Honorific, in.Unnamed = in.Posts[:1], "", true
		in.Posts[0].HeldFrom, in.Posts[0].HeldTo, in.Posts[0].AttestedOn = vi.Date{}, vi.Date{}, vi.Date{}
		registrytest.PutTwice(t, s, registry.PutPerson, in)
		if !registrytest.IsMissing(t, s.Reader().Post.Get, second) {
			t.Error("a post that is not given is still there")
		}
		if p := registrytest.GetRow(t, s.Reader().Person.Get, registry.PersonID(in.Code)); p.Named ||
			p.Honorific != nil || p.SortKey <= vi.SortKey("Ỷ") {
			t.Error(p)
		}
		first := registry.PostKey{Person: in.Code, Ordinal: 1}.ID()
		if p := registrytest.GetRow(t, s.Reader().Post.Get, first); !p.HeldFrom.IsZero() ||
			!p.HeldTo.IsZero() || !p.AttestedOn.IsZero() {
			t.Error(p)
		}

		// A post that a discrepancy refers to cannot be removed.
		registrytest.PutTwice(t, s, registry.PutDiscrepancy, discrepancy(func(d *registry.Discrepancy) {
			d.Posts = []registry.PostKey{{Person: in.Code, Ordinal: 1}}
		}))
		bad := in
		bad.Posts = nil
		registrytest.RequireRejected(
			t, s, registry.PutPerson, bad, registrytest.BadInput("posts", "STILL_REFERRED_TO"),
		)
		bad.Posts = []registry.Post{{Unit: "nowhere", Title: "x"}}
		registrytest.RequireRejected(t, s, registry.PutPerson, bad, registrytest.UnknownCode("Unit", "nowhere"))
		bad.Posts = []registry.Post{{Unit: "moet", Title: "x"}, {Unit: "moet"}}
		registrytest.RequireRejected(
			t, s, registry.PutPerson, bad, registrytest.BadInput("posts[1].title", "EMPTY"),
		)
		bad.Posts = []registry.Post{{Unit: "moet", Title: "x", HeldFrom: day(t, "2024"),
			HeldTo: day(t, "2023-12-31")}}
		registrytest.RequireRejected(t, s, registry.PutPerson, bad,
			registrytest.BadInput("posts[0].held_to", "OUT_OF_ORDER"))
	})
}
