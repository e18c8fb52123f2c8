package registry

import (
	"cmp"
	"strconv"
	"strings"

	"thidua/ent/office"
	"thidua/internal/gid"
	"thidua/internal/vi"
)

// Ids are derived from natural keys without the database; command.Refs checks that the rows exist. The keys
// of reports, conferences, speeches and proposals are here because several packages refer to them.

// ProvinceID returns the id of the province with this code.
func ProvinceID(code string) gid.ID { return gid.Derive(gid.Province, code) }

// UnitID returns the id of the unit with this code.
func UnitID(code string) gid.ID { return gid.Derive(gid.Unit, code) }

// SuccessionID returns the id of the succession between two units, given by code.
func SuccessionID(predecessor, successor string) gid.ID {
	return gid.Derive(gid.Succession, predecessor, successor)
}

// ClusterID returns the id of the cluster with this number.
func ClusterID(number int) gid.ID { return gid.Derive(gid.Cluster, strconv.Itoa(number)) }

// MembershipID returns the id of a unit's membership in a school year; a unit is in one cluster a year.
func MembershipID(unit string, year vi.SchoolYear) gid.ID {
	return gid.Derive(gid.Membership, unit, year.String())
}

// OfficeID returns the id of the office that a unit holds in a cluster in a school year.
func OfficeID(cluster int, year vi.SchoolYear, role office.Role, unit string) gid.ID {
	return gid.Derive(gid.Office, strconv.Itoa(cluster), year.String(), string(role), unit)
}

// PersonID returns the id of the person with this code.
func PersonID(code string) gid.ID { return gid.Derive(gid.Person, code) }

// DocumentID returns the id of the document with this code.
func DocumentID(code string) gid.ID { return gid.Derive(gid.Document, code) }

// CitationID returns the id of the citation at an index of the fact's citations, from 0.
func CitationID(subject gid.ID, index int) gid.ID {
	return gid.Derive(gid.Citation, subject.String(), strconv.Itoa(index))
}

// DiscrepancyID returns the id of the discrepancy with this code.
func DiscrepancyID(code string) gid.ID { return gid.Derive(gid.Discrepancy, code) }

// ConferenceID returns the id of the conference with this code.
func ConferenceID(code string) gid.ID { return gid.Derive(gid.Conference, code) }

// ProposalID returns the id of the proposal with this code.
func ProposalID(code string) gid.ID { return gid.Derive(gid.Proposal, code) }

// ID returns the id of the speech.
func (k SpeechKey) ID() gid.ID { return gid.Derive(gid.Speech, k.keyParts()...) }

// String formats the key for error messages.
func (k SpeechKey) String() string { return strings.Join(k.keyParts(), "/") }

func (k SpeechKey) keyParts() []string { return []string{k.Conference, strconv.Itoa(k.Ordinal)} }

// ID returns the id of the post.
func (k PostKey) ID() gid.ID { return gid.Derive(gid.Post, k.keyParts()...) }

// String formats the key for error messages.
func (k PostKey) String() string { return strings.Join(k.keyParts(), "/") }

func (k PostKey) keyParts() []string { return []string{k.Person, strconv.Itoa(k.Ordinal)} }

// ID returns the id of the report.
func (k ReportKey) ID() gid.ID { return gid.Derive(gid.Report, k.KeyParts()...) }

// String formats the key for error messages.
func (k ReportKey) String() string { return strings.Join(k.KeyParts(), "/") }

// KeyParts returns the parts of the key; keys of a report's own parts start with them.
func (k ReportKey) KeyParts() []string {
	return []string{subjectKey(k.Unit, k.Cluster), k.SchoolYear.String(), k.Period}
}

// ID returns the id of the indicator value. Subject and year default to those of the report.
func (k FigureKey) ID() gid.ID { return gid.Derive(gid.IndicatorValue, k.keyParts()...) }

// String formats the key for error messages.
func (k FigureKey) String() string { return strings.Join(k.keyParts(), "/") }

func (k FigureKey) keyParts() []string {
	if k.Unit == "" && k.Cluster == 0 {
		k.Unit, k.Cluster = k.Report.Unit, k.Report.Cluster
	}
	k.SchoolYear = cmp.Or(k.SchoolYear, k.Report.SchoolYear)
	return append(k.Report.KeyParts(), k.Indicator, subjectKey(k.Unit, k.Cluster), k.SchoolYear.String())
}

// subjectKey returns the key part for a unit or a cluster. The prefix keeps unit "2" and cluster 2 apart.
func subjectKey(unit string, cluster int) string {
	if unit != "" {
		return "unit:" + unit
	}
	return "cluster:" + strconv.Itoa(cluster)
}
