package command

import (
	"context"
	"fmt"
	"slices"

	"thidua/ent/awardkind"
	"thidua/ent/cluster"
	"thidua/ent/conference"
	"thidua/ent/document"
	"thidua/ent/indicator"
	"thidua/ent/indicatorvalue"
	"thidua/ent/nomination"
	"thidua/ent/person"
	"thidua/ent/post"
	"thidua/ent/proposal"
	"thidua/ent/province"
	"thidua/ent/report"
	"thidua/ent/speech"
	"thidua/ent/topic"
	"thidua/ent/unit"
	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/store"
)

// Refs collects the references of an input, so that one query for each kind checks them all. The zero value
// is ready to use.
type Refs struct {
	pending []pendingRef
	unknown []unknownRef
}

// pendingRef is a reference that Check looks up.
type pendingRef struct {
	id gid.ID
	unknownRef
}

// unknownRef is a reference of an input: its field, and the code that the field has.
type unknownRef struct {
	field string
	kind  gid.Kind
	code  string
}

// RequireRef returns the id of a natural key and registers it for Check. field is its path within the input,
// such as "items[0].unit".
func RequireRef[K comparable](r *Refs, field string, key func(K) gid.ID, k K) gid.ID {
	id := key(k)
	kind, _ := id.Kind()
	r.pending = append(r.pending, pendingRef{id, unknownRef{field, kind, fmt.Sprint(k)}})
	return id
}

// OptionalRef is like RequireRef, but returns nil for the zero key.
func OptionalRef[K comparable](r *Refs, field string, key func(K) gid.ID, k K) *gid.ID {
	if NilIfZero(k) == nil {
		return nil
	}
	id := RequireRef(r, field, key, k)
	return &id
}

// RequireRefs is like RequireRef, for a list of keys. list is the path of the list.
func RequireRefs[K comparable](r *Refs, list string, key func(K) gid.ID, keys []K) []gid.ID {
	var ids []gid.ID
	for i, k := range keys {
		ids = append(ids, RequireRef(r, fmt.Sprintf("%s[%d]", list, i), key, k))
	}
	return ids
}

// AddUnknown registers a reference that the caller has looked up and not found. Check reports it together
// with the others.
func (r *Refs) AddUnknown(field string, kind gid.Kind, code string) {
	r.unknown = append(r.unknown, unknownRef{field, kind, code})
}

// Check returns UNKNOWN_CODE with all registered references to rows that do not exist, at most
// maxInvalidFields, in the order of their registration; those of AddUnknown are last.
func (r *Refs) Check(ctx context.Context, tx *store.Tx) error {
	byKind := map[gid.Kind][]gid.ID{}
	for _, p := range r.pending {
		byKind[p.kind] = append(byKind[p.kind], p.id)
	}
	existing := map[gid.ID]bool{}
	for kind, ids := range byKind {
		find, ok := existingIDs[kind]
		if !ok {
			return fmt.Errorf("command: nothing refers to a %v by key", kind)
		}
		slices.Sort(ids)
		for batch := range slices.Chunk(slices.Compact(ids), BatchSize) {
			found, err := find(ctx, tx, batch)
			if err != nil {
				return err
			}
			for _, id := range found {
				existing[id] = true
			}
		}
	}
	var unknown []unknownRef
	for _, p := range r.pending {
		if !existing[p.id] {
			unknown = append(unknown, p.unknownRef)
		}
	}
	return unknownCodes(append(unknown, r.unknown...))
}

// unknownCodes returns UNKNOWN_CODE for these references, or nil if there are none.
func unknownCodes(refs []unknownRef) error {
	if len(refs) == 0 {
		return nil
	}
	var fields []fault.InvalidField
	for _, ref := range refs[:min(len(refs), maxInvalidFields)] {
		fields = append(fields, fault.InvalidField{Path: ref.field, Code: string(fault.UnknownCode.Code()),
			Params: map[string]any{"kind": ref.kind.String(), "code": ref.code}})
	}
	return fault.UnknownCodes(fields...)
}

