package main

import (
	"strings"
	"testing"

	"thidua/internal/web"
	"thidua/internal/web/browsertest"
)

// Somebody who opens the playground of the demo finds every example as a tab; one runs at the press of a key and answers
// from the record; the docs speak of the schema; and nothing on the page asks another host for anything.
func TestPlaygroundOfTheDemo(t *testing.T) {
	base, _ := start(t, "demo")
	b := browsertest.New(t)
	b.OpenPlayground(base)
	if tabs, examples := b.Tabs(), web.Examples(); len(tabs) != len(examples) {
		t.Errorf("%d tabs for %d examples: %v", len(tabs), len(examples), tabs)
	}
	if answer := b.Execute(); !strings.Contains(answer, "Bắc Ninh") || strings.Contains(answer, "errors") {
		t.Errorf("the first example answers %s", answer)
	}
	b.OpenTab(8) // reconciliation: the ninth
	if answer := b.Execute(); !strings.Contains(answer, `"difference": "85"`) {
		t.Errorf("the reconciliation answers %s", answer)
	}
	b.SetQuery(`query Refused { cluster(number: 2) { head(schoolYear: "2023-2025") { name } } }`)
	if answer := b.Execute(); !strings.Contains(answer, "BAD_SCHOOL_YEAR") {
		t.Errorf("a refusal answers %s", answer)
	}
	b.View(1920, 1080, false)
	b.Shoot("demo-playground-1920")
	b.Open(base + "/")
	b.Shoot("demo-home-1920")
	b.View(390, 844, true)
	b.Shoot("demo-home-390-dark")
	b.RequireClean()
}
