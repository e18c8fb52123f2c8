package conference

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"time"

	"thidua/ent"
	"thidua/ent/agendaitem"
	"thidua/ent/conference"
	"thidua/ent/site"
	"thidua/internal/command"
	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/registry"
	"thidua/internal/store"
	"thidua/internal/vi"
	"thidua/internal/viewer"
)

// NewPlan is a conference to plan, with its sites and agenda items in order.
type NewPlan struct {
	Code              string
	Kind              conference.Kind
	Title             string
	SchoolYear        vi.SchoolYear
	Cluster           int // number; 0 for a national one
	Host              string
	HeldOn            vi.Date
	PartOfDay         conference.PartOfDay
	Venue             string
	Online            bool
	StartAt           *time.Time // planned start of the session; nil if not specified
	Quorum            int        // percent of the roll; 0 for none
	UseAgendaTemplate bool       // whether to use the template of the kind; AgendaItems must be empty then
	Sites             []PlanSite
	AgendaItems       []PlanAgendaItem
}

// PlanSite is a site of a planned conference.
type PlanSite struct {
	Code     string
	Name     string
	Kind     site.Kind
	Province string // code
	Unit     string // code of the unit that runs it
	Parent   string // code of an earlier site through which it is connected
}

// PlanAgendaItem is an agenda item of a planned conference.
type PlanAgendaItem struct {
	Kind           agendaitem.Kind
	Title          string
	PlannedMinutes int // 0 if not specified
	Speaker        string
	Unit           string   // code
	Documents      []string // codes
}

// maxParts is the maximum number of sites, and of agenda items, of a planned conference.
const maxParts = 200

// Plan plans a conference. Idempotent: a repeated call has no effect. Called by the API for the Ministry and
// for the head and the deputy head of the cluster in that year. Errors: FORBIDDEN, BAD_INPUT, UNKNOWN_CODE,
// and CONFLICT if another conference has the code.
func Plan(ctx context.Context, s *store.Store, in NewPlan) (gid.ID, error) {
	cluster := gid.ID(0)
	if in.Cluster != 0 {
		cluster = registry.ClusterID(in.Cluster)
	}
	if err := viewer.Require(ctx, plannerRules(cluster, in.SchoolYear)...); err != nil {
		return 0, err
	}
	if err := command.Validate(in, checkPlan); err != nil {
		return 0, err
	}
	id := registry.ConferenceID(in.Code)
	return id, retryOnConflict(store.WithResultIDs(ctx, id), s, func(ctx context.Context, tx *store.Tx) error {
		exists, err := tx.Conference.Query().Where(conference.Code(in.Code)).Exist(ctx)
		if err != nil {
			return err
		}
		if exists {
			return verifySamePlan(ctx, tx, id, in)
		}
		return createPlan(ctx, tx, id, in)
	})
}

// retryOnConflict runs a transaction and retries it once after a CONFLICT: what a concurrent call inserted is
// visible by then.
func retryOnConflict(ctx context.Context, s *store.Store, do func(context.Context, *store.Tx) error) error {
	err := s.Tx(ctx, do)
	if errors.Is(err, fault.Conflict) {
		err = s.Tx(ctx, do)
	}
	return err
}

func checkPlan(in NewPlan, v *command.Validator) {
	v.Require((in.Cluster == 0) == (in.Kind == conference.KindNationalReview), "cluster",
		command.ReasonNotAllowed)
	v.AtMost("sites", len(in.Sites), maxParts)
	checkQuorum("quorumPercent", in.Quorum, v)
	v.AtMost("agendaItems", len(in.AgendaItems), maxParts)
	v.Require(!in.UseAgendaTemplate || len(in.AgendaItems) == 0 && len(in.items()) > 0, "useAgendaTemplate",
		command.ReasonNotAllowed)
	checkStart(in.StartAt, v)
	checkConference(in.recordedInput(), v)
	v.AtMost("title", len(in.Title), maxNameBytes)
	v.AtMost("venue", len(in.Venue), maxNameBytes)
	for i, s := range in.Sites {
		v.Element("sites", i).AtMost("name", len(s.Name), maxNameBytes)
	}
	for i, a := range in.AgendaItems {
		checkItem(a, v.Element("agendaItems", i))
	}
}

// checkStart checks that a start lies in the range of school years.
func checkStart(startAt *time.Time, v *command.Validator) {
	v.Require(startAt == nil || vi.SchoolYear(startAt.UTC().Year()).Validate() == nil, "plannedStartAt",
		command.ReasonBadValue)
}