// UnknownCodeFault returns UNKNOWN_CODE for one field of an input, which has the code of a kind.
func UnknownCodeFault(field string, kind gid.Kind, code string) error {
	return unknownCodes([]unknownRef{{field, kind, code}})
}

// existingIDs has, for every kind that inputs refer to, a query for those of some ids that exist.
var existingIDs = map[gid.Kind]func(context.Context, *store.Tx, []gid.ID) ([]gid.ID, error){
	gid.Province: func(ctx context.Context, tx *store.Tx, ids []gid.ID) ([]gid.ID, error) {
		return tx.Province.Query().Where(province.IDIn(ids...)).IDs(ctx)
	},
	gid.Unit: func(ctx context.Context, tx *store.Tx, ids []gid.ID) ([]gid.ID, error) {
		return tx.Unit.Query().Where(unit.IDIn(ids...)).IDs(ctx)
	},
	gid.Cluster: func(ctx context.Context, tx *store.Tx, ids []gid.ID) ([]gid.ID, error) {
		return tx.Cluster.Query().Where(cluster.IDIn(ids...)).IDs(ctx)
	},
	gid.Person: func(ctx context.Context, tx *store.Tx, ids []gid.ID) ([]gid.ID, error) {
		return tx.Person.Query().Where(person.IDIn(ids...)).IDs(ctx)
	},
	gid.Post: func(ctx context.Context, tx *store.Tx, ids []gid.ID) ([]gid.ID, error) {
		return tx.Post.Query().Where(post.IDIn(ids...)).IDs(ctx)
	},
	gid.Document: func(ctx context.Context, tx *store.Tx, ids []gid.ID) ([]gid.ID, error) {
		return tx.Document.Query().Where(document.IDIn(ids...)).IDs(ctx)
	},
	gid.Topic: func(ctx context.Context, tx *store.Tx, ids []gid.ID) ([]gid.ID, error) {
		return tx.Topic.Query().Where(topic.IDIn(ids...)).IDs(ctx)
	},
	gid.Indicator: func(ctx context.Context, tx *store.Tx, ids []gid.ID) ([]gid.ID, error) {
		return tx.Indicator.Query().Where(indicator.IDIn(ids...)).IDs(ctx)
	},
	gid.Report: func(ctx context.Context, tx *store.Tx, ids []gid.ID) ([]gid.ID, error) {
		return tx.Report.Query().Where(report.IDIn(ids...)).IDs(ctx)
	},
	gid.IndicatorValue: func(ctx context.Context, tx *store.Tx, ids []gid.ID) ([]gid.ID, error) {
		return tx.IndicatorValue.Query().Where(indicatorvalue.IDIn(ids...)).IDs(ctx)
	},
	gid.Conference: func(ctx context.Context, tx *store.Tx, ids []gid.ID) ([]gid.ID, error) {
		return tx.Conference.Query().Where(conference.IDIn(ids...)).IDs(ctx)
	},
	gid.Speech: func(ctx context.Context, tx *store.Tx, ids []gid.ID) ([]gid.ID, error) {
		return tx.Speech.Query().Where(speech.IDIn(ids...)).IDs(ctx)
	},
	gid.Proposal: func(ctx context.Context, tx *store.Tx, ids []gid.ID) ([]gid.ID, error) {
		return tx.Proposal.Query().Where(proposal.IDIn(ids...)).IDs(ctx)
	},
	gid.AwardKind: func(ctx context.Context, tx *store.Tx, ids []gid.ID) ([]gid.ID, error) {
		return tx.AwardKind.Query().Where(awardkind.IDIn(ids...)).IDs(ctx)
	},
	gid.Nomination: func(ctx context.Context, tx *store.Tx, ids []gid.ID) ([]gid.ID, error) {
		return tx.Nomination.Query().Where(nomination.IDIn(ids...)).IDs(ctx)
	},
}
