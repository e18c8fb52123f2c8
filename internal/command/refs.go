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
type Refs struct{ pending []pendingRef }

type pendingRef struct {
	id   gid.ID
	code string
}

// RequireRef returns the id of a natural key and registers it for Check.
func RequireRef[K comparable](r *Refs, key func(K) gid.ID, k K) gid.ID {
	id := key(k)
	r.pending = append(r.pending, pendingRef{id, fmt.Sprint(k)})
	return id
}

// OptionalRef is like RequireRef, but returns nil for the zero key.
func OptionalRef[K comparable](r *Refs, key func(K) gid.ID, k K) *gid.ID {
	if NilIfZero(k) == nil {
		return nil
	}
	id := RequireRef(r, key, k)
	return &id
}

// RequireRefs is like RequireRef, for a list of keys.
func RequireRefs[K comparable](r *Refs, key func(K) gid.ID, keys []K) []gid.ID {
	var ids []gid.ID
	for _, k := range keys {
		ids = append(ids, RequireRef(r, key, k))
	}
	return ids
}

// Check returns UNKNOWN_CODE for the first registered reference to a row that does not exist.
func (r *Refs) Check(ctx context.Context, tx *store.Tx) error {
	byKind := map[gid.Kind][]gid.ID{}
	for _, a := range r.pending {
		kind, _ := a.id.Kind()
		byKind[kind] = append(byKind[kind], a.id)
	}
	there := map[gid.ID]bool{}
	for kind, ids := range byKind {
		look, ok := existingIDs[kind]
		if !ok {
			return fmt.Errorf("command: nothing refers to a %v by key", kind)
		}
		slices.Sort(ids)
		for some := range slices.Chunk(slices.Compact(ids), BatchSize) {
			found, err := look(ctx, tx, some)
			if err != nil {
				return err
			}
			for _, id := range found {
				there[id] = true
			}
		}
	}
	for _, a := range r.pending {
		if !there[a.id] {
			kind, _ := a.id.Kind()
			return UnknownCodeFault(kind, a.code)
		}
	}
	return nil
}

// UnknownCodeFault returns UNKNOWN_CODE for a code of a kind.
func UnknownCodeFault(kind gid.Kind, code string) error {
	return fault.UnknownCode.With("kind", kind.String(), "code", code)
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
