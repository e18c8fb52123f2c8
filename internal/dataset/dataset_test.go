package dataset

import (
	"fmt"
	"strings"
	"testing"

	"thidua/ent/citation"
	"thidua/internal/registry"
)

// publishedDataset returns the embedded record.
func publishedDataset(t *testing.T) *dataset {
	t.Helper()
	b, err := readAndCheck(Data())
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestDataset_Counts(t *testing.T) {
	b := publishedDataset(t)
	got := map[string]int{
		"conferences": len(b.conferences), "reports": len(b.reports), "people": len(b.people),
		"elections":   len(b.elections),
		"nominations": len(b.nominations), "awards": len(b.awards), "discrepancies": len(b.discrepancies),
		"movements": len(b.movements), "clusters": len(b.clusters), "provinces": len(b.provinces),
		"units": len(b.units),
	}
	for _, c := range b.conferences {
		got["speeches"] += len(c.Speeches)
		got["steps"] += len(c.Agenda)
		got["proposals"] += len(c.Proposals)
		got["directives"] += len(c.Directives)
		got["tasks"] += len(c.Tasks)
		got["sites"] += len(c.Sites)
		for _, s := range c.Speeches {
			got["papers"] += s.Papers
		}
	}
	for _, r := range b.reports {
		got["figures"] += len(r.Values)
	}
	for what, want := range map[string]int{
		"conferences": 5, "speeches": 15, "papers": 9, "steps": 30, "proposals": 10, "directives": 14,
		"tasks": 18, "sites": 2,
		"people": 15, "elections": 2, "nominations": 5, "awards": 0, "discrepancies": 20, "reports": 5,
		"figures":   49,
		"movements": 2, "clusters": 2, "provinces": 87, "units": 102,
	} {
		if got[what] != want {
			t.Errorf("%d %s, want %d", got[what], what, want)
		}
	}
	for i, d := range b.discrepancies {
		if want := fmt.Sprintf("x%02d", i+1); d.Code != want || d.Ordinal != i+1 {
			t.Errorf("%s is number %d, want %s there", d.Code, d.Ordinal, want)
		}
	}
}

func TestDataset_CitationsResolve(t *testing.T) {
	lines := map[string]int{"s0": 68, "s1": 10, "s2": 49, "s3": 8, "s4": 36}
	confidences := map[citation.Confidence]int{}
	for row := range publishedDataset(t).positions {
		cite, ok := row.(*registry.Cite)
		if !ok {
			continue
		}
		confidences[cite.Confidence]++
		last, ours := lines[cite.Document]
		if ours == (cite.Confidence == citation.ConfidenceExternal) {
			t.Errorf("%v: external is what none of the five documents says", cite)
		}
		line := 0
		if _, err := fmt.Sscanf(cite.Place, "L%d", &line); ours && cite.Place != "" &&
			(err != nil || line < 1 || line > last) {
			t.Errorf("%s has no %s", cite.Document, cite.Place)
		}
		if cite.Confidence == citation.ConfidenceDoubtful && cite.Note == "" {
			t.Errorf("%v: what is doubtful about it is not said", cite)
		}
	}
	for _, c := range []citation.Confidence{citation.ConfidenceStated, citation.ConfidenceInferred,
		citation.ConfidenceDoubtful, citation.ConfidenceExternal} {
		if confidences[c] == 0 {
			t.Errorf("nothing is cited as %s", c)
		}
	}
}

// Errors of the documents are kept: these are the places where one would want to correct them.
func TestDataset_ErrorsOfDocumentsKept(t *testing.T) {
	b := publishedDataset(t)
	figures := map[string]string{}
	for _, r := range b.reports {
		for i := range r.Values {
			v := &r.Values[i]
			messages := []string{}
			if v.Numerator != nil {
				messages = append(messages, fmt.Sprintf("%d/%d", *v.Numerator, *v.Denominator))
			}
			if v.Value != nil {
				messages = append(messages, v.Value.String())
			}
			figures[figureKey(r, v).String()] = strings.Join(append(messages, string(v.Approximation)), " ")
		}
	}
	for key, want := range map[string]string{
		"cluster:5/2022-2023/INTERIM/schools-at-national-standard/cluster:5/2022-2023": "3085/4081 75.6 EXACT",
		"cluster:2/2023-2024/FINAL/graduation-exam-average/unit:ha-nam/2023-2024":      "7.07 EXACT",
		"cluster:2/2023-2024/FINAL/graduation-rate/cluster:2/2023-2024":                "NOT_STATED",
		"cluster:5/2023-2024/FINAL/students/cluster:5/2023-2024":                       "2000000 AT_MOST",
		"cluster:5/2023-2024/FINAL/continuing-education-learners/cluster:5/2023-2024":  "53000 AT_LEAST",
	} {
		if figures[key] != want {
			t.Errorf("%s is %q, want %q", key, figures[key], want)
		}
	}
	for _, c := range b.conferences {
		if want := map[string]string{
			"c2-2023-2024-final": "2024-08-17? XXXX-08-17", "c5-2022-2023-interim": "2023-03-21? XXXX-03-21",
			"national-2023-2024": "2024-08-19 2024-08-19", "c2-2020-2021-final": "2021-08? ",
			"c5-2023-2024-final": " ",
		}[c.Code]; fmt.Sprint(c.HeldOn, " ", c.HeldOnStated) != want {
			t.Errorf("%s was held on %v, %v stated; want %s", c.Code, c.HeldOn, c.HeldOnStated, want)
		}
	}
}
