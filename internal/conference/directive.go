package conference

import (
	"context"

	"thidua/ent"
	"thidua/ent/directive"
	"thidua/ent/task"
	"thidua/internal/command"
	"thidua/internal/gid"
	"thidua/internal/registry"
	"thidua/internal/store"
)

func putDirectives(ctx context.Context, tx *store.Tx, id gid.ID, in Conference) error {
	return tx.Directive.MapCreateBulk(in.Directives, func(create *ent.DirectiveCreate, i int) {
		d := in.Directives[i]
		create.SetID(PartID(gid.Directive, in.Code, i+1)).SetConferenceID(id).SetOrdinal(i + 1).
			SetContent(d.Content).SetAddresseeStated(d.Addressee).
			SetNillableSpeechID(optionalPartID(gid.Speech, in.Code, d.Speech)).
			SetNillablePersonID(optionalID(registry.PersonID, d.Person)).
			SetNillableIssuerID(optionalID(registry.UnitID, d.Issuer))
	}).OnConflict(command.UpsertAll(directive.Columns, directive.FieldDueOn, directive.FieldGivenAt)...).
		Exec(ctx)
}

func putTasks(ctx context.Context, tx *store.Tx, id gid.ID, in Conference) error {
	return tx.Task.MapCreateBulk(in.Tasks, func(create *ent.TaskCreate, i int) {
		t := in.Tasks[i]
		create.SetID(PartID(gid.Task, in.Code, i+1)).SetConferenceID(id).SetOrdinal(i + 1).
			SetSchoolYear(t.SchoolYear).SetContent(t.Content).SetState(in.defaultTaskState()).
			SetNillableClusterID(optionalID(registry.ClusterID, t.Cluster)).
			SetNillableDirectiveID(optionalPartID(gid.Directive, in.Code, t.Directive))
	}).OnConflict(command.UpsertAll(task.Columns, task.FieldState, task.FieldDueOn, task.FieldSetAt)...).
		Exec(ctx)
}
