package decision

import (
	"context"
	"strconv"

	"thidua/ent"
	"thidua/ent/headelection"
	"thidua/internal/gid"
	"thidua/internal/registry"
	"thidua/internal/store"
	"thidua/internal/vi"
)

// ElectionID returns the id of the election of a cluster's head or deputy head for a school year.
func ElectionID(cluster int, year vi.SchoolYear, role headelection.Role) gid.ID {
	return gid.Of(gid.HeadElection, strconv.Itoa(cluster), year.String(), string(role))
}

// PutElection creates or updates the election of a cluster's head or deputy head for a school year. Called by
// the loader. Errors: those of command.RunForOperator, and UNKNOWN_CODE.
func RecordElection(ctx context.Context, s *store.Store, in HeadElection) error {
	return registry.Write(ctx, s, in, checkElection, recordElection)
}

func checkElection(in HeadElection, c *registry.Check) {
	c.Text("conference", in.Conference)
	c.Positive("cluster", in.Cluster)
	c.Year("school_year", in.SchoolYear)
	c.Value("role", headelection.RoleValidator(in.Role))
	c.Value("mode", headelection.ModeValidator(in.Mode))
	c.Text("elected", in.Elected)
	c.MaybeProse("stated", in.Stated)
	c.Cites(in.Cites)
}

func recordElection(ctx context.Context, tx *ent.Tx, in HeadElection) error {
	var refs registry.Refs
	conference := registry.Ref(&refs, registry.ConferenceID, in.Conference)
	cluster := registry.Ref(&refs, registry.ClusterID, in.Cluster)
	elected := registry.Ref(&refs, registry.UnitID, in.Elected)
	if err := refs.Check(ctx, tx); err != nil {
		return err
	}
	id := ElectionID(in.Cluster, in.SchoolYear, in.Role)
	err := tx.HeadElection.Create().SetID(id).SetConferenceID(conference).SetClusterID(cluster).
		SetSchoolYear(in.SchoolYear).SetRole(in.Role).SetMode(in.Mode).SetElectedID(elected).
		SetNillableStated(registry.Given(in.Stated)).
		OnConflict(registry.Overwrite(headelection.Columns)...).Exec(ctx)
	if err != nil {
		return err
	}
	return registry.PutCites(ctx, tx, id, in.Cites)
}
