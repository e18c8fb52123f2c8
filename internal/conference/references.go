package conference

import (
	"context"
	"strconv"

	"thidua/internal/command"
	"thidua/internal/gid"
	"thidua/internal/registry"
	"thidua/internal/store"
)

// checkInternalRefs returns UNKNOWN_CODE if a part refers to a part of the same conference that does not
// exist.
func checkInternalRefs(in Conference) error {
	sites := map[string]bool{"": true}
	for _, s := range in.Sites {
		sites[s.Code] = true
	}
	for _, a := range in.Attendances {
		if !sites[a.Site] {
			return command.UnknownCodeFault(gid.Site, a.Site)
		}
	}
	for _, s := range in.Speeches {
		if err := checkOrdinal(gid.AgendaItem, s.AgendaItem, len(in.Agenda)); err != nil {
			return err
		}
	}
	for _, p := range in.Proposals {
		if err := checkOrdinal(gid.Speech, p.Speech, len(in.Speeches)); err != nil {
			return err
		}
	}
	for _, d := range in.Directives {
		if err := checkOrdinal(gid.Speech, d.Speech, len(in.Speeches)); err != nil {
			return err
		}
	}
	for _, t := range in.Tasks {
		if err := checkOrdinal(gid.Directive, t.Directive, len(in.Directives)); err != nil {
			return err
		}
	}
	return nil
}

// checkOrdinal returns UNKNOWN_CODE for an ordinal outside 1 to n; 0 means none.
func checkOrdinal(kind gid.Kind, ordinal, n int) error {
	if ordinal < 0 || ordinal > n {
		return command.UnknownCodeFault(kind, strconv.Itoa(ordinal))
	}
	return nil
}

// checkReferences returns UNKNOWN_CODE if the conference refers to a row that does not exist. It checks the
// references of all parts at once, before they are written.
func checkReferences(ctx context.Context, tx *store.Tx, in Conference) error {
	var refs command.Refs
	command.OptionalRef(&refs, registry.ClusterID, in.Cluster)
	command.OptionalRef(&refs, registry.UnitID, in.Host)
	for _, s := range in.Sites {
		command.OptionalRef(&refs, registry.ProvinceID, s.Province)
		command.OptionalRef(&refs, registry.UnitID, s.Unit)
	}
	for _, a := range in.Attendances {
		command.OptionalRef(&refs, registry.UnitID, a.Unit)
		command.OptionalRef(&refs, registry.PersonID, a.Person)
	}
	for _, s := range in.Speeches {
		command.OptionalRef(&refs, registry.UnitID, s.Unit)
		command.OptionalRef(&refs, registry.PersonID, s.Person)
	}
	for _, p := range in.Proposals {
		for _, unit := range []string{p.Unit, p.Addressee, p.AnsweredBy} {
			command.OptionalRef(&refs, registry.UnitID, unit)
		}
		command.OptionalRef(&refs, registry.ClusterID, p.Cluster)
		for _, t := range p.Topics {
			command.RequireRef(&refs, TopicID, t)
		}
	}
	for _, d := range in.Directives {
		command.OptionalRef(&refs, registry.UnitID, d.Issuer)
		command.OptionalRef(&refs, registry.PersonID, d.Person)
	}
	for _, t := range in.Tasks {
		command.OptionalRef(&refs, registry.ClusterID, t.Cluster)
	}
	return refs.Check(ctx, tx)
}

// optionalID returns the id for a key that checkReferences has found, or nil if the key is omitted.
func optionalID[K comparable](key func(K) gid.ID, k K) *gid.ID {
	if command.NilIfZero(k) == nil {
		return nil
	}
	id := key(k)
	return &id
}
