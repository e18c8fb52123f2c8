package dataset

import (
	"slices"

	"thidua/internal/registry"
	"thidua/internal/report"
)

// topoSort sorts rows after those that they refer to, otherwise in file order. Rows on a cycle, or depending
// on one, are returned as cycle.
func topoSort[T any](rows []*T, names func(*T) (own string, others []string)) (sorted, ring []*T) {
	there, written := map[string]bool{}, map[string]bool{}
	for _, row := range rows {
		own, _ := names(row)
		there[own] = true
	}
	for left := rows; len(left) > 0; left = ring {
		ring = nil
		for _, row := range left {
			own, others := names(row)
			if slices.ContainsFunc(others,
				func(other string) bool { return there[other] && !written[other] }) {
				ring = append(ring, row)
				continue
			}
			written[own] = true
			sorted = append(sorted, row)
		}
		if len(ring) == len(left) {
			break
		}
	}
	return sorted, ring
}

func citedDocumentsOf(d *registry.Document) (own string, others []string) {
	for _, c := range d.Cites {
		others = append(others, c.Document)
	}
	return d.Code, others
}

func successorOf(p *registry.Province) (own string, others []string) {
	return p.Code, []string{p.Successor}
}

func parentOf(u *registry.Unit) (own string, others []string) { return u.Code, []string{u.Parent} }

func wholeOf(i *report.Indicator) (own string, others []string) { return i.Code, []string{i.Whole} }
