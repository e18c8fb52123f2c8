package registry

import (
	"thidua/ent/citation"
	"thidua/ent/cluster"
	"thidua/ent/discrepancy"
	"thidua/ent/document"
	"thidua/ent/office"
	"thidua/ent/province"
	"thidua/ent/succession"
	"thidua/ent/unit"
	"thidua/internal/vi"
)

// Cite is the source of a fact. Documents are referred to by code.
type Cite struct {
	Document   string              `yaml:"document"`
	Place      string              `yaml:"place"`      // "L17"
	Confidence citation.Confidence `yaml:"confidence"` // STATED if empty
	// the supported GraphQL field; empty for the whole fact
	Aspect string `yaml:"aspect"`
	Note   string `yaml:"note"`
}

// Document is the input of [PutDocument].
type Document struct {
	Code        string        `yaml:"code"`
	Kind        document.Kind `yaml:"kind"`
	Title       string        `yaml:"title"`
	Publisher   string        `yaml:"publisher"`
	Author      string        `yaml:"author"`
	PublishedOn vi.Date       `yaml:"published_on"`
	Note        string        `yaml:"note"`
	Cites       []Cite        `yaml:"cite"` // the documents that name it
}

// Province is the input of [PutProvince].
type Province struct {
	Code      string        `yaml:"code"`
	Name      string        `yaml:"name"`
	Kind      province.Kind `yaml:"kind"`
	ValidFrom vi.Date       `yaml:"valid_from"`
	ValidTo   vi.Date       `yaml:"valid_to"`
	Successor string        `yaml:"successor"` // code of a province
	Cites     []Cite        `yaml:"cite"`
}

// Unit is the input of [PutUnit].
type Unit struct {
	Code      string    `yaml:"code"`
	Kind      unit.Kind `yaml:"kind"`
	Name      string    `yaml:"name"`
	ShortName string    `yaml:"short_name"`
	NameEn    string    `yaml:"name_en"`
	ValidFrom vi.Date   `yaml:"valid_from"`
	ValidTo   vi.Date   `yaml:"valid_to"`
	Province  string    `yaml:"province"` // code
	Parent    string    `yaml:"parent"`   // code of a unit
	Cites     []Cite    `yaml:"cite"`
}

// Succession is the input of [PutSuccession]: one unit was merged into another.
type Succession struct {
	Predecessor string          `yaml:"predecessor"` // code of a unit
	Successor   string          `yaml:"successor"`   // code of a unit
	Kind        succession.Kind `yaml:"kind"`
	EffectiveOn vi.Date         `yaml:"effective_on"`
	LegalBasis  string          `yaml:"legal_basis"`
	Cites       []Cite          `yaml:"cite"`
}

// Cluster is the input of [PutCluster].
type Cluster struct {
	Number int          `yaml:"number"`
	Kind   cluster.Kind `yaml:"kind"`
	Name   string       `yaml:"name"`
	Region string       `yaml:"region"`
	Cites  []Cite       `yaml:"cite"`
}

// Membership is the input of [PutMembership]: all units of a cluster in a school year, in document order.
type Membership struct {
	Cluster    int           `yaml:"cluster"` // number
	SchoolYear vi.SchoolYear `yaml:"school_year"`
	Units      []string      `yaml:"units"` // codes
	Cites      []Cite        `yaml:"cite"`
}

// Office is the input of [PutOffice]: a unit is head or deputy head of a cluster in a school year.
type Office struct {
	Cluster    int                    `yaml:"cluster"` // number
	SchoolYear vi.SchoolYear          `yaml:"school_year"`
	Role       office.Role            `yaml:"role"`
	Unit       string                 `yaml:"unit"`    // code
	CameBy     office.SelectionMethod `yaml:"came_by"` // NOT_STATED if empty
	Cites      []Cite                 `yaml:"cite"`
}

// Person is the input of [PutPerson]: a person with the posts held, in document order.
type Person struct {
	Code      string `yaml:"code"`
	Name      string `yaml:"name"`
	Honorific string `yaml:"honorific"`
	Unnamed   bool   `yaml:"unnamed"` // no document gives the name
	Posts     []Post `yaml:"posts"`
	Cites     []Cite `yaml:"cite"`
}

// Post is a position that a person holds at a body.
type Post struct {
	Unit       string  `yaml:"unit"` // code
	Title      string  `yaml:"title"`
	HeldFrom   vi.Date `yaml:"held_from"`
	HeldTo     vi.Date `yaml:"held_to"`
	AttestedOn vi.Date `yaml:"attested_on"`
	Former     bool    `yaml:"former"`
	Cites      []Cite  `yaml:"cite"`
}

// Discrepancy is the input of [PutDiscrepancy]: an error or omission of the documents, and what it concerns.
type Discrepancy struct {
	Code      string               `yaml:"code"`
	Ordinal   int                  `yaml:"ordinal"`
	Kind      discrepancy.Kind     `yaml:"kind"`
	Severity  discrepancy.Severity `yaml:"severity"`
	Summary   string               `yaml:"summary"`
	SummaryEn string               `yaml:"summary_en"`
	Figures   string               `yaml:"figures"`
	Treatment string               `yaml:"treatment"`

	Reports     []ReportKey `yaml:"reports"`
	Conferences []string    `yaml:"conferences"` // codes
	Speeches    []SpeechKey `yaml:"speeches"`
	Proposals   []string    `yaml:"proposals"` // codes
	Posts       []PostKey   `yaml:"posts"`
	Values      []FigureKey `yaml:"values"`
	Cites       []Cite      `yaml:"cite"`
}

// ReportKey is the natural key of a report: its unit or cluster, school year and period.
type ReportKey struct {
	Unit       string        `yaml:"unit"`    // code; or
	Cluster    int           `yaml:"cluster"` // number
	SchoolYear vi.SchoolYear `yaml:"school_year"`
	Period     string        `yaml:"period"` // INTERIM or FINAL
}

// SpeechKey is the natural key of a speech: conference code and ordinal, from 1.
type SpeechKey struct {
	Conference string `yaml:"conference"`
	Ordinal    int    `yaml:"ordinal"`
}

// PostKey is the natural key of a post: person code and ordinal, from 1.
type PostKey struct {
	Person  string `yaml:"person"`
	Ordinal int    `yaml:"ordinal"`
}

// FigureKey is the natural key of an indicator value: its report, indicator, unit or cluster, and school
// year.
type FigureKey struct {
	Report     ReportKey     `yaml:"report"`
	Indicator  string        `yaml:"indicator"` // code
	Unit       string        `yaml:"unit"`      // code; or
	Cluster    int           `yaml:"cluster"`   // number
	SchoolYear vi.SchoolYear `yaml:"school_year"`
}
