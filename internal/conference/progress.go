package conference

import (
	"thidua/ent/task"
	"thidua/internal/vi"
)

// TaskFigures are the state and progress of a task.
type TaskFigures struct {
	State        task.State
	DueOn        vi.Date
	UnitPercents []int // progress of each unit, in percent
}

// Percent returns the progress of a task: the average of its units, rounded down, so that it is 100 only if
// all are done; false if it has no units.
func (t TaskFigures) Percent() (int, bool) { return average(t.UnitPercents) }

// IsOverdue reports whether a task is open and past its due date.
func (t TaskFigures) IsOverdue(today vi.Date) bool {
	return t.State == task.StateOpen && IsPastDue(t.DueOn, today)
}

// OverdueIfKnown is IsOverdue, or nil if the state is not stated.
func (t TaskFigures) OverdueIfKnown(today vi.Date) *bool {
	if t.State == task.StateNotStated {
		return nil
	}
	overdue := t.IsOverdue(today)
	return &overdue
}

// TaskSummary is the progress of several tasks.
type TaskSummary struct {
	Total, Done, Overdue int
	NotStated            int  // tasks whose state is not stated
	Percent              *int // nil if no task has units
}

// SummarizeTasks sums up tasks without those that were dropped. Each task has the same weight,
// however many units it has.
func SummarizeTasks(tasks []TaskFigures, today vi.Date) (s TaskSummary) {
	var percents []int
	for _, t := range tasks {
		if t.State == task.StateDropped {
			continue
		}
		s.Total++
		switch t.State {
		case task.StateDone:
			s.Done++
		case task.StateNotStated:
			s.NotStated++
		}
		if t.IsOverdue(today) {
			s.Overdue++
		}
		if p, named := t.Percent(); named {
			percents = append(percents, p)
		}
	}
	if p, named := average(percents); named {
		s.Percent = &p
	}
	return s
}

// DoneIfKnown returns how many tasks are known to be done; nil if the state of no task is stated,
// since 0 would be a guess.
func (s TaskSummary) DoneIfKnown() *int { return s.ifKnown(s.Done) }

// OverdueIfKnown returns how many tasks are known to be overdue; nil if the state of no task is stated.
func (s TaskSummary) OverdueIfKnown() *int { return s.ifKnown(s.Overdue) }

func (s TaskSummary) ifKnown(n int) *int {
	if s.NotStated > 0 && s.NotStated == s.Total {
		return nil
	}
	return &n
}

// average returns the average of percentages, rounded down; false if there are none.
func average(percents []int) (int, bool) {
	if len(percents) == 0 {
		return 0, false
	}
	sum := 0
	for _, p := range percents {
		sum += p
	}
	return sum / len(percents), true
}
