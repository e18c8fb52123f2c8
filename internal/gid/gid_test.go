package gid

import (
	"strconv"
	"testing"

	"pgregory.net/rapid"
)

func drawKind(t *rapid.T) Kind { return rapid.SampledFrom(Kinds()).Draw(t, "kind") }

// These ids are in databases and bookmarks: if this test fails, fix the change, not the table.
func TestDerive_Stable(t *testing.T) {
	for _, c := range []struct {
		id   ID
		want string
	}{
		{Derive(Province, "vinh-phuc"), "07k5p2s3dgaz6"},
		{Derive(Cluster, "2"), "0gj4q8n5dsjv4"},
		{Derive(Membership, "2", "bac-ninh", "2023"), "0mrj1w6b9k7ce"},
		{Derive(Token), "42384wzfjn260"},
	} {
		if got := c.id.String(); got != c.want {
			t.Errorf("the ID is %s, and was %s", got, c.want)
		}
	}
}

func TestDerive_DistinctKeys(t *testing.T) {
	seen := map[ID]string{}
	for name, id := range map[string]ID{
		"none": Derive(Unit), "empty": Derive(Unit, ""), "two empty": Derive(Unit, "", ""),
		"abc":  Derive(Unit, "abc"),
		"ab c": Derive(Unit, "ab", "c"), "a bc": Derive(Unit, "a", "bc"), "c ab": Derive(Unit, "c", "ab"),
		"another kind": Derive(Post, "abc"),
	} {
		if other, taken := seen[id]; taken {
			t.Errorf("%q and %q have the same ID", name, other)
		}
		seen[id] = name
	}
}

func TestKind_OfDerivedAndNew(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kind := drawKind(t)
		key := rapid.SliceOf(rapid.String()).Draw(t, "key")
		for _, id := range []ID{Derive(kind, key...), New(kind)} {
			if got, ok := id.Kind(); !ok || got != kind || id <= 0 {
				t.Fatalf("%d is of kind %v, %v; want %v", id, got, ok, kind)
			}
		}
		if first, again := Derive(kind, key...), Derive(kind, key...); first != again {
			t.Fatal("the same key has two IDs")
		}
	})
}

func TestNew_Unique(t *testing.T) {
	seen := map[ID]bool{}
	for range 10_000 {
		id := New(Speech)
		if seen[id] {
			t.Fatalf("%s came twice", id)
		}
		seen[id] = true
	}
}

func TestKind_Unknown(t *testing.T) {
	for _, id := range []ID{0, -1, 1<<bodyBits - 1, ID(len(kinds)) << bodyBits, ID(127) << bodyBits,
		-1 << 63} {
		if kind, ok := id.Kind(); ok {
			t.Errorf("%d is of kind %v", id, kind)
		}
	}
	for _, kind := range []Kind{0, 36, 127, 255} {
		if kind.isKnown() || kind.Table() != "" || kind.Type() != "" || kind.String() != "Kind("+
			strconv.Itoa(int(kind))+")" {
			t.Errorf("%d is known as %v", uint8(kind), kind)
		}
		for name, make := range map[string]func(){"Of": func() { Derive(kind) }, "New": func() { New(kind) }} {
			func() {
				defer func() {
					if recover() == nil {
						t.Errorf("%s(%v) did not panic", name, kind)
					}
				}()
				make()
			}()
		}
	}
}
