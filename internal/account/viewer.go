package account

import (
	"time"

	"thidua/ent"
	"thidua/internal/viewer"
)

// viewerOf returns the viewer of an account, with the grants in force now.
func viewerOf(a *ent.Account, now, expires time.Time) viewer.Viewer {
	var grants []viewer.Grant
	until := expires
	for _, g := range a.Edges.Grants {
		switch {
		case g.ValidTo != nil && !now.Before(*g.ValidTo): // ended
			continue
		case now.Before(g.ValidFrom): // not started
			until = earlierUnlessZero(until, g.ValidFrom)
			continue
		case g.ValidTo != nil:
			until = earlierUnlessZero(until, *g.ValidTo)
		}
		grants = append(grants, viewer.Grant{
			Role: viewer.Role(g.Role), Cluster: deref(g.ClusterID), Unit: deref(g.UnitID),
			Conference: deref(g.ConferenceID), SchoolYear: deref(g.SchoolYear),
		})
	}
	return viewer.Account(a.ID, until, grants...)
}

func deref[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}

// earlierUnlessZero returns the earlier of two times; the zero time means never.
func earlierUnlessZero(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}
