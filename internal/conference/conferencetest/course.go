package conferencetest

import (
	"thidua/ent"
	"thidua/internal/conference"
)

func course(c *ent.Conference) conference.ReplayedCourse {
	out := conference.ReplayedCourse{
		ConferenceID: c.ID, Code: c.Code, Kind: c.Kind, Title: c.Title, SchoolYear: c.SchoolYear,
		HeldOn: c.HeldOn, PartOfDay: c.PartOfDay, Venue: c.Venue, Online: c.Online != nil && *c.Online,
		PlannedStartAt: c.PlannedStartAt, QuorumPercent: c.QuorumPercent,
		UnitQuotaSeconds: c.UnitQuotaSeconds, SiteQuotaSeconds: c.SiteQuotaSeconds,
		InState: c.State, StateReason: c.StateReason, ClosedAt: c.ClosedAt,
	}
	if cluster := c.Edges.Cluster; cluster != nil {
		out.ClusterNumber = &cluster.Number
	}
	if host := c.Edges.Host; host != nil {
		out.HostCode = &host.Code
	}
	return out
}
