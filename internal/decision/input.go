package decision

import (
	"thidua/ent/headelection"
	"thidua/internal/registry"
	"thidua/internal/vi"
)

// HeadElection is the input of [PutElection].
type HeadElection struct {
	Conference string                    `yaml:"conference"` // code
	Cluster    int                       `yaml:"cluster"`    // number
	SchoolYear vi.SchoolYear             `yaml:"school_year"`
	Role       headelection.Role         `yaml:"role"`
	Mode       headelection.VotingMethod `yaml:"mode"`
	Elected    string                    `yaml:"elected"` // code of a unit
	Stated     string                    `yaml:"stated"`
	Cites      []registry.Cite           `yaml:"cite"`
}
