package conference

import (
	"context"
	"fmt"
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
	for i, a := range in.Attendances {
		if !sites[a.Site] {
			return command.UnknownCodeFault(fmt.Sprintf("attendances[%d].site", i), gid.Site, a.Site)
		}
	}
	for i, s := range in.Speeches {
		field := fmt.Sprintf("speeches[%d].agendaItem", i)
		if err := checkOrdinal(field, gid.AgendaItem, s.AgendaItem, len(in.Agenda)); err != nil {
			return err
		}
	}
	for i, p := range in.Proposals {
		field := fmt.Sprintf("proposals[%d].speech", i)
		if err := checkOrdinal(field, gid.Speech, p.Speech, len(in.Speeches)); err != nil {
			return err
		}
	}
	for i, d := range in.Directives {
		field := fmt.Sprintf("directives[%d].speech", i)
		if err := checkOrdinal(field, gid.Speech, d.Speech, len(in.Speeches)); err != nil {
			return err
		}
	}
	for i, t := range in.Tasks {
		field := fmt.Sprintf("tasks[%d].directive", i)
		if err := checkOrdinal(field, gid.Directive, t.Directive, len(in.Directives)); err != nil {
			return err
		}
	}
	return nil
}

// checkOrdinal returns UNKNOWN_CODE for a field with an ordinal outside 1 to n; 0 means none.
func checkOrdinal(field string, kind gid.Kind, ordinal, n int) error {
	if ordinal < 0 || ordinal > n {
		return command.UnknownCodeFault(field, kind, strconv.Itoa(ordinal))
	}
	return nil
}

// checkReferences returns UNKNOWN_CODE if the conference refers to rows that do not exist. It checks the
// references of all parts at once, before they are written.
func checkReferences(ctx context.Context, tx *store.Tx, in Conference) error {
	var refs command.Refs
	addReferences(&refs, in)
	return refs.Check(ctx, tx)
}

// addReferences registers the references of a conference and of all its parts.
func addReferences(refs *command.Refs, in Conference) {
	command.OptionalRef(refs, "cluster", registry.ClusterID, in.Cluster)
	command.OptionalRef(refs, "host", registry.UnitID, in.Host)
	for i, s := range in.Sites {
		path := fmt.Sprintf("sites[%d].", i)
		command.OptionalRef(refs, path+"province", registry.ProvinceID, s.Province)
		command.OptionalRef(refs, path+"unit", registry.UnitID, s.Unit)
	}
	for i, a := range in.Attendances {
		path := fmt.Sprintf("attendances[%d].", i)
		command.OptionalRef(refs, path+"unit", registry.UnitID, a.Unit)
		command.OptionalRef(refs, path+"person", registry.PersonID, a.Person)
	}
	for i, s := range in.Speeches {
		path := fmt.Sprintf("speeches[%d].", i)
		command.OptionalRef(refs, path+"unit", registry.UnitID, s.Unit)
		command.OptionalRef(refs, path+"person", registry.PersonID, s.Person)
	}
	for i, p := range in.Proposals {
		path := fmt.Sprintf("proposals[%d].", i)
		command.OptionalRef(refs, path+"unit", registry.UnitID, p.Unit)
		command.OptionalRef(refs, path+"addressee", registry.UnitID, p.Addressee)
		command.OptionalRef(refs, path+"answeredBy", registry.UnitID, p.AnsweredBy)
		command.OptionalRef(refs, path+"cluster", registry.ClusterID, p.Cluster)
		command.RequireRefs(refs, path+"topics", TopicID, p.Topics)
	}
	for i, d := range in.Directives {
		path := fmt.Sprintf("directives[%d].", i)
		command.OptionalRef(refs, path+"issuer", registry.UnitID, d.Issuer)
		command.OptionalRef(refs, path+"person", registry.PersonID, d.Person)
	}
	for i, t := range in.Tasks {
		command.OptionalRef(refs, fmt.Sprintf("tasks[%d].cluster", i), registry.ClusterID, t.Cluster)
	}
}

// optionalID returns the id for a key that checkReferences has found, or nil if the key is omitted.
func optionalID[K comparable](key func(K) gid.ID, k K) *gid.ID {
	if command.NilIfZero(k) == nil {
		return nil
	}
	id := key(k)
	return &id
}
