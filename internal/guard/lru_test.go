package guard

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"
)

// The number and bytes of entries are bounded, and the most recently used entry is present.
func TestLRU_Bounded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := newLRU[int](5, 100)
		for i, bytes := range rapid.SliceOfN(rapid.IntRange(0, 120), 0, 40).Draw(t, "bytes") {
			key := fmt.Sprint(rapid.IntRange(0, 8).Draw(t, "key"))
			m.add(key, i, bytes)
			if value, ok := m.get(key); bytes <= 100 && (!ok || value != i) {
				t.Fatalf("%s is %d %v right after it was added as %d", key, value, ok, i)
			}
			sum := 0
			for _, kept := range m.entries.Values() {
				sum += kept.bytes
			}
			if m.entries.Len() > 5 || sum > 100 || sum != m.bytes {
				t.Fatalf("%d entries of %d bytes, counted as %d", m.entries.Len(), sum, m.bytes)
			}
		}
	})
}

func TestLRU_EvictsOldest(t *testing.T) {
	m := newLRU[string](10, 10)
	m.add("a", "a", 4)
	m.add("b", "b", 4)
	m.get("a")
	m.add("c", "c", 4)
	if _, ok := m.get("b"); ok {
		t.Error("b was not evicted")
	}
	if _, ok := m.get("a"); !ok {
		t.Error("a, the most recently used entry, was evicted")
	}
	m.add("huge", "huge", 11)
	if _, ok := m.get("huge"); ok || m.entries.Len() != 2 {
		t.Error("an entry that cannot fit evicted others")
	}
}
