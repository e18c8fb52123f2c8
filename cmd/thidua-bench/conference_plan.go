package main

import (
	"context"
	"fmt"
	"slices"

	"thidua/internal/simulator"
)

// plannedConference is a conference that is planned and open.
type plannedConference struct {
	code      string
	sites     []string
	delegates []string // ids on the roll
}

// plan plans a conference with all sites and the roll, and opens it.
func (t *conferenceLoad) plan(
	ctx context.Context, ask simulator.Client, code string,
) (*plannedConference, error) {
	h := &plannedConference{code: code}
	var sites, delegates []map[string]any
	for i := range t.Sites {
		site, kind := fmt.Sprintf("site-%d", i+1), "REMOTE"
		if i == 0 {
			kind = "MAIN"
		}
		h.sites = append(h.sites, site)
		sites = append(sites, map[string]any{"code": site, "name": fmt.Sprintf("Điểm cầu %d", i+1),
			"kind": kind})
	}
	for i := range t.Roll {
		delegates = append(delegates, map[string]any{"title": "Đại biểu", "site": h.sites[i%len(h.sites)]})
	}
	input := map[string]any{"code": code, "kind": "NATIONAL_REVIEW", "title": "Hội nghị toàn quốc",
		"schoolYear": "2024-2025",
		"heldOn":     "2025-08-22", "online": true, "quorumPercent": 67, "sites": sites}
	if err := ask(ctx, `mutation($input: PlanConferenceInput!) {
		planConference(input: $input) { conference { id } } }`,
		map[string]any{"input": input}, nil); err != nil {
		return nil, err
	}
	for some := range slices.Chunk(delegates, simulator.MaxInvitationsPerCall) {
		var invited struct {
			InviteDelegates struct{ Attendances []struct{ ID string } }
		}
		if err := ask(ctx, `mutation($input: InviteDelegatesInput!) {
			inviteDelegates(input: $input) { attendances { id } } }`,
			map[string]any{"input": map[string]any{"conference": code, "delegates": some}},
			&invited); err != nil {
			return nil, err
		}
		for _, d := range invited.InviteDelegates.Attendances {
			h.delegates = append(h.delegates, d.ID)
		}
	}
	return h, ask(ctx, `mutation($code: String!) {
		openConference(input: {conference: $code}) { conference { id } } }`,
		map[string]any{"code": code}, nil)
}

// position returns the current position of the conference's stream.
func (h *plannedConference) position(ctx context.Context, ask simulator.Client) (string, error) {
	var at struct{ Conference struct{ Position string } }
	err := ask(ctx, `query($code: String!) { conference(code: $code) { position } }`,
		map[string]any{"code": h.code}, &at)
	return at.Conference.Position, err
}