// recordedInput returns the plan as input of Record, without its start and its agenda.
func (p NewPlan) recordedInput() Conference {
	out := Conference{
		Code: p.Code, Kind: p.Kind, Title: p.Title, SchoolYear: p.SchoolYear, HeldOn: p.HeldOn,
		PartOfDay: p.PartOfDay, Venue: p.Venue, Online: &p.Online, Cluster: p.Cluster, Host: p.Host,
		Quorum: p.Quorum,
	}
	out.Sites = siteInputs(p.Sites)
	return out
}

func createPlan(ctx context.Context, tx *store.Tx, id gid.ID, in NewPlan) error {
	facts := in.recordedInput()
	var refs command.Refs
	addReferences(&refs, facts)
	for i, item := range in.AgendaItems {
		addItemReferences(&refs, fmt.Sprintf("agendaItems[%d]", i), item)
	}
	if err := refs.Check(ctx, tx); err != nil {
		return err
	}
	create := newConferenceCreate(tx, id, facts).SetNillablePlannedStartAt(truncateToMicros(in.StartAt))
	if err := create.Exec(ctx); err != nil {
		return err
	}
	if err := putSites(ctx, tx, id, facts); err != nil {
		return err
	}
	var items []*ent.AgendaItemCreate
	for i, a := range in.items() {
		items = append(items, newItemCreate(tx, PartID(gid.AgendaItem, in.Code, i+1), id, i+1, a))
	}
	if err := tx.AgendaItem.CreateBulk(items...).Exec(ctx); err != nil {
		return err
	}
	journal.Append(tx, journal.ConferenceStream(id), in.event(id))
	return appendConferenceUpdated(ctx, tx, id, nil)
}

// verifySamePlan returns CONFLICT if the code belongs to a conference with another plan.
func verifySamePlan(ctx context.Context, tx *store.Tx, id gid.ID, in NewPlan) error {
	existing, err := readPlanEvent(ctx, tx, id)
	if err != nil || reflect.DeepEqual(existing, in.event(id)) {
		return err
	}
	return fault.Conflict.Wrap(errors.New("conference: the code is taken"))
}

// NewDate is the new date and place of a conference.
type NewDate struct {
	Conference string // code
	HeldOn     vi.Date
	PartOfDay  conference.PartOfDay
	Venue      string
	StartAt    *time.Time // planned start of the session; nil if not specified
}

// Replan changes the date and place of a planned or postponed conference. Called by the API for the Ministry
// and the head of the cluster in that year. Errors: NOT_FOUND, FORBIDDEN, BAD_INPUT, WRONG_STATE.
func Replan(ctx context.Context, s *store.Store, in NewDate) (gid.ID, error) {
	c, err := findConference(ctx, s, conference.Code(in.Conference))
	if err != nil {
		return 0, err
	}
	if err := viewer.Require(ctx, transitions[TransitionReplan].roles.rules(c)...); err != nil {
		return 0, err
	}
	if err := command.Validate(in, checkSchedule); err != nil {
		return 0, err
	}
	return c.ID, s.Tx(store.WithResultIDs(ctx, c.ID), func(ctx context.Context, tx *store.Tx) error {
		if _, err := applyTransition(ctx, tx, c.ID, TransitionReplan, nil); err != nil {
			return err
		}
		return updateSchedule(ctx, tx, c.ID, in)
	})
}

func checkSchedule(in NewDate, v *command.Validator) {
	v.Enum("partOfDay", conference.PartOfDayValidator(in.PartOfDay))
	checkOptionalLine("venue", in.Venue, v)
	checkStart(in.StartAt, v)
}

// updateSchedule sets the date, start and place of a planned conference, and publishes the plan if it
// changed.
func updateSchedule(ctx context.Context, tx *store.Tx, id gid.ID, in NewDate) error {
	if err := lockInState(ctx, tx, id, conference.StatePlanned); err != nil {
		return err
	}
	before, err := readPlanEvent(ctx, tx, id)
	if err != nil {
		return err
	}
	update := tx.Conference.UpdateOneID(id).SetPartOfDay(in.PartOfDay).
		SetHeldOrder(HeldOrder(in.HeldOn, before.SchoolYear, isFinalReview(before.Kind))).SetHeldOn(in.HeldOn)
	if in.Venue != "" {
		update.SetVenue(in.Venue)
	} else {
		update.ClearVenue()
	}
	if at := truncateToMicros(in.StartAt); at != nil {
		update.SetPlannedStartAt(*at)
	} else {
		update.ClearPlannedStartAt()
	}
	if err := update.Exec(ctx); err != nil {
		return err
	}
	after, err := readPlanEvent(ctx, tx, id)
	if err != nil || reflect.DeepEqual(before, after) {
		return err
	}
	journal.Append(tx, journal.ConferenceStream(id), after)
	return appendConferenceUpdated(ctx, tx, id, nil)
}
