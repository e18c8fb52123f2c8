package conference

import (
	"context"
	"strconv"

	"thidua/ent"
	"thidua/internal/gid"
	"thidua/internal/registry"
)

// within refuses what a part says of another part of the same conference that is not there.
func within(in Conference) error {
	sites := map[string]bool{"": true}
	for _, s := range in.Sites {
		sites[s.Code] = true
	}
	for _, a := range in.Attendances {
		if !sites[a.Site] {
			return registry.UnknownCode(gid.Site, a.Site)
		}
	}
	for _, s := range in.Speeches {
		if err := among(gid.AgendaItem, s.AgendaItem, len(in.Agenda)); err != nil {
			return err
		}
	}
	for _, p := range in.Proposals {
		if err := among(gid.Speech, p.Speech, len(in.Speeches)); err != nil {
			return err
		}
	}
	for _, d := range in.Directives {
		if err := among(gid.Speech, d.Speech, len(in.Speeches)); err != nil {
			return err
		}
	}
	for _, t := range in.Tasks {
		if err := among(gid.Directive, t.Directive, len(in.Directives)); err != nil {
			return err
		}
	}
	return nil
}

// among refuses a place, from 1, that a list of n does not have; 0 is none.
func among(kind gid.Kind, ordinal, n int) error {
	if ordinal < 0 || ordinal > n {
		return registry.UnknownCode(kind, strconv.Itoa(ordinal))
	}
	return nil
}

// look refuses what the conference refers to and is not there. The parts are written later, by functions of their own;
// all that they refer to is asked for here at once.
func look(ctx context.Context, tx *ent.Tx, in Conference) error {
	var refs registry.Refs
	registry.MaybeRef(&refs, registry.ClusterID, in.Cluster)
	registry.MaybeRef(&refs, registry.UnitID, in.Host)
	for _, s := range in.Sites {
		registry.MaybeRef(&refs, registry.ProvinceID, s.Province)
		registry.MaybeRef(&refs, registry.UnitID, s.Unit)
	}
	for _, a := range in.Attendances {
		registry.MaybeRef(&refs, registry.UnitID, a.Unit)
		registry.MaybeRef(&refs, registry.PersonID, a.Person)
	}
	for _, s := range in.Speeches {
		registry.MaybeRef(&refs, registry.UnitID, s.Unit)
		registry.MaybeRef(&refs, registry.PersonID, s.Person)
	}
	for _, p := range in.Proposals {
		for _, unit := range []string{p.Unit, p.Addressee, p.AnsweredBy} {
			registry.MaybeRef(&refs, registry.UnitID, unit)
		}
		registry.MaybeRef(&refs, registry.ClusterID, p.Cluster)
		for _, t := range p.Topics {
			registry.Ref(&refs, TopicID, t)
		}
	}
	for _, d := range in.Directives {
		registry.MaybeRef(&refs, registry.UnitID, d.Issuer)
		registry.MaybeRef(&refs, registry.PersonID, d.Person)
	}
	for _, t := range in.Tasks {
		registry.MaybeRef(&refs, registry.ClusterID, t.Cluster)
	}
	return refs.Check(ctx, tx)
}

// to is the id for a key that look has found, nil for none.
func to[K comparable](key func(K) gid.ID, k K) *gid.ID {
	if registry.Given(k) == nil {
		return nil
	}
	id := key(k)
	return &id
}
