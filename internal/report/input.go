package report

import (
	"thidua/ent/indicator"
	"thidua/ent/indicatorvalue"
	"thidua/ent/report"
	"thidua/ent/reportsection"
	"thidua/internal/registry"
	"thidua/internal/vi"
)

// Indicator states an indicator.
type Indicator struct {
	Code          string                `yaml:"code"`
	Name          string                `yaml:"name"`
	NameEn        string                `yaml:"name_en"`
	Level         indicator.Level       `yaml:"level"`
	Kind          indicator.Kind        `yaml:"kind"`
	UnitOfMeasure string                `yaml:"unit_of_measure"`
	Aggregation   indicator.Aggregation `yaml:"aggregation"`
	Ordinal       int                   `yaml:"ordinal"`
	Whole         string                `yaml:"whole"` // code of the indicator of which it is a part
	Cites         []registry.Cite       `yaml:"cite"`
}

// Movement states an emulation movement.
type Movement struct {
	Code       string          `yaml:"code"`
	Name       string          `yaml:"name"`
	Period     string          `yaml:"period"`
	LaunchedBy string          `yaml:"launched_by"` // code of a unit
	Launcher   string          `yaml:"launcher"`    // code of a person
	Clusters   []int           `yaml:"clusters"`    // numbers of the clusters that follow it
	Cites      []registry.Cite `yaml:"cite"`
}

// Report files a report of a unit or a cluster.
type Report struct {
	Unit       string          `yaml:"unit"`    // code; or
	Cluster    int             `yaml:"cluster"` // number
	SchoolYear vi.SchoolYear   `yaml:"school_year"`
	Period     report.Period   `yaml:"period"`
	State      report.State    `yaml:"state"`
	Title      string          `yaml:"title"`
	Conference string          `yaml:"conference"` // code of the conference to which it was given
	Sections   []Section       `yaml:"sections"`
	Values     []Value         `yaml:"values"`
	Cites      []registry.Cite `yaml:"cite"`
}

// Section is a finding in words.
type Section struct {
	Kind  reportsection.Kind `yaml:"kind"`
	Title string             `yaml:"title"`
	Body  string             `yaml:"body"`
	Cites []registry.Cite    `yaml:"cite"`
}

// Value is a figure of a report. Without a unit or a cluster of its own it is about the report's, without a school year
// about the report's.
type Value struct {
	Indicator     string                       `yaml:"indicator"` // code
	Unit          string                       `yaml:"unit"`      // code
	Cluster       int                          `yaml:"cluster"`   // number
	SchoolYear    vi.SchoolYear                `yaml:"school_year"`
	Numerator     *int                         `yaml:"numerator"`
	Denominator   *int                         `yaml:"denominator"`
	Value         *vi.Decimal                  `yaml:"value"` // a string: "75.6"
	NationalRank  *int                         `yaml:"national_rank"`
	RankAtMost    *int                         `yaml:"national_rank_at_most"` // its bound, where only that is stated
	Stated        string                       `yaml:"stated"`                // the figure as the document writes it
	Approximation indicatorvalue.Approximation `yaml:"approximation"`         // EXACT if empty
	Note          string                       `yaml:"note"`
	Cites         []registry.Cite              `yaml:"cite"`
}
