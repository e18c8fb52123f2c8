package registry

import (
	"slices"

	"thidua/ent"
	"thidua/internal/gid"
	"thidua/internal/vi"
)

// LineageLink is a succession: a unit was merged into another on a day.
type LineageLink struct {
	Predecessor, Successor gid.ID
	EffectiveOn            vi.Date
}

// LinksEffectiveBy returns the links that have taken effect by a day.
func LinksEffectiveBy(day vi.Date, links []LineageLink) []LineageLink {
	return slices.DeleteFunc(slices.Clone(links),
		func(l LineageLink) bool { return l.EffectiveOn.String() > day.String() })
}

// Lineage returns a unit and all its direct and indirect predecessors, each before its successor, the unit
// last. A cycle, which real successions never have, is cut where it closes.
func Lineage(unit gid.ID, links []LineageLink) []gid.ID {
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

// Predecessors returns the direct predecessors of a unit, sorted by id.
func Predecessors(unit gid.ID, links []LineageLink) []gid.ID {
	return collectIDs(links, func(l LineageLink) (gid.ID, bool) { return l.Predecessor, l.Successor == unit })
}

// CurrentSuccessor follows the successors of a unit to the last one and returns the unit itself if it has
// none. It stops at a unit with several successors, and at a cycle. The result need not exist any more: see
// [ExistsOn].
func CurrentSuccessor(unit gid.ID, links []LineageLink) gid.ID {
	seen := map[gid.ID]bool{}
	for u := unit; !seen[u]; {
		seen[u] = true
		next := collectIDs(links, func(l LineageLink) (gid.ID, bool) {
			return l.Successor, l.Predecessor == u
		})
		if len(next) != 1 {
			return u
		}
		u = next[0]
	}
	return unit
}

// ExistsOn reports whether a unit, loaded with its province, exists on a day as far as is recorded. A unit
// does not outlast its province, even if its own end is not recorded.
func ExistsOn(u *ent.Unit, day vi.Date) bool {
	if !isValidOn(u.ValidFrom, u.ValidTo, day) {
		return false
	}
	p := u.Edges.Province
	return p == nil || isValidOn(p.ValidFrom, p.ValidTo, day)
}

// isValidOn reports whether a day is in a period of validity. All dates are full dates, so they compare as
// texts.
func isValidOn(from, to, day vi.Date) bool {
	return (from.IsZero() || from.String() <= day.String()) && (to.IsZero() || to.String() > day.String())
}

// collectIDs returns the ids that pick selects from the links, sorted and distinct.
func collectIDs(links []LineageLink, pick func(LineageLink) (gid.ID, bool)) []gid.ID {
	var ids []gid.ID
	for _, l := range links {
		if id, ok := pick(l); ok {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}
