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

// plays are the conferences that the demo has played, by the series that they are of: "live-final" is both the series and its
// first conference, "live-final-2" the second. The pages read them by web.Config.
type plays struct {
	mu     sync.Mutex
	series []string
	codes  map[string][]string // in the order in which they are played
	now    string              // the series that is played; its newest conference may not be planned yet
	ready  bool                // whether it is
}

// codeOf is the code of the nth conference of a series, counted from 1.
func codeOf(series string, n int) string {
	if n == 1 {
		return series
	}
	return fmt.Sprintf("%s-%d", series, n)
}

// findPlays finds those that were played before, in a database that was kept.
func findPlays(ctx context.Context, s *store.Store) (*plays, error) {
	p := &plays{codes: map[string][]string{}}
	for _, it := range []show{final, national} {
		series := it.series()
		there, err := s.Reader().Conference.Query().Where(conference.CodeHasPrefix(series)).
			Select(conference.FieldCode).Strings(viewer.With(ctx, viewer.Operator()))
		if err != nil {
			return nil, err
		}
		p.series = append(p.series, series)
		for n := 1; slices.Contains(there, codeOf(series, n)); n++ {
			p.codes[series] = append(p.codes[series], codeOf(series, n))
		}
	}
	return p, nil
}

// prepare tells that a series is going to be played, and gives the code of its next conference. Until that is planned, the
// series names the conference before it, if that was played by this process; one that an earlier process left is over.
func (p *plays) prepare(series string) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.now != series {
		p.now, p.ready = series, false
	}
	return codeOf(series, len(p.codes[series])+1)
}

// planned tells that there is a conference now.
func (p *plays) planned(series, code string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.codes[series] = append(p.codes[series], code)
	p.ready = true
}

// list is what the pages are told.
func (p *plays) list() []web.Play {
	p.mu.Lock()
	defer p.mu.Unlock()
	list := []web.Play{}
	for _, series := range p.series {
		codes := p.codes[series]
		if series == p.now && !p.ready {
			list = append(list, web.Play{Series: series, Earlier: append([]string{}, codes...)})
		} else if n := len(codes); n > 0 {
			list = append(list, web.Play{Series: series, Code: codes[n-1], Earlier: append([]string{}, codes[:n-1]...)})
		}
	}
	return list
}
