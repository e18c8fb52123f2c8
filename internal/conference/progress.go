package conference

import (
	"thidua/ent/task"
	"thidua/internal/vi"
)

// TaskFigures are what the progress of a task is told from.
type TaskFigures struct {
	State task.State
	DueOn vi.Date
	Parts []int // how far each unit is with its part, in percent
}

// Percent is how far a task is: what its units have done, on the average, rounded down, so that it is 100 only when all
// have done theirs; false where no unit is named.
func (t TaskFigures) Percent() (int, bool) { return average(t.Parts) }

// Overdue tells whether a task was to be done before a day, and is not.
func (t TaskFigures) Overdue(today vi.Date) bool {
	return t.State == task.StateOpen && Past(t.DueOn, today)
}

// Standing is how far somebody is with their tasks.
type Standing struct {
	Total, Done, Overdue int
	NotStated            int  // tasks of which no document says what became of them
	Percent              *int // nil where no unit is named
}

// StandingOf sums tasks up. Those that were dropped are left out: they were neither done nor left undone. Each task weighs
// the same, however many units it has.
func StandingOf(tasks []TaskFigures, today vi.Date) (s Standing) {
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
		if t.Overdue(today) {
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

// DoneKnown is how many tasks are done; nil where of all of them nothing is known, so that none would be a guess.
func (s Standing) DoneKnown() *int { return s.known(s.Done) }

// OverdueKnown is how many tasks are overdue; nil where of all of them nothing is known.
func (s Standing) OverdueKnown() *int { return s.known(s.Overdue) }

func (s Standing) known(n int) *int {
	if s.NotStated > 0 && s.NotStated == s.Total {
		return nil
	}
	return &n
}

// average is that of percents, rounded down; false for none.
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
