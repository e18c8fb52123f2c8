package registry

import (
	"context"

	"thidua/ent/document"
	"thidua/internal/command"
	"thidua/internal/store"
	"thidua/internal/vi"
)

// PutDocument creates or updates a document; those that name it must exist. Called by the loader. Errors:
// those of command.RunForOperator, and UNKNOWN_CODE.
func PutDocument(ctx context.Context, s *store.Store, in Document) error {
	return command.RunForOperator(ctx, s, in, checkDocument, putDocument)
}

func checkDocument(in Document, v *command.Validator) {
	v.Code("code", in.Code)
	v.Enum("kind", document.KindValidator(in.Kind))
	v.Text("title", in.Title)
	v.OptionalText("publisher", in.Publisher)
	v.OptionalText("author", in.Author)
	v.OptionalProse("note", in.Note)
	ValidateCites(v, in.Cites)
	for i, cite := range in.Cites {
		v.Element("cite", i).Require(cite.Document != in.Code, "document", command.ReasonItself)
	}
}

func putDocument(ctx context.Context, tx *store.Tx, in Document) error {
	id := DocumentID(in.Code)
	err := tx.Document.Create().SetID(id).SetCode(in.Code).SetKind(in.Kind).
		SetTitle(in.Title).SetSortKey(vi.SortKey(in.Title)).
		SetNillablePublisher(command.NilIfZero(in.Publisher)).SetNillableAuthor(command.NilIfZero(in.Author)).
		SetPublishedOn(in.PublishedOn).SetNillableNote(command.NilIfZero(in.Note)).
		OnConflict(command.UpsertAll(document.Columns)...).Exec(ctx)
	if err != nil {
		return err
	}
	return PutCitations(ctx, tx, id, in.Cites)
}
