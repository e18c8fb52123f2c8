package conferencetest

import (
	"thidua/ent"
	"thidua/internal/conference"
)

func proposals(c *ent.Conference) (out conference.ReplayedProposals) {
	for _, row := range c.Edges.Proposals {
		out.Proposals = append(out.Proposals, conference.ProposalStateOf(row))
	}
	return out
}
