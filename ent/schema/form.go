// Package schema holds the tables as forms: fields, edges, indexes, annotations. There are no hooks, no policies and
// no logic here: what a row may be is said by constraints, what may be done to it by the verbs of its room
// (internal/registry, report, conference, decision, award, account), who may see it by internal/access.
//
// Every comment here is a description of the public GraphQL schema: it says what the thing is, its Vietnamese term and
// its unit of measure. Generation fails on a field without one.
package schema

import (
	"strings"

	"entgo.io/contrib/entgql"
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/mixin"

	"thidua/internal/gid"
	"thidua/internal/vi"
)

// node is the mixin of every type: the opaque id, and the annotations by which it is a Relay node with connections.
type node struct {
	mixin.Schema
	kind gid.Kind
	list string // the query field that lists all of them; none if empty
	desc string
}

func (n node) Fields() []ent.Field {
	return []ent.Field{
		field.Int64("id").GoType(gid.ID(0)).Immutable().
			DefaultFunc(func() gid.ID { return gid.New(n.kind) }).
			Annotations(entsql.Annotation{Incremental: new(bool)}, filterable).
			Comment("Opaque global identifier, the same on every database that holds the same record (mã định danh)."),
	}
}

func (n node) Annotations() []schema.Annotation {
	if n.desc == "" { // not in the API
		return []schema.Annotation{entsql.Table(n.kind.Table()), hidden}
	}
	annotations := []schema.Annotation{
		entgql.RelayConnection(), entgql.MultiOrder(),
		entsql.Table(n.kind.Table()), entgql.Type(n.kind.String()), description(n.desc),
	}
	if n.list != "" {
		what, _, _ := strings.Cut(n.desc, ":")
		annotations = append(annotations, entgql.QueryField(n.list).Description("All there are of: "+strings.TrimSuffix(what, ".")+"."))
	}
	return annotations
}

// description is what the API says of a type.
type description string

func (description) Name() string { return "Description" }

// filter marks a field or an edge that a where-input may ask about. Nothing else may be asked: predicates are not
// checked row by row, so a field is here only if everybody who reaches the type may know it.
type filter struct{ Allowed bool }

func (filter) Name() string { return "Filter" }

var filterable = filter{Allowed: true}

// bounds are what a number lies between; the database checks them. No Most is no bound.
type bounds struct{ Least, Most int }

func (bounds) Name() string { return "Bounds" }

var positive = bounds{Least: 1}

// terms are the values of an enum: the Go name, the stored and public spelling, and what the API says of it.
type terms []term

type term struct{ Go, Value, Desc string }

func (terms) Name() string { return "Terms" }

// named gives the pairs that ent's NamedValues wants.
func (ts terms) named() []string {
	pairs := make([]string, 0, 2*len(ts))
	for _, t := range ts {
		pairs = append(pairs, t.Go, t.Value)
	}
	return pairs
}

// enum is a required, filterable enum field.
func enum(name string, values terms, comment string) ent.Field {
	return field.Enum(name).NamedValues(values.named()...).Annotations(values, filterable).Comment(comment)
}

// enumOr is an enum field with a default.
func enumOr(name, value string, values terms, comment string) ent.Field {
	return field.Enum(name).NamedValues(values.named()...).Default(value).Annotations(values, filterable).Comment(comment)
}

// text is a required text that is never empty.
func text(name, comment string) ent.Field { return field.String(name).NotEmpty().Comment(comment) }

// maybeText is a text that a document may leave unsaid: null then, never an empty string.
func maybeText(name, comment string) ent.Field {
	return field.String(name).Optional().Nillable().NotEmpty().Comment(comment)
}

// code is the natural key that people type.
func code(comment string) ent.Field {
	return field.String("code").NotEmpty().Unique().Annotations(filterable).Comment(strings.TrimSuffix(comment, ".") + " (mã).")
}

// year is a school year, stored as the year in which it starts.
func year(comment string) ent.Field {
	return field.Int("school_year").GoType(vi.SchoolYear(0)).
		Annotations(bounds{Least: int(vi.FirstSchoolYear), Most: int(vi.LastSchoolYear)}, entgql.Type("SchoolYear"), entgql.OrderField("SCHOOL_YEAR"), filterable).Comment(comment)
}

