package account

import (
	"time"

	"thidua/ent"
	"thidua/internal/viewer"
)

// viewerOf is who an account is now, by its grants in force.
func viewerOf(a *ent.Account, now, expires time.Time) viewer.Viewer {
	var grants []viewer.Grant
	until := expires
	for _, g := range a.Edges.Grants {
		switch {
		case g.ValidTo != nil && !now.Before(*g.ValidTo): // over
			continue
		case now.Before(g.ValidFrom): // to come
			until = sooner(until, g.ValidFrom)
			continue
		case g.ValidTo != nil:
			until = sooner(until, *g.ValidTo)
		}
		grants = append(grants, viewer.Grant{
			Role: viewer.Role(g.Role), Cluster: orNone(g.ClusterID), Unit: orNone(g.UnitID),
			Conference: orNone(g.ConferenceID), SchoolYear: orNone(g.SchoolYear),
		})
	}
	return viewer.Account(a.ID, until, grants...)
}

func orNone[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}

// sooner is the first of two times; the zero time is never.
func sooner(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}
