package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"thidua/internal/gid"
)

// Site is a location of a conference.
type Site struct{ ent.Schema }

var (
	siteKinds = terms{
		{"Main", "MAIN", "Điểm cầu chính: the main site."},
		{"Remote", "REMOTE", "Điểm cầu nhánh: a remote site."},
	}
	siteLinks = terms{
		{"Silent", "SILENT",
			"Chưa có tín hiệu: no heartbeat was received, as for sites known only from documents."},
		{"Connected", "CONNECTED", "Kết nối tốt: heartbeats arrive in time."},
		{"Lagging", "LAGGING", "Chập chờn: heartbeats are late."},
		{"Lost", "LOST", "Mất kết nối: heartbeats have ceased."},
	}
)

func (Site) Mixin() []ent.Mixin {
	return []ent.Mixin{nodeMixin{kind: gid.Site, desc: "A site (điểm cầu): one location of a conference."}}
}

func (Site) Fields() []ent.Field {
	return []ent.Field{
		field.String("code").NotEmpty().Annotations(filterable).
			Comment("Key within the conference, such as \"soc-trang\" (mã điểm cầu)."),
		textField("name", "Name (tên điểm cầu)."),
		enumField("kind", siteKinds, "Main or remote (loại điểm cầu)."),
		ordinalField("Position among the sites, from 1; the main site comes first (thứ tự)."),
		field.Int("delegates_present").Optional().Nillable().NonNegative().Annotations(bounds{}).
			Comment("Number of delegates at the last check-in; null before the first (số đại biểu có mặt)."),
		optionalTimeField("checked_in_at", "Time of check-in; null before (thời điểm điểm danh)."),
		optionalTimeField("checked_out_at",
			"Time of check-out; null if it did not check out, or not stated by a document (thời điểm rời "+
				"hội nghị)."),
		enumFieldWithDefault("link", "SILENT", siteLinks,
			"Connection state, derived from heartbeats (tình trạng kết nối)."),
		optionalTimeField("linked_at",
			"Time since which it has this connection state; null before the first heartbeat (từ thời điểm)."),
		field.Time("heard_at").Optional().Nillable().Annotations(notInAPI).
			Comment("Time of the last heartbeat. Not in the API, because it changes too often."),
		field.String("check_in_code").Optional().Nillable().NotEmpty().Sensitive().Annotations(notInAPI).
			Comment("Code with which delegates check themselves in at the site."),
		refField("conference"), optionalRefField("province"), optionalRefField("unit"),
		optionalRefField("parent"),
	}
}

func (Site) Edges() []ent.Edge {
	return []ent.Edge{
		requiredEdge("conference", Conference.Type, "sites", "The conference (hội nghị)."),
		optionalEdge("province", Province.Type, "sites", "Province of the site (tỉnh)."),
		optionalEdge("unit", Unit.Type, "sites",
			"Unit that runs the site and operates its screen (đơn vị phụ trách)."),
		edge.To("branches", Site.Type).
			Comment("Sites that are connected through this one (điểm cầu trực thuộc).").
			Annotations(entsql.OnDelete(entsql.Restrict)).
			From("parent").Field("parent_id").Unique().
			Comment("Site through which this one is connected; null if it is connected directly (điểm cầu " +
				"cấp trên)."),
		toManyEdge("floor_requests", FloorRequest.Type,
			"Requests for the floor from this site (đăng ký phát biểu)."),
		toManyEdge("attendances", Attendance.Type, "Delegates at this site (đại biểu tại điểm cầu)."),
		toManyEdge("announcements", Announcement.Type,
			"Announcements to this site only (thông báo tới điểm cầu)."),
		citationsEdge(),
	}
}

func (Site) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("conference_id", "code").Unique(),
		index.Fields("conference_id", "ordinal").Unique(),
		index.Fields("conference_id").Unique().StorageKey("site_one_main").
			Annotations(entsql.IndexWhere("kind = 'MAIN'")),
		index.Fields("province_id"), index.Fields("unit_id"), index.Fields("parent_id"),
		index.Fields("link", "heard_at"),
	}
}

func (Site) Annotations() []schema.Annotation {
	return []schema.Annotation{entsql.Checks(map[string]string{
		"sites_counted_when_checked_in":  "(checked_in_at IS NULL) = (delegates_present IS NULL)",
		"sites_checked_out_after_having": "checked_out_at IS NULL OR checked_in_at IS NOT NULL",
	})}
}
