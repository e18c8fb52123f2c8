package schema

import (
	"entgo.io/contrib/entgql"
	"entgo.io/ent"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"thidua/internal/gid"
)

// Announcement is a message to the audience of a conference.
type Announcement struct{ ent.Schema }

var audiences = terms{
	{"Everyone", "EVERYONE", "Mọi người: everybody who may see the conference."},
	{"Participants", "PARTICIPANTS",
		"Người dự hội nghị: those with a role at the conference, the cluster's head and deputy head, and " +
			"roles that may see all data."},
}

func (Announcement) Mixin() []ent.Mixin {
	return []ent.Mixin{nodeMixin{
		kind: gid.Announcement,
		desc: "An announcement (thông báo) at a conference, to everyone or to participants.",
	}}
}

func (Announcement) Fields() []ent.Field {
	return []ent.Field{
		textField("text", "Text of the announcement (nội dung thông báo)."),
		enumField("audience", audiences, "Audience that may read it (đối tượng nhận)."),
		field.Time("made_at").Immutable().Annotations(entgql.OrderField("MADE_AT")).
			Comment("Time of the announcement (thời điểm thông báo)."),
		field.Time("withdrawn_at").Optional().Nillable().Annotations(filterable).
			Comment("Time of withdrawal; null if it was not withdrawn (thời điểm thu hồi)."),
		optionalTextField("screen",
			"Name of the only screen that shows it; null for all screens (màn hình)."),
		refField("conference"), optionalRefField("site"),
	}
}

func (Announcement) Edges() []ent.Edge {
	return []ent.Edge{
		requiredEdge("conference", Conference.Type, "announcements", "The conference (hội nghị)."),
		optionalEdge("site", Site.Type, "announcements", "Site concerned; null for all sites (điểm cầu)."),
	}
}

func (Announcement) Indexes() []ent.Index {
	return []ent.Index{index.Fields("conference_id", "made_at"), index.Fields("site_id")}
}
