package registry

import (
	"slices"

	"thidua/ent"
	"thidua/internal/gid"
	"thidua/internal/vi"
)

// Link says that a unit went into another on a day.
type Link struct {
	Predecessor, Successor gid.ID
	On                     vi.Date
}

// Until returns the links that have taken effect by a day.
func Until(day vi.Date, links []Link) []Link {
	return slices.DeleteFunc(slices.Clone(links), func(l Link) bool { return l.On.String() > day.String() })
}

// Lineage is a unit with all units that went into it, however long ago: each before what it went into, and the unit
// last. A ring, which no history has, is cut where it closes.
func Lineage(unit gid.ID, links []Link) []gid.ID {
	var line []gid.ID
	seen := map[gid.ID]bool{}
	var visit func(gid.ID)
	visit = func(u gid.ID) {
		if seen[u] {
			return
		}
		seen[u] = true
		for _, p := range Predecessors(u, links) {
			visit(p)
		}
		line = append(line, u)
	}
	visit(unit)
	return line
}

// Predecessors are the units that went into a unit, by id.
func Predecessors(unit gid.ID, links []Link) []gid.ID {
	return others(links, func(l Link) (gid.ID, bool) { return l.Predecessor, l.Successor == unit })
}

// Current is the unit at the end of a unit's line of successors: itself where it went into none. Where a unit
// went into several, or into a ring, there is no one end, and the line stops there. Whether the unit at the
// end still exists is another matter: see ExistsOn.
func Current(unit gid.ID, links []Link) gid.ID {
	seen := map[gid.ID]bool{}
	for u := unit; !seen[u]; {
		seen[u] = true
		next := others(links, func(l Link) (gid.ID, bool) { return l.Successor, l.Predecessor == u })
		if len(next) != 1 {
			return u
		}
		u = next[0]
	}
	return unit
}

// ExistsOn reports whether a unit, read with its province, exists on a day as far as the record states. A
// unit of a province does not outlast it, even if the record does not state what became of the unit.
func ExistsOn(u *ent.Unit, day vi.Date) bool {
	if !valid(u.ValidFrom, u.ValidTo, day) {
		return false
	}
	p := u.Edges.Province
	return p == nil || valid(p.ValidFrom, p.ValidTo, day)
}

// valid reports whether a day lies within a period of validity. Its days are full dates, which compare as
// texts.
func valid(from, to, day vi.Date) bool {
	return (from.IsZero() || from.String() <= day.String()) && (to.IsZero() || to.String() > day.String())
}

// others are the ids that pick finds in the links, sorted, each once.
func others(links []Link, pick func(Link) (gid.ID, bool)) []gid.ID {
	var ids []gid.ID
	for _, l := range links {
		if id, ok := pick(l); ok {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}
