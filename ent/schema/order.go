package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema/index"
)

// Every order in which a list of the API can be asked for by one field is an index, so that a page reads as many rows
// as it has. graph/order_plans_test.go compares the plans of both databases with what these promise.

// ordered is the index of the order by some fields, in which the id breaks ties. It serves both directions.
func ordered(fields ...string) ent.Index { return index.Fields(append(fields, "id")...) }

// newestYear is the index of the default order of what belongs to a school year: the newest year first, and the rest
// ascending within it.
func newestYear(field string) ent.Index {
	return index.Fields("school_year", field, "id").Annotations(entsql.DescColumns("school_year"))
}

func (Person) Indexes() []ent.Index { return []ent.Index{ordered("sort_key")} }

func (Unit) Indexes() []ent.Index { return []ent.Index{ordered("sort_key")} }

func (Document) Indexes() []ent.Index { return []ent.Index{ordered("sort_key")} }

func (Discrepancy) Indexes() []ent.Index { return []ent.Index{ordered("ordinal")} }
