package account

import (
	"context"
	"strconv"
	"time"

	"thidua/ent"
	"thidua/ent/account"
	"thidua/ent/cluster"
	"thidua/ent/conference"
	"thidua/ent/grant"
	"thidua/ent/predicate"
	"thidua/ent/unit"
	"thidua/internal/command"
	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/store"
	"thidua/internal/viewer"
)

// GrantRole grants a role. If the account already has the same grant in force, only its validity is updated.
// Called by the API and `thidua token`, for the Ministry. Errors: FORBIDDEN, BAD_INPUT, UNKNOWN_CODE.
func GrantRole(ctx context.Context, s *store.Store, in NewGrant) (gid.ID, error) {
	if err := viewer.Require(ctx, viewer.AllowMinistry()); err != nil {
		return 0, err
	}
	if err := in.validate(); err != nil {
		return 0, err
	}
	return runTx(ctx, s, func(ctx context.Context, tx *store.Tx) (gid.ID,
		error) {
		return putGrant(ctx, tx, in)
	})
}

func putGrant(ctx context.Context, tx *store.Tx, in NewGrant) (gid.ID, error) {
	now := tx.Now()
	var refs command.Refs
	owner, err := tx.Account.Query().Where(account.Subject(in.Account)).Only(ctx)
	if err := addIfNotFound(&refs, err, "account", gid.Account, in.Account); err != nil {
		return 0, err
	}
	scope, err := findScope(ctx, tx, in, &refs)
	if err != nil {
		return 0, err
	}
	existing, err := tx.Grant.Query().Where(grant.AccountID(owner.ID), grant.RoleEQ(in.Role),
		scope.matchingGrants(in),
		grant.Or(grant.ValidToIsNil(), grant.ValidToGT(now))).Order(grant.ByID()).First(ctx)
	if err != nil && !ent.IsNotFound(err) {
		return 0, err
	}
	from := now
	if existing != nil {
		from = existing.ValidFrom
	}
	if in.ValidFrom != nil {
		from = *in.ValidFrom
	}
	if in.ValidTo != nil && !in.ValidTo.After(from) {
		return 0, command.InvalidField("validTo", command.ReasonOutOfOrder)
	}
	if existing == nil {
		id := gid.New(gid.Grant)
		publishGrantsChanged(tx, owner.ID)
		return id, tx.Grant.Create().SetID(id).SetAccountID(owner.ID).SetRole(in.Role).
			SetNillableSchoolYear(in.SchoolYear).
			SetNillableClusterID(scope.cluster).SetNillableUnitID(scope.unit).
			SetNillableConferenceID(scope.conference).
			SetValidFrom(from).SetNillableValidTo(in.ValidTo).Exec(ctx)
	}
	if from.Equal(existing.ValidFrom) && equalTimes(in.ValidTo, existing.ValidTo) {
		return existing.ID, nil
	}
	publishGrantsChanged(tx, owner.ID)
	update := existing.Update().SetValidFrom(from).SetNillableValidTo(in.ValidTo)
	if in.ValidTo == nil {
		update.ClearValidTo()
	}
	return existing.ID, update.Exec(ctx)
}

func equalTimes(a, b *time.Time) bool {
	return a == nil && b == nil || a != nil && b != nil && a.Equal(*b)
}

// grantScope is what a grant is limited to.
type grantScope struct{ cluster, unit, conference *gid.ID }

// findScope looks up the scope of a grant: UNKNOWN_CODE with all that does not exist, and what refs has
// already.
func findScope(ctx context.Context, tx *store.Tx, in NewGrant, refs *command.Refs) (s grantScope, err error) {
	if in.Cluster != nil {
		id, err := tx.Cluster.Query().Where(cluster.Number(*in.Cluster)).OnlyID(ctx)
		if err := addIfNotFound(refs, err, "cluster", gid.Cluster, strconv.Itoa(*in.Cluster)); err != nil {
			return s, err
		}
		s.cluster = &id
	}
	if in.Unit != nil {
		id, err := tx.Unit.Query().Where(unit.Code(*in.Unit)).OnlyID(ctx)
		if err := addIfNotFound(refs, err, "unit", gid.Unit, *in.Unit); err != nil {
			return s, err
		}
		s.unit = &id
	}
	if in.Conference == nil {
		return s, refs.Check(ctx, tx)
	}
	held, err := tx.Conference.Query().Where(conference.Code(*in.Conference)).Only(ctx)
	if err := addIfNotFound(refs, err, "conference", gid.Conference, *in.Conference); err != nil {
		return s, err
	}
	if err := refs.Check(ctx, tx); err != nil {
		return s, err
	}
	// A conference has one school year, and the grant must have the same.
	if in.SchoolYear != nil && *in.SchoolYear != held.SchoolYear {
		return s, command.InvalidField("schoolYear", command.ReasonNotAllowed)
	}
	s.conference = &held.ID
	return s, nil
}

// addIfNotFound registers a field whose code was not found as unknown, and returns any other error.
func addIfNotFound(refs *command.Refs, err error, field string, kind gid.Kind, code string) error {
	if ent.IsNotFound(err) {
		refs.AddUnknown(field, kind, fault.SanitizeWord(code))
		return nil
	}
	return err
}

// matchingGrants selects the grants of this scope and school year.
func (s grantScope) matchingGrants(in NewGrant) predicate.Grant {
	year := grant.SchoolYearIsNil()
	if in.SchoolYear != nil {
		year = grant.SchoolYear(*in.SchoolYear)
	}
	return grant.And(year, equalsOrNil(s.cluster, grant.ClusterID, grant.ClusterIDIsNil),
		equalsOrNil(s.unit, grant.UnitID, grant.UnitIDIsNil),
		equalsOrNil(s.conference, grant.ConferenceID, grant.ConferenceIDIsNil))
}

func equalsOrNil(id *gid.ID, is func(gid.ID) predicate.Grant, isNil func() predicate.Grant) predicate.Grant {
	if id == nil {
		return isNil()
	}
	return is(*id)
}

// RevokeGrant ends a grant now. Idempotent. Called by the API, for the Ministry. Errors: FORBIDDEN,
// NOT_FOUND.
func RevokeGrant(ctx context.Context, s *store.Store, id gid.ID) (gid.ID, error) {
	if err := viewer.Require(ctx, viewer.AllowMinistry()); err != nil {
		return 0, err
	}
	return runTx(ctx, s, func(ctx context.Context, tx *store.Tx) (gid.ID, error) {
		existing, err := tx.Grant.Get(ctx, id)
		if ent.IsNotFound(err) {
			return 0, fault.NotFound.With()
		}
		now := tx.Now()
		if err != nil || existing.ValidTo != nil && !existing.ValidTo.After(now) {
			return id, err
		}
		publishGrantsChanged(tx, existing.AccountID)
		return id, existing.Update().SetValidFrom(earlierOf(existing.ValidFrom, now)).SetValidTo(now).Exec(ctx)
	})
}

// earlierOf keeps a grant that never began from ending before it begins.
func earlierOf(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
