package registry

import (
	"context"

	"thidua/ent"
	"thidua/ent/document"
	"thidua/internal/store"
	"thidua/internal/vi"
)

// PutDocument creates or updates a document; those that name it must exist. Called by the loader. Errors:
// those of RunForOperator, and UNKNOWN_CODE.
func PutDocument(ctx context.Context, s *store.Store, in Document) error {
	return Write(ctx, s, in, checkDocument, putDocument)
}

func checkDocument(in Document, c *Check) {
	c.Code("code", in.Code)
	c.Value("kind", document.KindValidator(in.Kind))
	c.Text("title", in.Title)
	c.MaybeText("publisher", in.Publisher)
	c.MaybeText("author", in.Author)
	c.MaybeProse("note", in.Note)
	c.Cites(in.Cites)
	for i, cite := range in.Cites {
		c.At("cite", i).That(cite.Document != in.Code, "document", Itself)
	}
}

func putDocument(ctx context.Context, tx *ent.Tx, in Document) error {
	id := DocumentID(in.Code)
	err := tx.Document.Create().SetID(id).SetCode(in.Code).SetKind(in.Kind).
		SetTitle(in.Title).SetSortKey(vi.SortKey(in.Title)).
		SetNillablePublisher(Given(in.Publisher)).SetNillableAuthor(Given(in.Author)).
		SetPublishedOn(in.PublishedOn).SetNillableNote(Given(in.Note)).
		OnConflict(Overwrite(document.Columns)...).Exec(ctx)
	if err != nil {
		return err
	}
	return PutCites(ctx, tx, id, in.Cites)
}
