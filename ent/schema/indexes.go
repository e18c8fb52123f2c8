package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema/index"
)

// Every order of a list by one field is an index, so that a page reads only its own rows.
// graph/order_plans_test.go checks the query plans of both databases.

// orderIndex returns the index of the order by some fields, in which the id breaks ties. It serves both
// directions.
func orderIndex(fields ...string) ent.Index { return index.Fields(append(fields, "id")...) }

// newestYearIndex returns the index of the default order of types with a school year: the newest year first,
// and ascending by the field within a year.
func newestYearIndex(field string) ent.Index {
	return index.Fields("school_year", field, "id").Annotations(entsql.DescColumns("school_year"))
}

func (Person) Indexes() []ent.Index { return []ent.Index{orderIndex("sort_key")} }

func (Unit) Indexes() []ent.Index { return []ent.Index{orderIndex("sort_key")} }

func (Document) Indexes() []ent.Index { return []ent.Index{orderIndex("sort_key")} }

func (Discrepancy) Indexes() []ent.Index { return []ent.Index{orderIndex("ordinal")} }
