// Package schema declares the tables for ent: fields, edges, indexes and annotations. It contains no hooks,
// policies or logic: constraints restrict the rows, the commands of the domain packages (internal/registry,
// report, conference, decision, award, account) change them, and internal/access determines who may see them.
//
// Every Comment is a description in the public GraphQL schema, with the Vietnamese term and the unit of
// measure. Generation fails if a description is missing.
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

// nodeMixin is the mixin of every type: the opaque id, and the annotations of a Relay node with connections.
type nodeMixin struct {
	mixin.Schema
	kind gid.Kind
	list string // query field that lists all rows; none if empty
	desc string
}

func (n nodeMixin) Fields() []ent.Field {
	return []ent.Field{
		field.Int64("id").GoType(gid.ID(0)).Immutable().
			DefaultFunc(func() gid.ID { return gid.New(n.kind) }).
			Annotations(entsql.Annotation{Incremental: new(bool)}, filterable).
			Comment("Opaque global identifier, equal in all databases that hold the same data (mã định danh)."),
	}
}

func (n nodeMixin) Annotations() []schema.Annotation {
	if n.desc == "" { // not in the API
		return []schema.Annotation{entsql.Table(n.kind.Table()), notInAPI}
	}
	annotations := []schema.Annotation{
		entgql.RelayConnection(), entgql.MultiOrder(),
		entsql.Table(n.kind.Table()), entgql.Type(n.kind.String()), description(n.desc),
	}
	if n.list != "" {
		what, _, _ := strings.Cut(n.desc, ":")
		what = strings.ToLower(what[:1]) + strings.TrimSuffix(what[1:], ".")
		annotations = append(annotations,
			entgql.QueryField(n.list).Description("Lists all objects of this type: "+what+"."))
	}
	return annotations
}

// description annotates a type with its description in the API.
type description string

func (description) Name() string { return "Description" }

// filter marks a field or an edge that where-inputs may filter by. All others are excluded: access is not
// checked for each row that a predicate reads, so a field is filterable only if everybody who may see the
// type may know it.
type filter struct{ Allowed bool }

func (filter) Name() string { return "Filter" }

var filterable = filter{Allowed: true}

// bounds is the inclusive range of a number, which the database checks. Most 0 means no upper bound.
type bounds struct{ Least, Most int }

func (bounds) Name() string { return "Bounds" }

var positiveBounds = bounds{Least: 1}

// terms are the values of an enum: Go name, stored and public value, and description in the API.
type terms []term

type term struct{ Go, Value, Desc string }

func (terms) Name() string { return "Terms" }

// namedValues returns the pairs that ent's NamedValues expects.
func (ts terms) namedValues() []string {
	pairs := make([]string, 0, 2*len(ts))
	for _, t := range ts {
		pairs = append(pairs, t.Go, t.Value)
	}
	return pairs
}

// enumField returns a required, filterable enum field.
func enumField(name string, values terms, comment string) ent.Field {
	return field.Enum(name).NamedValues(values.namedValues()...).Annotations(values, filterable).
		Comment(comment)
}

// enumFieldWithDefault returns a filterable enum field with a default.
func enumFieldWithDefault(name, value string, values terms, comment string) ent.Field {
	return field.Enum(name).NamedValues(values.namedValues()...).Default(value).
		Annotations(values, filterable).Comment(comment)
}

// textField returns a required text field that is never empty.
func textField(name, comment string) ent.Field { return field.String(name).NotEmpty().Comment(comment) }

// optionalTextField returns a text field that is null if not stated, and never empty.
func optionalTextField(name, comment string) ent.Field {
	return field.String(name).Optional().Nillable().NotEmpty().Comment(comment)
}

// storedAs names the column of a field whose name in the API differs from it: a field may be renamed before
// version 1, a column is not.
func storedAs(column string, f ent.Field) ent.Field {
	f.Descriptor().StorageKey = column
	return f
}

// constrainedAs names the foreign key constraint of an edge whose name differs from that of the edge.
func constrainedAs(symbol string, e ent.Edge) ent.Edge {
	e.Descriptor().StorageKey = &edge.StorageKey{Symbols: []string{symbol}}
	return e
}

// codeField returns the natural key, which people type.
func codeField(comment string) ent.Field {
	return field.String("code").NotEmpty().Unique().Annotations(filterable).
		Comment(strings.TrimSuffix(comment, ".") + " (mã).")
}

