package conference_test

import (
	"testing"

	"thidua/internal/conference"
	"thidua/internal/registry/registrytest"
	"thidua/internal/store"
	"thidua/internal/storetest"
)

func TestRecord_InvalidInput(t *testing.T) {
	t.Parallel()
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		putBase(t, s)
		registrytest.PutTwice(t, s, conference.Record, fullConference(t))
		for _, c := range []struct {
			field, reason string
			change        func(*conference.Conference)
		}{
			{"kind", "BAD_VALUE", func(c *conference.Conference) { c.Kind = "PARTY" }},
			{"state", "BAD_VALUE", func(c *conference.Conference) { c.State = "OVER" }},
			{"title", "EMPTY", func(c *conference.Conference) { c.Title = "" }},
			{"school_year", "MISSING", func(c *conference.Conference) { c.SchoolYear = 0 }},
			{"venue", "UNCLEAN", func(c *conference.Conference) { c.Venue = "Bắc  Ninh" }},
			{"cluster", "NOT_ALLOWED", func(c *conference.Conference) { c.Kind = "NATIONAL_REVIEW" }},
			{"cite[0].place", "UNCLEAN", func(c *conference.Conference) { c.Cites[0].Place = " " }},
			{"sites[1].code", "BAD_CODE", func(c *conference.Conference) { c.Sites[1].Code = "sóc trăng" }},
			{"sites[1].kind", "OUT_OF_ORDER", func(c *conference.Conference) { c.Sites[1].Kind = "MAIN" }},
			{"sites[1]", "REPEATED", func(c *conference.Conference) { c.Sites[1].Code = "ha-noi" }},
			{"attendances[1].role", "EMPTY", func(c *conference.Conference) { c.Attendances[1].Role = "" }},
			{"agenda[0].kind", "BAD_VALUE", func(c *conference.Conference) { c.Agenda[0].Kind = "LUNCH" }},
			{"speeches[1].papers", "NEGATIVE", func(c *conference.Conference) { c.Speeches[1].Papers = -1 }},
			{"speeches[0].summary", "EMPTY", func(c *conference.Conference) { c.Speeches[0].Summary = "" }},
			{"proposals[1].code", "EMPTY", func(c *conference.Conference) { c.Proposals[1].Code = "" }},
			{"proposals[1]", "REPEATED", func(c *conference.Conference) { c.Proposals[1].Code = "k1" }},
			{"proposals[0].unit", "EITHER_OR", func(c *conference.Conference) { c.Proposals[0].Cluster = 2 }},
			{"proposals[0].topics[1]", "REPEATED", func(c *conference.Conference) {
				c.Proposals[0].Topics[1] = "staffing"
			}},
			{"directives[0].addressee", "EMPTY", func(c *conference.Conference) {
				c.Directives[0].Addressee = ""
			}},
			{"tasks[0].school_year", "MISSING", func(c *conference.Conference) { c.Tasks[0].SchoolYear = 0 }},
		} {
			bad := fullConference(t)
			c.change(&bad)
			registrytest.RequireRejected(t, s, conference.Record, bad, registrytest.BadInput(c.field, c.reason))
		}
		for _, c := range []struct {
			kind, code string
			change     func(*conference.Conference)
		}{
			{"Cluster", "9", func(c *conference.Conference) { c.Cluster = 9 }},
			{"Unit", "nowhere", func(c *conference.Conference) { c.Host = "nowhere" }},
			{"Province", "atlantis", func(c *conference.Conference) { c.Sites[1].Province = "atlantis" }},
			{"Site", "hue", func(c *conference.Conference) { c.Attendances[1].Site = "hue" }},
			{"Person", "nobody", func(c *conference.Conference) { c.Attendances[1].Person = "nobody" }},
			{"AgendaItem", "3", func(c *conference.Conference) { c.Speeches[0].AgendaItem = 3 }},
			{"AgendaItem", "-1", func(c *conference.Conference) { c.Speeches[0].AgendaItem = -1 }},
			{"Speech", "3", func(c *conference.Conference) { c.Proposals[0].Speech = 3 }},
			{"Speech", "4", func(c *conference.Conference) { c.Directives[0].Speech = 4 }},
			{"Directive", "3", func(c *conference.Conference) { c.Tasks[0].Directive = 3 }},
			{"Topic", "food", func(c *conference.Conference) { c.Proposals[1].Topics = []string{"food"} }},
			{"Unit", "nowhere", func(c *conference.Conference) { c.Proposals[1].AnsweredBy = "nowhere" }},
			{"Unit", "nowhere", func(c *conference.Conference) { c.Directives[1].Issuer = "nowhere" }},
			{"Cluster", "7", func(c *conference.Conference) { c.Tasks[1].Cluster = 7 }},
			// All parts share one slice of citations.
			{"Document", "s9", func(c *conference.Conference) { c.Cites[0].Document = "s9" }},
		} {
			bad := fullConference(t)
			c.change(&bad)
			registrytest.RequireRejected(t, s, conference.Record, bad, registrytest.UnknownCode(c.kind, c.code))
		}
	})
}
