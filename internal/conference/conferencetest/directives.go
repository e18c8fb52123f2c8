package conferencetest

import (
	"thidua/ent"
	"thidua/internal/conference"
)

func directives(c *ent.Conference) (out conference.ReplayedDirectives) {
	for _, row := range c.Edges.Directives {
		var issuer *string
		if row.Edges.Issuer != nil {
			issuer = &row.Edges.Issuer.Code
		}
		out.Directives = append(out.Directives, conference.DirectiveGivenOf(row, issuer))
	}
	return out
}
