package conference

import (
	"cmp"
	"context"
	"errors"

	"thidua/ent"
	"thidua/ent/proposal"
	"thidua/internal/command"
	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/registry"
	"thidua/internal/store"
	"thidua/internal/vi"
)

// followUpColumns are set after a proposal was made, and kept when the conference is recorded again.
var followUpColumns = []string{
	proposal.FieldMergedIntoID, proposal.FieldAssigneeID, proposal.FieldDueOn, proposal.FieldSubmittedAt,
	proposal.FieldStateAt,
}

func putProposals(ctx context.Context, tx *store.Tx, id gid.ID, in Conference) error {
	var ids []gid.ID
	for _, p := range in.Proposals {
		ids = append(ids, registry.ProposalID(p.Code))
	}
	// Codes of proposals are unique: recording one again would silently move it from its own conference.
	elsewhere, err := tx.Proposal.Query().Where(proposal.IDIn(ids...), proposal.ConferenceIDNEQ(id)).
		Exist(ctx)
	if err != nil {
		return err
	}
	if elsewhere {
		return fault.Conflict.Wrap(
			errors.New("conference: another conference has a proposal of this code"))
	}
	err = tx.Proposal.MapCreateBulk(in.Proposals, func(create *ent.ProposalCreate, i int) {
		p := in.Proposals[i]
		create.SetID(ids[i]).SetConferenceID(id).SetOrdinal(i + 1).SetSchoolYear(in.SchoolYear).
			SetCode(p.Code).SetKind(cmp.Or(p.Kind, proposal.DefaultKind)).SetContent(p.Content).
			SetState(cmp.Or(p.State, proposal.DefaultState)).
			SetAttribution(cmp.Or(p.Attribution, proposal.DefaultAttribution)).
			SetNillableSpeechID(optionalPartID(gid.Speech, in.Code, p.Speech)).
			SetNillableUnitID(optionalID(registry.UnitID, p.Unit)).
			SetNillableClusterID(optionalID(registry.ClusterID, p.Cluster)).
			SetNillableAddresseeID(optionalID(registry.UnitID, p.Addressee)).
			SetNillableAddresseeStated(command.NilIfZero(p.AddresseeStated)).
			SetNillableAnsweredByID(optionalID(registry.UnitID, p.AnsweredBy)).
			SetNillableResponse(command.NilIfZero(p.Response)).
			SetSearchKey(vi.Fold(p.Content)).SetSortKey(vi.SortKey(p.Content))
	}).OnConflict(command.UpsertAll(proposal.Columns, followUpColumns...)...).Exec(ctx)
	if err != nil {
		return err
	}
	for i, p := range in.Proposals {
		var topics []gid.ID
		for _, code := range p.Topics {
			topics = append(topics, TopicID(code))
		}
		if err := tx.Proposal.UpdateOneID(ids[i]).ClearTopics().AddTopicIDs(topics...).Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}
