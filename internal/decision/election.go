package decision

import (
	"context"
	"strconv"

	"thidua/ent/headelection"
	"thidua/internal/command"
	"thidua/internal/gid"
	"thidua/internal/registry"
	"thidua/internal/store"
	"thidua/internal/vi"
)

// ElectionID returns the id of the election of a cluster's head or deputy head for a school year.
func ElectionID(cluster int, year vi.SchoolYear, role headelection.Role) gid.ID {
	return gid.Derive(gid.HeadElection, strconv.Itoa(cluster), year.String(), string(role))
}

// PutElection creates or updates the election of a cluster's head or deputy head for a school year. Called by
// the loader. Errors: those of command.RunForOperator, and UNKNOWN_CODE.
func PutElection(ctx context.Context, s *store.Store, in HeadElection) error {
	return command.RunForOperator(ctx, s, in, checkElection, putElection)
}

func checkElection(in HeadElection, v *command.Validator) {
	v.Text("conference", in.Conference)
	v.Positive("cluster", in.Cluster)
	v.Year("school_year", in.SchoolYear)
	v.Enum("role", headelection.RoleValidator(in.Role))
	v.Enum("mode", headelection.VotingMethodValidator(in.Mode))
	v.Text("elected", in.Elected)
	v.OptionalProse("stated", in.Stated)
	registry.ValidateCites(v, in.Cites)
}

func putElection(ctx context.Context, tx *store.Tx, in HeadElection) error {
	var refs command.Refs
	conference := command.RequireRef(&refs, "conference", registry.ConferenceID, in.Conference)
	cluster := command.RequireRef(&refs, "cluster", registry.ClusterID, in.Cluster)
	elected := command.RequireRef(&refs, "elected", registry.UnitID, in.Elected)
	if err := refs.Check(ctx, tx); err != nil {
		return err
	}
	id := ElectionID(in.Cluster, in.SchoolYear, in.Role)
	err := tx.HeadElection.Create().SetID(id).SetConferenceID(conference).SetClusterID(cluster).
		SetSchoolYear(in.SchoolYear).SetRole(in.Role).SetVotingMethod(in.Mode).SetElectedID(elected).
		SetNillableVotingMethodStated(command.NilIfZero(in.Stated)).
		OnConflict(command.UpsertAll(headelection.Columns)...).Exec(ctx)
	if err != nil {
		return err
	}
	return registry.PutCitations(ctx, tx, id, in.Cites)
}
