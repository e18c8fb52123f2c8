package gid

import (
	"strconv"
	"testing"

	"pgregory.net/rapid"
)

func someKind(t *rapid.T) Kind { return rapid.SampledFrom(Kinds()).Draw(t, "kind") }

// These ids are in databases and bookmarks: if this test fails, fix the change, not the table.
func TestOfNeverChanges(t *testing.T) {
	for _, c := range []struct {
		id   ID
		want string
	}{
		{Of(Province, "vinh-phuc"), "07k5p2s3dgaz6"},
		{Of(Cluster, "2"), "0gj4q8n5dsjv4"},
		{Of(Membership, "2", "bac-ninh", "2023"), "0mrj1w6b9k7ce"},
		{Of(Token), "42384wzfjn260"},
	} {
		if got := c.id.String(); got != c.want {
			t.Errorf("the ID is %s, and was %s", got, c.want)
		}
	}
}

func TestOfTellsKeysApart(t *testing.T) {
	seen := map[ID]string{}
	for name, id := range map[string]ID{
		"none": Of(Unit), "empty": Of(Unit, ""), "two empty": Of(Unit, "", ""), "abc": Of(Unit, "abc"),
		"ab c": Of(Unit, "ab", "c"), "a bc": Of(Unit, "a", "bc"), "c ab": Of(Unit, "c", "ab"),
		"another kind": Of(Post, "abc"),
	} {
		if other, taken := seen[id]; taken {
			t.Errorf("%q and %q have the same ID", name, other)
		}
		seen[id] = name
	}
}

func TestIDsTellTheirKind(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kind := someKind(t)
		key := rapid.SliceOf(rapid.String()).Draw(t, "key")
		for _, id := range []ID{Of(kind, key...), New(kind)} {
			if got, ok := id.Kind(); !ok || got != kind || id <= 0 {
				t.Fatalf("%d is of kind %v, %v; want %v", id, got, ok, kind)
			}
		}
		if first, again := Of(kind, key...), Of(kind, key...); first != again {
			t.Fatal("the same key has two IDs")
		}
	})
}

func TestNewIsNotRepeated(t *testing.T) {
	seen := map[ID]bool{}
	for range 10_000 {
		id := New(Speech)
		if seen[id] {
			t.Fatalf("%s came twice", id)
		}
		seen[id] = true
	}
}

func TestUnknownKinds(t *testing.T) {
	for _, id := range []ID{0, -1, 1<<bodyBits - 1, ID(len(kinds)) << bodyBits, ID(127) << bodyBits,
		-1 << 63} {
		if kind, ok := id.Kind(); ok {
			t.Errorf("%d is of kind %v", id, kind)
		}
	}
	for _, kind := range []Kind{0, 36, 127, 255} {
		if kind.known() || kind.Table() != "" || kind.Type() != "" || kind.String() != "Kind("+
			strconv.Itoa(int(kind))+")" {
			t.Errorf("%d is known as %v", uint8(kind), kind)
		}
		for name, make := range map[string]func(){"Of": func() { Of(kind) }, "New": func() { New(kind) }} {
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
