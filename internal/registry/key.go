package registry

import (
	"cmp"
	"strconv"
	"strings"

	"thidua/ent/office"
	"thidua/internal/gid"
	"thidua/internal/vi"
)

// The ids of facts by their natural keys. They need no database: whether there is such a row is for Refs to ask. The
// keys of reports, conferences, speeches and proposals are here because facts of other rooms refer to them.

// ProvinceID is the id of the province with this code.
func ProvinceID(code string) gid.ID { return gid.Of(gid.Province, code) }

// UnitID is the id of the unit with this code.
func UnitID(code string) gid.ID { return gid.Of(gid.Unit, code) }

// SuccessionID is the id of the succession of one unit, by code, to another.
func SuccessionID(predecessor, successor string) gid.ID {
	return gid.Of(gid.Succession, predecessor, successor)
}

// ClusterID is the id of the cluster with this number.
func ClusterID(number int) gid.ID { return gid.Of(gid.Cluster, strconv.Itoa(number)) }

// MembershipID is the id of the membership of a unit, by code, in whatever cluster it is in that school year.
func MembershipID(unit string, year vi.SchoolYear) gid.ID {
	return gid.Of(gid.Membership, unit, year.String())
}

// OfficeID is the id of the office that a unit, by code, holds in a cluster in a school year.
func OfficeID(cluster int, year vi.SchoolYear, role office.Role, unit string) gid.ID {
	return gid.Of(gid.Office, strconv.Itoa(cluster), year.String(), string(role), unit)
}

// PersonID is the id of the person with this code.
func PersonID(code string) gid.ID { return gid.Of(gid.Person, code) }

// DocumentID is the id of the document with this code.
func DocumentID(code string) gid.ID { return gid.Of(gid.Document, code) }

// CitationID is the id of a fact's citation by its place among the fact's citations, from 0.
func CitationID(subject gid.ID, index int) gid.ID {
	return gid.Of(gid.Citation, subject.String(), strconv.Itoa(index))
}

// DiscrepancyID is the id of the discrepancy with this code.
func DiscrepancyID(code string) gid.ID { return gid.Of(gid.Discrepancy, code) }

// ConferenceID is the id of the conference with this code.
func ConferenceID(code string) gid.ID { return gid.Of(gid.Conference, code) }

// ProposalID is the id of the proposal with this code.
func ProposalID(code string) gid.ID { return gid.Of(gid.Proposal, code) }

// ID is the id of the speech.
func (k SpeechKey) ID() gid.ID { return gid.Of(gid.Speech, k.parts()...) }

// String is the key for people, as in a refusal.
func (k SpeechKey) String() string { return strings.Join(k.parts(), "/") }

func (k SpeechKey) parts() []string { return []string{k.Conference, strconv.Itoa(k.Ordinal)} }

// ID is the id of the post.
func (k PostKey) ID() gid.ID { return gid.Of(gid.Post, k.parts()...) }

// String is the key for people, as in a refusal.
func (k PostKey) String() string { return strings.Join(k.parts(), "/") }

func (k PostKey) parts() []string { return []string{k.Person, strconv.Itoa(k.Ordinal)} }

// ID is the id of the report.
func (k ReportKey) ID() gid.ID { return gid.Of(gid.Report, k.Parts()...) }

// String is the key for people, as in a refusal.
func (k ReportKey) String() string { return strings.Join(k.Parts(), "/") }

// Parts are the parts of the key; those of a report's own parts begin with them.
func (k ReportKey) Parts() []string {
	return []string{subject(k.Unit, k.Cluster), k.SchoolYear.String(), k.Period}
}

// ID is the id of the indicator value. As in a report, a figure of nobody in particular is about whom the report is
// about, and one of no year about its year.
func (k FigureKey) ID() gid.ID { return gid.Of(gid.IndicatorValue, k.parts()...) }

// String is the key for people, as in a refusal.
func (k FigureKey) String() string { return strings.Join(k.parts(), "/") }

func (k FigureKey) parts() []string {
	if k.Unit == "" && k.Cluster == 0 {
		k.Unit, k.Cluster = k.Report.Unit, k.Report.Cluster
	}
	k.SchoolYear = cmp.Or(k.SchoolYear, k.Report.SchoolYear)
	return append(k.Report.Parts(), k.Indicator, subject(k.Unit, k.Cluster), k.SchoolYear.String())
}

// subject is the part of a key that tells whom a fact is about: a unit may have the code "2", and so may a cluster.
func subject(unit string, cluster int) string {
	if unit != "" {
		return "unit:" + unit
	}
	return "cluster:" + strconv.Itoa(cluster)
}
