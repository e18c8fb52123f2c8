package conference_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"thidua/ent/proposal"
	"thidua/ent/task"
	"thidua/internal/conference"
	"thidua/internal/fault"
	"thidua/internal/vi"
)

func parseDate(t *testing.T, text string) (d vi.Date) {
	t.Helper()
	if err := d.UnmarshalText([]byte(text)); err != nil {
		t.Fatal(err)
	}
	return d
}

// A date of any precision is past after its last day, in Vietnam.
func TestIsPastDue(t *testing.T) {
	for _, c := range []struct {
		due, today string
		past       bool
	}{
		{"2024-08-19", "2024-08-19", false}, {"2024-08-19", "2024-08-20", true},
		{"2024-08-19?", "2024-08-20", true}, {"2024-08", "2024-08-31", false},
		{"2024-08", "2024-09-01", true}, {"2024-02", "2024-02-29", false}, {"2024-02", "2024-03-01", true},
		{"2024", "2024-12-31", false}, {"2024?", "2025-01-01", true}, {"XXXX-08-17", "2024-08-18", false},
		{"", "2024-08-18", false},
	} {
		if got := conference.IsPastDue(parseDate(t, c.due), parseDate(t, c.today)); got != c.past {
			t.Errorf("due %s, today %s: %v", c.due, c.today, got)
		}
	}
	for at, day := range map[string]string{"2024-08-19T16:59:59Z": "2024-08-19",
		"2024-08-19T17:00:00Z": "2024-08-20"} {
		moment, err := time.Parse(time.RFC3339, at)
		if got := conference.Today(moment); err != nil || got != parseDate(t, day) {
			t.Errorf("today at %s: %s, %v", at, got, err)
		}
	}
}

func TestSummarizeTasks(t *testing.T) {
	today := parseDate(t, "2024-08-20")
	tasks := []conference.TaskFigures{
		{State: task.StateOpen, DueOn: parseDate(t, "2024-08-19"), UnitPercents: []int{100, 50, 0}},
		{State: task.StateDone, DueOn: parseDate(t, "2024-08-19"), UnitPercents: []int{100}},
		{State: task.StateOpen, DueOn: parseDate(t, "2024-09"), UnitPercents: []int{33}},
		{State: task.StateOpen},
		{State: task.StateDropped, DueOn: parseDate(t, "2024-08-19"), UnitPercents: []int{0, 0}},
	}
	s := conference.SummarizeTasks(tasks, today)
	if s.Total != 4 || s.Done != 1 || s.Overdue != 1 || s.Percent == nil || *s.Percent != 61 {
		t.Errorf("%+v", s)
	}
	if s := conference.SummarizeTasks(tasks[3:], today); s.Total != 1 || s.Percent != nil {
		t.Errorf("no units: %+v", s)
	}
	unknown := []conference.TaskFigures{{State: task.StateNotStated}, {State: task.StateNotStated}}
	if s := conference.SummarizeTasks(unknown, today); s.Total != 2 || s.NotStated != 2 ||
		s.DoneIfKnown() != nil ||
		s.OverdueIfKnown() != nil {
		t.Errorf("all not stated: %+v", s)
	}
	if s := conference.SummarizeTasks(append(unknown, tasks...), today); s.NotStated != 2 ||
		*s.DoneIfKnown() != 1 || *s.OverdueIfKnown() != 1 {
		t.Errorf("some not stated: %+v", s)
	}
	if s := conference.SummarizeTasks(nil, today); *s.DoneIfKnown() != 0 {
		t.Errorf("no tasks: %+v", s)
	}
}

// A task is at 100 percent only if all of its parts are, and always between the
// lowest and the highest of them.
func TestTaskFigures_Percent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOfN(rapid.IntRange(0, 100), 1, 70).Draw(t, "parts")
		p, named := conference.TaskFigures{UnitPercents: parts}.Percent()
		if !named || p < slices.Min(parts) || p > slices.Max(parts) ||
			(p == 100) != (slices.Min(parts) == 100) {
			t.Fatalf("%d of %v", p, parts)
		}
	})
}

// Every step from every state has the target of the schema, or is rejected with WRONG_STATE.
func TestProposalStep_Next(t *testing.T) {
	const submitted, sent, acknowledged, assigned, answered = proposal.StateSubmitted, proposal.StateSent,
		proposal.StateAcknowledged, proposal.StateAssigned, proposal.StateAnswered
	allowed := map[conference.ProposalStep]map[proposal.State]proposal.State{
		conference.ProposalStepMerge:       {submitted: proposal.StateMerged},
		conference.ProposalStepSend:        {submitted: sent},
		conference.ProposalStepAcknowledge: {sent: acknowledged},
		conference.ProposalStepAssign:      {acknowledged: assigned, assigned: assigned},
		conference.ProposalStepAnswer:      {acknowledged: answered, assigned: answered, answered: answered},
		conference.ProposalStepComplete:    {answered: proposal.StateDone},
		conference.ProposalStepRefuse: {sent: proposal.StateRefused, acknowledged: proposal.StateRefused,
			assigned: proposal.StateRefused},
	}
	all := []proposal.State{
		submitted, acknowledged, proposal.StateMerged, sent, assigned, answered, proposal.StateDone,
		proposal.StateRefused,
	}
	for move, from := range allowed {
		for _, state := range all {
			to, err := move.Next(state)
			want, ok := from[state]
			if ok && (err != nil || to != want) || !ok && !errors.Is(err, fault.WrongState) {
				t.Errorf("step %d from %s: %s, %v", move, state, to, err)
			}
		}
	}
	for _, state := range all {
		waits := slices.Contains(conference.UnansweredStates, state)
		if conference.IsProposalOverdue(state, parseDate(t, "2024"), parseDate(t, "2025-01-01")) != waits ||
			conference.IsProposalOverdue(state, parseDate(t, "2024"), parseDate(t, "2024-12-31")) {
			t.Errorf("%s overdue: %v", state, !waits)
		}
	}
}
