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

// Site is a hall of a conference.
type Site struct{ ent.Schema }

var (
	siteKinds = terms{
		{"Main", "MAIN", "Điểm cầu chính: the main site."},
		{"Remote", "REMOTE", "Điểm cầu nhánh: a remote site."},
	}
	siteLinks = terms{
		{"Silent", "SILENT", "Chưa có tín hiệu: no heartbeat was received, as of a site that only a document tells of."},
		{"Connected", "CONNECTED", "Kết nối tốt: it is heard of in time."},
		{"Lagging", "LAGGING", "Chập chờn: it is heard of late."},
		{"Lost", "LOST", "Mất kết nối: it is no longer heard of."},
	}
)

func (Site) Mixin() []ent.Mixin {
	return []ent.Mixin{node{kind: gid.Site, desc: "A site (điểm cầu): one hall of a conference."}}
}

func (Site) Fields() []ent.Field {
	return []ent.Field{
		field.String("code").NotEmpty().Annotations(filterable).Comment("Key within the conference, such as soc-trang (mã điểm cầu)."),
		text("name", "Name (tên điểm cầu)."),
		enum("kind", siteKinds, "Main or remote (loại điểm cầu)."),
		ordinal("Place among the sites, from 1; the main site comes first (thứ tự)."),
		field.Int("delegates_present").Optional().Nillable().NonNegative().Annotations(bounds{}).
			Comment("Delegates counted here at the last check-in; null before the first (số đại biểu có mặt)."),
		maybeTime("checked_in_at", "When the site reported that it was there; null before (thời điểm điểm danh)."),
		maybeTime("checked_out_at", "When it left; null if it did not, or no document says (thời điểm rời hội nghị)."),
		enumOr("link", "SILENT", siteLinks, "How its connection is, by its heartbeats (tình trạng kết nối)."),
		maybeTime("linked_at", "Since when its connection is so; null before its first heartbeat (từ thời điểm)."),
		field.Time("heard_at").Optional().Nillable().Annotations(hidden).Comment("When its last heartbeat came. Nobody is told: it moves too often."),
		field.String("check_in_code").Optional().Nillable().NotEmpty().Sensitive().Annotations(hidden).Comment("Code by which delegates check themselves in here."),
		ref("conference"), maybeRef("province"), maybeRef("unit"), maybeRef("parent"),
	}
}

func (Site) Edges() []ent.Edge {
	return []ent.Edge{
		one("conference", Conference.Type, "sites", "The conference (hội nghị)."),
		maybe("province", Province.Type, "sites", "Province in which it is (tỉnh)."),
		maybe("unit", Unit.Type, "sites", "Unit that runs it, and whose screen speaks for it (đơn vị phụ trách)."),
		edge.To("branches", Site.Type).Comment("Sites that are connected through this one (điểm cầu trực thuộc).").
			Annotations(entsql.OnDelete(entsql.Restrict)).
			From("parent").Field("parent_id").Unique().Comment("Site through which it is connected; null for one that is connected by itself (điểm cầu cấp trên)."),
		many("floor_requests", FloorRequest.Type, "Who asked for the floor from here (đăng ký phát biểu)."),
		many("attendances", Attendance.Type, "Who attended here (đại biểu tại điểm cầu)."),
		many("announcements", Announcement.Type, "Announcements to this site alone (thông báo tới điểm cầu)."),
		cited(),
	}
}

func (Site) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("conference_id", "code").Unique(),
		index.Fields("conference_id", "ordinal").Unique(),
		index.Fields("conference_id").Unique().StorageKey("site_one_main").Annotations(entsql.IndexWhere("kind = 'MAIN'")),
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
