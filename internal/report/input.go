package report

import (
	"thidua/ent/indicator"
	"thidua/ent/indicatorvalue"
	"thidua/ent/report"
	"thidua/ent/reportsection"
	"thidua/internal/registry"
	"thidua/internal/vi"
)

// Indicator is the input of [PutIndicator].
type Indicator struct {
	Code          string                `yaml:"code"`
	Name          string                `yaml:"name"`
	NameEn        string                `yaml:"name_en"`
	Level         indicator.Level       `yaml:"level"`
	Kind          indicator.Kind        `yaml:"kind"`
	UnitOfMeasure string                `yaml:"unit_of_measure"`
	Aggregation   indicator.Aggregation `yaml:"aggregation"`
	Ordinal       int                   `yaml:"ordinal"`
	Whole         string                `yaml:"whole"` // code of the indicator that it is a part of
	Cites         []registry.Cite       `yaml:"cite"`
}

// Movement is the input of [PutMovement].
type Movement struct {
	Code       string          `yaml:"code"`
	Name       string          `yaml:"name"`
	Period     string          `yaml:"period"`
	LaunchedBy string          `yaml:"launched_by"` // code of a unit
	Launcher   string          `yaml:"launcher"`    // code of a person
	Clusters   []int           `yaml:"clusters"`    // numbers of the participating clusters
	Cites      []registry.Cite `yaml:"cite"`
}

// Report is the input of [FileReport].
type Report struct {
	Unit       string          `yaml:"unit"`    // code; or
	Cluster    int             `yaml:"cluster"` // number
	SchoolYear vi.SchoolYear   `yaml:"school_year"`
	Period     report.Period   `yaml:"period"`
	State      report.State    `yaml:"state"`
	Title      string          `yaml:"title"`
	Conference string          `yaml:"conference"` // code of the conference to which it was presented
	Sections   []Section       `yaml:"sections"`
	Values     []Value         `yaml:"values"`
	Cites      []registry.Cite `yaml:"cite"`
}

// Section is a text section of a report.
type Section struct {
	Kind  reportsection.Kind `yaml:"kind"`
	Title string             `yaml:"title"`
	Body  string             `yaml:"body"`
	Cites []registry.Cite    `yaml:"cite"`
}

// Value is a figure of a report. Subject and school year default to those of the report.
type Value struct {
	Indicator    string        `yaml:"indicator"` // code
	Unit         string        `yaml:"unit"`      // code
	Cluster      int           `yaml:"cluster"`   // number
	SchoolYear   vi.SchoolYear `yaml:"school_year"`
	Numerator    *int          `yaml:"numerator"`
	Denominator  *int          `yaml:"denominator"`
	Value        *vi.Decimal   `yaml:"value"` // a string: "75.6"
	NationalRank *int          `yaml:"national_rank"`
	// bound of the rank, if only that is stated
	RankAtMost *int `yaml:"national_rank_at_most"`
	// the figure as the document writes it
	Stated        string                       `yaml:"stated"`
	Approximation indicatorvalue.Approximation `yaml:"approximation"` // EXACT if empty
	Note          string                       `yaml:"note"`
	Cites         []registry.Cite              `yaml:"cite"`
}
