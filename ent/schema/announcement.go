package schema

import (
	"entgo.io/contrib/entgql"
	"entgo.io/ent"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"thidua/internal/gid"
)

// Announcement is what is told to those who follow a conference.
type Announcement struct{ ent.Schema }

var audiences = terms{
	{"Everyone", "EVERYONE", "Mọi người: whoever may see the conference."},
	{"Participants", "PARTICIPANTS", "Người dự hội nghị: those with a role at the conference, the cluster's head and deputy head, and who sees the whole record."},
}

func (Announcement) Mixin() []ent.Mixin {
	return []ent.Mixin{node{kind: gid.Announcement, desc: "An announcement (thông báo) at a conference: to everyone, or to those who take part."}}
}

func (Announcement) Fields() []ent.Field {
	return []ent.Field{
		text("text", "What is announced (nội dung thông báo)."),
		enum("audience", audiences, "Who may read it (đối tượng nhận)."),
		field.Time("made_at").Immutable().Annotations(entgql.OrderField("MADE_AT")).Comment("When it was made (thời điểm thông báo)."),
		field.Time("withdrawn_at").Optional().Nillable().Annotations(filterable).Comment("When it was withdrawn; null while it stands (thời điểm thu hồi)."),
		maybeText("screen", "Name of the screen that alone shows it; null for all of them (màn hình)."),
		ref("conference"), maybeRef("site"),
	}
}

func (Announcement) Edges() []ent.Edge {
	return []ent.Edge{
		one("conference", Conference.Type, "announcements", "The conference (hội nghị)."),
		maybe("site", Site.Type, "announcements", "Site that it concerns; null for all of them (điểm cầu)."),
	}
}

func (Announcement) Indexes() []ent.Index {
	return []ent.Index{index.Fields("conference_id", "made_at"), index.Fields("site_id")}
}
