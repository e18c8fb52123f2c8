package view

import "thidua/ent"

// Floor is the floor of a conference. Its fields are resolved from the conference and its siblings.
type Floor struct{ Conference *ent.Conference }

// UnitQuotaSeconds is the speaking time of a unit after which others take precedence; nil for no limit.
func (f *Floor) UnitQuotaSeconds() *int { return f.Conference.UnitQuotaSeconds }

// SiteQuotaSeconds is the speaking time of a site after which others take precedence; nil for no limit.
func (f *Floor) SiteQuotaSeconds() *int { return f.Conference.SiteQuotaSeconds }