// schoolYearField returns a school year, stored as the year in which it starts.
func schoolYearField(comment string) ent.Field {
	return field.Int("school_year").GoType(vi.SchoolYear(0)).
		Annotations(bounds{Least: int(vi.FirstSchoolYear), Most: int(vi.LastSchoolYear)},
			entgql.Type("SchoolYear"), entgql.OrderField("SCHOOL_YEAR"), filterable).Comment(comment)
}

// dateField returns a calendar date with its precision; null if no document states it.
func dateField(name, comment string) ent.Field {
	return field.String(name).GoType(vi.Date{}).Optional().Annotations(entgql.Type("Date")).Comment(comment)
}

// ordinalField returns the position among the siblings, from 1.
func ordinalField(comment string) ent.Field {
	return field.Int("ordinal").Positive().
		Annotations(positiveBounds, entgql.OrderField("ORDINAL"), filterable).Comment(comment)
}

// optionalTimeField returns a nullable time.
func optionalTimeField(name, comment string) ent.Field {
	return field.Time(name).Optional().Nillable().Comment(comment)
}

// sortKeyField returns the collation key of the name, whose byte order is the Vietnamese order in both
// databases.
func sortKeyField() ent.Field {
	return field.String("sort_key").NotEmpty().
		Annotations(entgql.Skip(entgql.SkipType|entgql.SkipWhereInput), entgql.OrderField("NAME")).
		Comment("Vietnamese collation key of the name.")
}

// searchKeyField returns the folded text that is searched.
func searchKeyField() ent.Field {
	return field.String("search_key").Annotations(entgql.Skip(entgql.SkipAll)).
		Comment("Folded text for search.")
}

// refField returns the foreign key column of a requiredEdge.
func refField(name string) ent.Field {
	return field.Int64(name + "_id").GoType(gid.ID(0)).
		Annotations(entgql.Skip(entgql.SkipAll)).Comment("Key of " + name + ".")
}

// optionalRefField returns the foreign key column of an optionalEdge.
func optionalRefField(name string) ent.Field {
	return field.Int64(name + "_id").GoType(gid.ID(0)).Optional().Nillable().
		Annotations(entgql.Skip(entgql.SkipAll)).Comment("Key of " + name + ".")
}

// toManyEdge leads to independent rows that refer to this one, which prevent its deletion.
func toManyEdge(name string, t any, comment string) ent.Edge {
	return edge.To(name, t).Comment(comment).
		Annotations(entgql.RelayConnection(), entsql.OnDelete(entsql.Restrict))
}

// ownedEdge leads to rows that are parts of this one and are deleted with it.
func ownedEdge(name string, t any, comment string) ent.Edge {
	return edge.To(name, t).Comment(comment).
		Annotations(entgql.RelayConnection(), entsql.OnDelete(entsql.Cascade))
}

// requiredEdge leads to the row to which this one belongs. It is filterable, because viewers of this row may
// know that one.
func requiredEdge(name string, t any, back, comment string) ent.Edge {
	return edge.From(name, t).Ref(back).Field(name + "_id").Unique().Required().
		Annotations(filterable).Comment(comment)
}

// optionalEdge leads to a row to which this one may belong. It is filterable.
func optionalEdge(name string, t any, back, comment string) ent.Edge {
	return edge.From(name, t).Ref(back).Field(name + "_id").Unique().Annotations(filterable).Comment(comment)
}

// unfilteredEdge leads to a row to which this one may belong. It is not filterable, because not all viewers
// of this row may know that one.
func unfilteredEdge(name string, t any, back, comment string) ent.Edge {
	return edge.From(name, t).Ref(back).Field(name + "_id").Unique().Comment(comment)
}

// citationsEdge leads from a stated fact to the documents and the places that state it.
func citationsEdge() ent.Edge {
	return edge.To("citations", Citation.Type).
		Comment("Citations of the documents that state the fact (nguồn trích dẫn).").
		Annotations(entsql.OnDelete(entsql.Cascade))
}

// discrepanciesEdge is the inverse of a subjectsEdge, whose name it takes.
func discrepanciesEdge(about string) ent.Edge {
	return edge.From("discrepancies", Discrepancy.Type).Ref(about).
		Comment("Discrepancies concerning it (điểm không thống nhất).")
}

// notInAPI excludes a type, a field or an edge from the API.
var notInAPI = entgql.Skip(entgql.SkipAll)

// Types for a required date and an optional school year, which dateField and schoolYearField do not cover.
var (
	dateType = vi.Date{}
	yearType = vi.SchoolYear(0)
	dateGQL  = entgql.Type("Date")
)
