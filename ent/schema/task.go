package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"thidua/internal/gid"
)

// Task is a task of a cluster or of the whole sector.
type Task struct{ ent.Schema }

var taskStates = terms{
	{"Open", "OPEN", "Đang thực hiện: not yet done."},
	{"Done", "DONE", "Đã hoàn thành: done by all responsible units."},
	{"Dropped", "DROPPED", "Không thực hiện nữa: dropped."},
	{"NotStated", "NOT_STATED", "Không nêu: set by a document; no document states the outcome."},
}

func (Task) Mixin() []ent.Mixin {
	return []ent.Mixin{nodeMixin{
		kind: gid.Task, list: "tasks",
		desc: "A task (nhiệm vụ) set at a conference for the next period.",
	}}
}

func (Task) Fields() []ent.Field {
	return []ent.Field{
		ordinalField("Position among the tasks of the conference, from 1 (thứ tự)."),
		schoolYearField("School year in which it is due (năm học)."),
		textField("content", "What has to be done, in Vietnamese (nội dung nhiệm vụ)."),
		enumFieldWithDefault("state", "OPEN", taskStates, "State (trạng thái)."),
		dateField("due_on", "Due date; null if not specified (hạn hoàn thành)."),
		optionalTimeField("set_at",
			"Time at which it was set; null if not stated by a document (thời điểm giao)."),
		refField("conference"), optionalRefField("cluster"), optionalRefField("directive"),
	}
}

func (Task) Edges() []ent.Edge {
	return []ent.Edge{
		requiredEdge("conference", Conference.Type, "tasks", "The conference (hội nghị)."),
		optionalEdge("cluster", Cluster.Type, "tasks",
			"Responsible cluster; null for the whole sector (cụm thi đua)."),
		optionalEdge("directive", Directive.Type, "tasks", "Directive on which the task is based (chỉ đạo)."),
		ownedEdge("assignments", TaskAssignment.Type,
			"Responsible units and their progress (đơn vị thực hiện)."),
		citationsEdge(),
	}
}

func (Task) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("conference_id", "ordinal").Unique(),
		index.Fields("cluster_id", "school_year"), index.Fields("directive_id"),
		index.Fields("state", "due_on"),
		newestYearIndex("ordinal"), orderIndex("school_year"), orderIndex("ordinal"),
	}
}

// TaskAssignment is one unit's part of a task.
type TaskAssignment struct{ ent.Schema }

func (TaskAssignment) Mixin() []ent.Mixin {
	return []ent.Mixin{nodeMixin{
		kind: gid.TaskAssignment,
		desc: "A unit's part of a task (phân công nhiệm vụ), with its progress and evidence.",
	}}
}

func (TaskAssignment) Fields() []ent.Field {
	return []ent.Field{
		ordinalField("Position among the units of the task, from 1 (thứ tự)."),
		field.Int("percent").Default(0).Annotations(bounds{Most: 100}, filterable).
			Comment("Progress in percent as last reported: 0 before the first report, 100 when done (tiến độ, " +
				"%)."),
		optionalTextField("evidence",
			"Evidence of completion, such as a document number or a URL (minh chứng)."),
		optionalTextField("note", "Note by the unit (ghi chú của đơn vị)."),
		optionalTimeField("reported_at", "Time of the last report; null before (thời điểm báo cáo)."),
		refField("task"), refField("unit"),
	}
}

func (TaskAssignment) Edges() []ent.Edge {
	return []ent.Edge{
		requiredEdge("task", Task.Type, "assignments", "The task (nhiệm vụ)."),
		requiredEdge("unit", Unit.Type, "task_assignments", "The unit (đơn vị)."),
	}
}

func (TaskAssignment) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("task_id", "unit_id").Unique(), index.Fields("task_id", "ordinal").Unique(),
		index.Fields("unit_id"),
	}
}

func (TaskAssignment) Annotations() []schema.Annotation {
	return []schema.Annotation{entsql.Checks(map[string]string{
		"task_assignments_done_with_evidence": "percent < 100 OR evidence IS NOT NULL",
	})}
}
