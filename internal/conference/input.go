package conference

import (
	"thidua/ent/agendaitem"
	"thidua/ent/attendance"
	"thidua/ent/conference"
	"thidua/ent/proposal"
	"thidua/ent/site"
	"thidua/ent/speech"
	"thidua/internal/registry"
	"thidua/internal/vi"
)

// Topic is a topic of proposals.
type Topic struct {
	Code   string          `yaml:"code"`
	Name   string          `yaml:"name"`
	NameEn string          `yaml:"name_en"`
	Cites  []registry.Cite `yaml:"cite"`
}

// Conference is a conference to record, with everything that happened at it.
type Conference struct {
	Code         string               `yaml:"code"`
	Kind         conference.Kind      `yaml:"kind"`
	State        conference.State     `yaml:"state"`
	Title        string               `yaml:"title"`
	SchoolYear   vi.SchoolYear        `yaml:"school_year"`
	HeldOn       vi.Date              `yaml:"held_on"`
	HeldOnStated vi.Date              `yaml:"held_on_stated"`
	PartOfDay    conference.PartOfDay `yaml:"part_of_day"`
	Venue        string               `yaml:"venue"`
	Online       *bool                `yaml:"online"`  // nil if no document states it
	Cluster      int                  `yaml:"cluster"` // number; 0 for a national one
	Host         string               `yaml:"host"`    // code of a unit
	Sites        []Site               `yaml:"sites"`
	Attendances  []Attendance         `yaml:"attendances"`
	Agenda       []AgendaItem         `yaml:"agenda"`
	Speeches     []Speech             `yaml:"speeches"`
	Proposals    []Proposal           `yaml:"proposals"`
	Directives   []Directive          `yaml:"directives"`
	Tasks        []Task               `yaml:"tasks"`
	Quorum       int                  `yaml:"-"` // percent; only plans have it
	Cites        []registry.Cite      `yaml:"cite"`
}

// Site is a site of the conference.
type Site struct {
	Code     string          `yaml:"code"`
	Name     string          `yaml:"name"`
	Kind     site.Kind       `yaml:"kind"`
	Province string          `yaml:"province"` // code
	Unit     string          `yaml:"-"`        // code; only plans have it
	Parent   string          `yaml:"-"`        // code of a site before this one
	Cites    []registry.Cite `yaml:"cite"`
}

// Attendance is a person at the conference, in the order of the document.
type Attendance struct {
	Capacity attendance.Capacity `yaml:"capacity"`
	Role     string              `yaml:"role"`
	Unit     string              `yaml:"unit"`   // code
	Person   string              `yaml:"person"` // code
	Site     string              `yaml:"site"`   // code within the conference
	Cites    []registry.Cite     `yaml:"cite"`
}

// AgendaItem is an item of the agenda.
type AgendaItem struct {
	Kind           agendaitem.Kind `yaml:"kind"`
	Title          string          `yaml:"title"`
	PlannedMinutes int             `yaml:"planned_minutes"` // 0 if not specified
	Cites          []registry.Cite `yaml:"cite"`
}

// Speech is a speech, or several that a document summarizes in one row.
type Speech struct {
	Kind       speech.Kind     `yaml:"kind"`
	Speaker    string          `yaml:"speaker"`
	Person     string          `yaml:"person"`      // code
	Unit       string          `yaml:"unit"`        // code
	AgendaItem int             `yaml:"agenda_item"` // ordinal of the item, from 1; 0 for none
	Papers     int             `yaml:"papers"`      // number of speeches that the row stands for; 0 means 1
	Uncounted  bool            `yaml:"uncounted"`   // whether the document does not state the number
	Summary    string          `yaml:"summary"`
	Cites      []registry.Cite `yaml:"cite"`
}

// Proposal is a request made at the conference.
type Proposal struct {
	Code            string               `yaml:"code"`
	Kind            proposal.Kind        `yaml:"kind"`
	Content         string               `yaml:"content"`
	State           proposal.State       `yaml:"state"`
	Attribution     proposal.Attribution `yaml:"attribution"`
	Topics          []string             `yaml:"topics"`  // codes
	Speech          int                  `yaml:"speech"`  // ordinal of the speech, from 1; 0 for none
	Unit            string               `yaml:"unit"`    // code; or
	Cluster         int                  `yaml:"cluster"` // number
	Addressee       string               `yaml:"addressee"`
	AddresseeStated string               `yaml:"addressee_stated"`
	Response        string               `yaml:"response"`
	AnsweredBy      string               `yaml:"answered_by"` // code of a unit
	Cites           []registry.Cite      `yaml:"cite"`
}

// Directive is an instruction by a superior.
type Directive struct {
	Content   string          `yaml:"content"`
	Addressee string          `yaml:"addressee"`
	Speech    int             `yaml:"speech"` // ordinal of the speech, from 1; 0 for none
	Person    string          `yaml:"person"` // code
	Issuer    string          `yaml:"issuer"` // code of a unit
	Cites     []registry.Cite `yaml:"cite"`
}

// Task is work to be done after the conference.
type Task struct {
	SchoolYear vi.SchoolYear   `yaml:"school_year"`
	Content    string          `yaml:"content"`
	Cluster    int             `yaml:"cluster"`   // number; 0 for the whole sector
	Directive  int             `yaml:"directive"` // ordinal of the directive, from 1; 0 for none
	Cites      []registry.Cite `yaml:"cite"`
}