// date is a calendar date with its precision; null where no document says it.
func date(name, comment string) ent.Field {
	return field.String(name).GoType(vi.Date{}).Optional().Annotations(entgql.Type("Date")).Comment(comment)
}

// ordinal is the place among its siblings, from 1.
func ordinal(comment string) ent.Field {
	return field.Int("ordinal").Positive().Annotations(positive, entgql.OrderField("ORDINAL"), filterable).Comment(comment)
}

// maybeTime is a moment that may not have come.
func maybeTime(name, comment string) ent.Field {
	return field.Time(name).Optional().Nillable().Comment(comment)
}

// sortKey is the collation key of the name: both databases order it bytewise, as Vietnamese orders names.
func sortKey() ent.Field {
	return field.String("sort_key").NotEmpty().
		Annotations(entgql.Skip(entgql.SkipType|entgql.SkipWhereInput), entgql.OrderField("NAME")).
		Comment("Vietnamese collation key of the name.")
}

// searchKey is the folded text that search looks in.
func searchKey() ent.Field {
	return field.String("search_key").Annotations(entgql.Skip(entgql.SkipAll)).Comment("Folded text for search.")
}

// ref is the foreign key column of an edge made by one.
func ref(name string) ent.Field {
	return field.Int64(name + "_id").GoType(gid.ID(0)).Annotations(entgql.Skip(entgql.SkipAll)).Comment("Key of " + name + ".")
}

// maybeRef is the foreign key column of an edge made by maybe.
func maybeRef(name string) ent.Field {
	return field.Int64(name + "_id").GoType(gid.ID(0)).Optional().Nillable().Annotations(entgql.Skip(entgql.SkipAll)).Comment("Key of " + name + ".")
}

// many leads to rows that refer here and live on their own: as long as there are any, this row cannot be deleted.
func many(name string, t any, comment string) ent.Edge {
	return edge.To(name, t).Comment(comment).Annotations(entgql.RelayConnection(), entsql.OnDelete(entsql.Restrict))
}

// parts leads to rows that are parts of this one and go with it.
func parts(name string, t any, comment string) ent.Edge {
	return edge.To(name, t).Comment(comment).Annotations(entgql.RelayConnection(), entsql.OnDelete(entsql.Cascade))
}

// one leads to the row that this one must have. Filters may follow it: who sees a row may know the row it belongs to.
func one(name string, t any, back, comment string) ent.Edge {
	return edge.From(name, t).Ref(back).Field(name + "_id").Unique().Required().Annotations(filterable).Comment(comment)
}

// maybe leads to a row that this one may have.
func maybe(name string, t any, back, comment string) ent.Edge {
	return edge.From(name, t).Ref(back).Field(name + "_id").Unique().Annotations(filterable).Comment(comment)
}

// veiled leads to a row that this one may have, and that not everybody who sees this one may know: no filter follows it.
func veiled(name string, t any, back, comment string) ent.Edge {
	return edge.From(name, t).Ref(back).Field(name + "_id").Unique().Comment(comment)
}

// cited is the edge by which a stated fact points to the document and the place that says so.
func cited() ent.Edge {
	return edge.To("citations", Citation.Type).
		Comment("Documents and places that say so, and how sure each is (nguồn trích dẫn).").
		Annotations(entsql.OnDelete(entsql.Cascade))
}

// disputed is the way back from what a discrepancy is about; it takes the name of the way there.
func disputed(about string) ent.Edge {
	return edge.From("discrepancies", Discrepancy.Type).Ref(about).Comment("What does not agree about it (điểm không thống nhất).")
}

// hidden keeps an edge out of the API: it is there for the database and the rooms.
var hidden = entgql.Skip(entgql.SkipAll)

// dateType, dateGQL and yearType make a date that is always known and a school year that may be null.
var (
	dateType = vi.Date{}
	yearType = vi.SchoolYear(0)
	dateGQL  = entgql.Type("Date")
)
