package award

import (
	"thidua/ent/award"
	"thidua/ent/awardkind"
	"thidua/ent/nomination"
	"thidua/internal/registry"
	"thidua/internal/vi"
)

// Kind is the input of [PutKind].
type Kind struct {
	Code    string          `yaml:"code"`
	Class   awardkind.Class `yaml:"class"`
	Level   awardkind.Level `yaml:"level"`
	Name    string          `yaml:"name"`
	NameEn  string          `yaml:"name_en"`
	Ordinal int             `yaml:"ordinal"`
	Cites   []registry.Cite `yaml:"cite"`
}

// Nomination is the input of [PutNomination]: it proposes a unit for an award.
type Nomination struct {
	Kind       string           `yaml:"kind"` // code of the award kind
	Unit       string           `yaml:"unit"` // code
	SchoolYear vi.SchoolYear    `yaml:"school_year"`
	Ordinal    int              `yaml:"ordinal"`
	Cluster    int              `yaml:"cluster"`    // number
	Conference string           `yaml:"conference"` // code
	State      nomination.State `yaml:"state"`      // PROPOSED if empty
	Cites      []registry.Cite  `yaml:"cite"`
}

// Award is the input of [PutAward].
type Award struct {
	Kind       string        `yaml:"kind"` // code of the award kind
	Unit       string        `yaml:"unit"` // code
	SchoolYear vi.SchoolYear `yaml:"school_year"`
	Cluster    int           `yaml:"cluster"` // number
	// follows the nomination of the same kind, unit and year
	Nominated      bool            `yaml:"nominated"`
	State          award.State     `yaml:"state"`
	DecisionNumber string          `yaml:"decision_number"`
	DecidedOn      vi.Date         `yaml:"decided_on"`
	PresentedOn    vi.Date         `yaml:"presented_on"`
	Cites          []registry.Cite `yaml:"cite"`
}
