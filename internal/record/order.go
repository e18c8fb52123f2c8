package record

import (
	"thidua/internal/registry"
	"thidua/internal/report"
)

// othersFirst sorts rows so that each comes after the one that it names, and otherwise as in the files. Those that lead
// back to themselves, which no order helps, are in the ring.
func othersFirst[T any](rows []*T, names func(*T) (own, other string)) (sorted, ring []*T) {
	there, written := map[string]bool{}, map[string]bool{}
	for _, row := range rows {
		own, _ := names(row)
		there[own] = true
	}
	for left := rows; len(left) > 0; left = ring {
		ring = nil
		for _, row := range left {
			own, other := names(row)
			if there[other] && !written[other] {
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

func successorOf(p *registry.Province) (own, other string) { return p.Code, p.Successor }

func parentOf(u *registry.Unit) (own, other string) { return u.Code, u.Parent }

func wholeOf(i *report.Indicator) (own, other string) { return i.Code, i.Whole }
