package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema/edge"

	"thidua/internal/gid"
)

// Province is a territory. Its department of education is a Unit.
type Province struct{ ent.Schema }

var provinceKinds = terms{
	{"Province", "PROVINCE", "Tỉnh: a province."},
	{"Municipality", "MUNICIPALITY", "Thành phố trực thuộc trung ương: a centrally run city."},
}

func (Province) Mixin() []ent.Mixin {
	return []ent.Mixin{nodeMixin{
		kind: gid.Province, list: "provinces",
		desc: "A province or centrally run city (tỉnh, thành phố trực thuộc trung ương). On 2025-07-01, 63 " +
			"of them became 34.",
	}}
}

func (Province) Fields() []ent.Field {
	return []ent.Field{
		codeField(
			`Natural key, such as "vinh-phuc"; codes of provinces created by the 2025 mergers end in "-2025".`,
		),
		textField("name", "Name (tên gọi)."),
		sortKeyField(),
		enumField("kind", provinceKinds, "Province or centrally run city (loại)."),
		dateField("valid_from", "First day of existence; null if it predates the data (có từ ngày)."),
		dateField("valid_to", "First day on which it no longer exists; null while it exists (đến trước ngày)."),
		optionalRefField("successor"),
	}
}

func (Province) Edges() []ent.Edge {
	return []ent.Edge{
		toManyEdge("units", Unit.Type, "Bodies seated in the province (đơn vị thuộc tỉnh)."),
		toManyEdge("sites", Site.Type, "Conference sites in the province (điểm cầu)."),
		edge.To("predecessors", Province.Type).
			Comment("Provinces that were merged into this one (tỉnh trước sáp nhập).").
			Annotations(entsql.OnDelete(entsql.Restrict)).
			From("successor").Field("successor_id").Unique().
			Comment("Province into which this one was merged (tỉnh sau sáp nhập).").
			Annotations(filterable),
		citationsEdge(),
	}
}
