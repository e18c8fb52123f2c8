package view

import "thidua/ent"

// Floor is the floor of a conference; its fields are resolved by the conference, with its siblings.
type Floor struct{ Conference *ent.Conference }

// UnitQuotaSeconds is how long a unit may speak before others go first; nil for no limit.
func (f *Floor) UnitQuotaSeconds() *int { return f.Conference.UnitQuotaSeconds }

// SiteQuotaSeconds is how long a site may; nil for no limit.
func (f *Floor) SiteQuotaSeconds() *int { return f.Conference.SiteQuotaSeconds }
