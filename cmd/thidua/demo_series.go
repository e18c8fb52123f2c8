package main

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"thidua/ent/conference"
	"thidua/internal/store"
	"thidua/internal/viewer"
	"thidua/internal/web"
)

// demoSeries are the conferences that the demo has played, grouped by series: "live-final" is both a series
// and the code of its first conference, "live-final-2" is the second. The pages read them through web.Config.
type demoSeries struct {
	mu      sync.Mutex
	series  []string
	codes   map[string][]string // in the order in which they were played
	current string              // the series being played; its newest conference may not be planned yet
	planned bool                // whether its newest conference is planned
}

// seriesCode returns the code of the nth conference of a series, counted from 1.
func seriesCode(series string, n int) string {
	if n == 1 {
		return series
	}
	return fmt.Sprintf("%s-%d", series, n)
}

// findDemoSeries finds the conferences that earlier demos left in a database.
func findDemoSeries(ctx context.Context, s *store.Store) (*demoSeries, error) {
	p := &demoSeries{codes: map[string][]string{}}
	for _, played := range []demoKind{finalReview, nationalReview} {
		series := played.series()
		existing, err := s.Reader().Conference.Query().Where(conference.CodeHasPrefix(series)).
			Select(conference.FieldCode).Strings(viewer.NewContext(ctx, viewer.Operator()))
		if err != nil {
			return nil, err
		}
		p.series = append(p.series, series)
		for n := 1; slices.Contains(existing, seriesCode(series, n)); n++ {
			p.codes[series] = append(p.codes[series], seriesCode(series, n))
		}
	}
	return p, nil
}

// prepare makes a series the current one and returns the code of its next conference. Until that is planned,
// the series shows its previous conference, if this process played it.
func (s *demoSeries) prepare(series string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.current != series {
		s.current, s.planned = series, false
	}
	return seriesCode(series, len(s.codes[series])+1)
}

// addPlanned adds a conference that was planned.
func (s *demoSeries) addPlanned(series, code string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.codes[series] = append(s.codes[series], code)
	s.planned = true
}

// list returns the series that have conferences, and the current one, for the pages.
func (s *demoSeries) list() []web.Series {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := []web.Series{}
	for _, series := range s.series {
		codes := s.codes[series]
		if series == s.current && !s.planned {
			list = append(list, web.Series{Name: series, Earlier: append([]string{}, codes...)})
		} else if n := len(codes); n > 0 {
			list = append(list, web.Series{
				Name: series, Code: codes[n-1], Earlier: append([]string{}, codes[:n-1]...),
			})
		}
	}
	return list
}
