package registry

import (
	"context"
	"fmt"

	"thidua/ent"
	"thidua/ent/person"
	"thidua/ent/post"
	"thidua/internal/command"
	"thidua/internal/gid"
	"thidua/internal/store"
	"thidua/internal/vi"
)

// PutPerson creates or updates a person with the posts held. Called by the loader. Errors: those of
// command.RunForOperator, UNKNOWN_CODE, and BAD_INPUT if a discrepancy refers to a post that is no longer
// given.
func PutPerson(ctx context.Context, s *store.Store, in Person) error {
	return command.RunForOperator(ctx, s, in, checkPerson, putPerson)
}

func checkPerson(in Person, v *command.Validator) {
	v.Code("code", in.Code)
	v.Text("name", in.Name)
	v.OptionalText("honorific", in.Honorific)
	ValidateCites(v, in.Cites)
	for i, p := range in.Posts {
		at := v.Element("posts", i)
		at.Text("unit", p.Unit)
		at.Text("title", p.Title)
		at.NotBefore("held_to", p.HeldFrom, p.HeldTo)
		ValidateCites(at, p.Cites)
	}
}

func putPerson(ctx context.Context, tx *store.Tx, in Person) error {
	id := PersonID(in.Code)
	err := tx.Person.Create().SetID(id).SetCode(in.Code).SetName(in.Name).
		SetNillableHonorific(command.NilIfZero(in.Honorific)).
		SetNamed(!in.Unnamed).SetSortKey(personSortKey(in)).SetSearchKey(vi.Fold(in.Name)).
		OnConflict(command.UpsertAll(person.Columns)...).Exec(ctx)
	if err != nil {
		return err
	}
	if err := putPosts(ctx, tx, id, in); err != nil {
		return err
	}
	var cites Citations
	cites.Add(id, in.Cites)
	for i, p := range in.Posts {
		cites.Add(PostKey{in.Code, i + 1}.ID(), p.Cites)
	}
	return cites.Put(ctx, tx)
}

// personSortKey sorts unnamed people after all others: "~" sorts after the digits of all keys.
func personSortKey(in Person) string {
	key := vi.SortKey(in.Name)
	if in.Unnamed {
		return "~" + key
	}
	return key
}

func putPosts(ctx context.Context, tx *store.Tx, holder gid.ID, in Person) error {
	var refs command.Refs
	var units []gid.ID
	for i, p := range in.Posts {
		units = append(units, command.RequireRef(&refs, fmt.Sprintf("posts[%d].unit", i), UnitID, p.Unit))
	}
	if err := refs.Check(ctx, tx); err != nil {
		return err
	}
	err := tx.Post.MapCreateBulk(in.Posts, func(c *ent.PostCreate, i int) {
		p := in.Posts[i]
		c.SetID(PostKey{in.Code, i + 1}.ID()).SetPersonID(holder).SetOrdinal(i + 1).SetUnitID(units[i]).
			SetTitle(p.Title).
			SetHeldFrom(p.HeldFrom).SetHeldTo(p.HeldTo).SetAttestedOn(p.AttestedOn).SetFormer(p.Former)
	}).OnConflict(command.UpsertAll(post.Columns)...).Exec(ctx)
	if err != nil {
		return err
	}
	gone := post.And(post.PersonID(holder), post.OrdinalGT(len(in.Posts)))
	if err := command.RequireNoDiscrepancy(ctx, "posts", tx.Post.Query().
		Where(gone, post.HasDiscrepancies())); err != nil {
		return err
	}
	return command.RemoveParts(ctx, "posts", tx.Post.Delete().Where(gone))
}
