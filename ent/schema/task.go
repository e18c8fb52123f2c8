package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"thidua/internal/gid"
)

// Task is what a cluster or the sector set out to do.
type Task struct{ ent.Schema }

var taskStates = terms{
	{"Open", "OPEN", "Đang thực hiện: to be done."},
	{"Done", "DONE", "Đã hoàn thành: done, by all who were to do it."},
	{"Dropped", "DROPPED", "Không thực hiện nữa: no longer to be done."},
	{"NotStated", "NOT_STATED", "Không nêu: a document sets it, and none says what became of it."},
}

func (Task) Mixin() []ent.Mixin {
	return []ent.Mixin{node{kind: gid.Task, list: "tasks", desc: "A task (nhiệm vụ) set at a conference for the next period."}}
}

func (Task) Fields() []ent.Field {
	return []ent.Field{
		ordinal("Place among the tasks of the conference, from 1 (thứ tự)."),
		year("School year in which it is to be done (năm học)."),
		text("content", "What is to be done, in Vietnamese (nội dung nhiệm vụ)."),
		enumOr("state", "OPEN", taskStates, "What became of it (trạng thái)."),
		date("due_on", "Day until which it is to be done; null where nobody said (hạn hoàn thành)."),
		maybeTime("set_at", "When it was set; null where a document does not say (thời điểm giao)."),
		ref("conference"), maybeRef("cluster"), maybeRef("directive"),
	}
}

func (Task) Edges() []ent.Edge {
	return []ent.Edge{
		one("conference", Conference.Type, "tasks", "The conference (hội nghị)."),
		maybe("cluster", Cluster.Type, "tasks", "Cluster that it is set for; null for the whole sector (cụm thi đua)."),
		maybe("directive", Directive.Type, "tasks", "Directive that it follows from (chỉ đạo)."),
		parts("assignments", TaskAssignment.Type, "Units that are to do it, and how far each is (đơn vị thực hiện)."),
		cited(),
	}
}

func (Task) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("conference_id", "ordinal").Unique(),
		index.Fields("cluster_id", "school_year"), index.Fields("directive_id"), index.Fields("state", "due_on"),
		newestYear("ordinal"), ordered("school_year"), ordered("ordinal"),
	}
}

// TaskAssignment is one unit's part in a task.
type TaskAssignment struct{ ent.Schema }

func (TaskAssignment) Mixin() []ent.Mixin {
	return []ent.Mixin{node{kind: gid.TaskAssignment, desc: "A unit's part in a task (phân công nhiệm vụ): how far it is, and what shows that it is done."}}
}

func (TaskAssignment) Fields() []ent.Field {
	return []ent.Field{
		ordinal("Place among the units of the task, from 1 (thứ tự)."),
		field.Int("percent").Default(0).Annotations(bounds{Most: 100}, filterable).Comment("How far it is, in percent, as the unit last reported: 0 before it did, 100 when it is done (tiến độ, %)."),
		maybeText("evidence", "What shows that it is done: a document's number, an address (minh chứng)."),
		maybeText("note", "What the unit says of it (ghi chú của đơn vị)."),
		maybeTime("reported_at", "When the unit last said how far it is; null before (thời điểm báo cáo)."),
		ref("task"), ref("unit"),
	}
}

func (TaskAssignment) Edges() []ent.Edge {
	return []ent.Edge{
		one("task", Task.Type, "assignments", "The task (nhiệm vụ)."),
		one("unit", Unit.Type, "task_assignments", "The unit (đơn vị)."),
	}
}

func (TaskAssignment) Indexes() []ent.Index {
	return []ent.Index{index.Fields("task_id", "unit_id").Unique(), index.Fields("task_id", "ordinal").Unique(), index.Fields("unit_id")}
}

func (TaskAssignment) Annotations() []schema.Annotation {
	return []schema.Annotation{entsql.Checks(map[string]string{
		"task_assignments_done_with_evidence": "percent < 100 OR evidence IS NOT NULL",
	})}
}
