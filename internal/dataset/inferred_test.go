package dataset

import (
	"slices"
	"testing"

	"thidua/ent/citation"
	"thidua/internal/conference"
	"thidua/internal/registry"
)

// isInferred reports whether a citation marks an aspect of a fact, or the whole fact, as inferred.
func isInferred(cites []registry.Cite, aspect string) bool {
	return slices.ContainsFunc(cites, func(c registry.Cite) bool {
		return c.Confidence == citation.ConfidenceInferred && (c.Aspect == aspect || c.Aspect == "")
	})
}

// No document states the title of a report or of an agenda item.
func TestDataset_TitlesInferred(t *testing.T) {
	b := publishedDataset(t)
	for _, r := range b.reports {
		if !isInferred(r.Cites, "title") {
			t.Errorf("the title of the report %v is not marked as inferred", reportKey(r))
		}
	}
	for _, c := range b.conferences {
		for i, a := range c.Agenda {
			if !isInferred(a.Cites, "title") {
				t.Errorf("%s: the title of step %d is not marked as inferred", c.Code, i+1)
			}
		}
		if untitled := c.Code == "c2-2020-2021-final" ||
			c.Code == "c5-2023-2024-final"; isInferred(c.Cites, "title") != untitled {
			t.Errorf("%s: want the title to be inferred: %t", c.Code, untitled)
		}
	}
}

// A document that only names a chair is not evidence of a speech.
func TestDataset_NoSpeechOfChairs(t *testing.T) {
	for _, c := range publishedDataset(t).conferences {
		for i, s := range c.Speeches {
			if s.Person == "vu-dinh-hung" {
				t.Errorf("%s has speech %d of a person who is only named as its chair", c.Code, i+1)
			}
		}
	}
}

// What no document counts has no number, and what none says about the network is not stated.
func TestDataset_UnstatedLeftNull(t *testing.T) {
	for _, c := range publishedDataset(t).conferences {
		national := c.Code == "national-2023-2024"
		if (c.Online != nil) != national {
			t.Errorf("%s is said to be online: %v", c.Code, c.Online)
		}
		uncounted := slices.ContainsFunc(c.Speeches, func(s conference.Speech) bool { return s.Uncounted })
		if uncounted != national {
			t.Errorf("%s has speeches that no document counts: %t", c.Code, uncounted)
		}
	}
}

// A body of a province that has ended ended with it, or on an unknown day, but never later.
func TestDataset_UnitsEndWithProvince(t *testing.T) {
	b := publishedDataset(t)
	provinces := map[string]*registry.Province{}
	for _, p := range b.provinces {
		provinces[p.Code] = p
	}
	for _, u := range b.units {
		p := provinces[u.Province]
		if p != nil && !p.ValidTo.IsZero() && (p.ValidTo.Before(u.ValidTo) || p.ValidTo.Before(u.ValidFrom)) {
			t.Errorf("%s, until %v, outlasts its province, until %v", u.Code, u.ValidTo, p.ValidTo)
		}
	}
}
