package conference

import (
	"context"

	"thidua/ent/topic"
	"thidua/internal/command"
	"thidua/internal/registry"
	"thidua/internal/store"
	"thidua/internal/vi"
)

// PutTopic creates or updates a topic of proposals. Called by the loader of the record.
// Errors: those of registry.Write.
func PutTopic(ctx context.Context, s *store.Store, in Topic) error {
	return command.RunForOperator(ctx, s, in, checkTopic, putTopic)
}

func checkTopic(in Topic, v *command.Validator) {
	v.Code("code", in.Code)
	v.Text("name", in.Name)
	v.Text("name_en", in.NameEn)
	registry.ValidateCites(v, in.Cites)
}

func putTopic(ctx context.Context, tx *store.Tx, in Topic) error {
	id := TopicID(in.Code)
	err := tx.Topic.Create().SetID(id).SetCode(in.Code).SetName(in.Name).SetNameEn(in.NameEn).
		SetSortKey(vi.SortKey(in.Name)).
		OnConflict(command.UpsertAll(topic.Columns)...).Exec(ctx)
	if err != nil {
		return err
	}
	return registry.PutCitations(ctx, tx, id, in.Cites)
}
