package dataset

import (
	"reflect"
	"strings"

	"thidua/internal/award"
	"thidua/internal/conference"
	"thidua/internal/decision"
	"thidua/internal/gid"
	"thidua/internal/registry"
	"thidua/internal/report"
)

// rowType describes the rows of a type, beyond the types of their keys.
type rowType struct {
	kind     gid.Kind // the kind of the row; enums have the values of its table
	code     string   // the key by which others refer to the row; unique
	key      string   // the keys that together are unique
	required string   // the required keys
	refs     keyRefs
}

// keyRefs maps keys that refer to rows elsewhere in the files to their kinds.
type keyRefs map[string]gid.Kind

func typeOf[T any]() reflect.Type { return reflect.TypeFor[T]() }

// rowTypes has every type that a file may contain.
var rowTypes = map[reflect.Type]rowType{
	typeOf[registry.Document](): {kind: gid.Document, code: "code", required: "code kind title"},
	typeOf[registry.Cite](): {kind: gid.Citation, required: "document",
		refs: keyRefs{"document": gid.Document}},
	typeOf[registry.Province](): {kind: gid.Province, code: "code", required: "code name kind cite",
		refs: keyRefs{"successor": gid.Province}},
	typeOf[registry.Unit](): {kind: gid.Unit, code: "code", required: "code kind name short_name cite",
		refs: keyRefs{"province": gid.Province, "parent": gid.Unit}},
	typeOf[registry.Succession](): {kind: gid.Succession, key: "predecessor successor",
		required: "predecessor successor kind effective_on legal_basis cite",
		refs:     keyRefs{"predecessor": gid.Unit, "successor": gid.Unit}},
	typeOf[registry.Cluster](): {kind: gid.Cluster, code: "number", required: "number kind name cite"},
	typeOf[registry.Membership](): {kind: gid.Membership, key: "cluster school_year",
		required: "cluster school_year units cite",
		refs:     keyRefs{"cluster": gid.Cluster, "units": gid.Unit}},
	typeOf[registry.Office](): {kind: gid.Office, key: "cluster school_year unit",
		required: "cluster school_year role unit cite",
		refs:     keyRefs{"cluster": gid.Cluster, "unit": gid.Unit}},
	typeOf[registry.Person](): {kind: gid.Person, code: "code", required: "code name cite"},
	typeOf[registry.Post]():   {kind: gid.Post, required: "unit title cite", refs: keyRefs{"unit": gid.Unit}},
	typeOf[registry.Discrepancy](): {kind: gid.Discrepancy, code: "code",
		required: "code ordinal kind severity summary summary_en treatment cite",
		refs:     keyRefs{"conferences": gid.Conference, "proposals": gid.Proposal}},
	typeOf[registry.ReportKey](): {kind: gid.Report, required: "school_year period",
		refs: keyRefs{"unit": gid.Unit, "cluster": gid.Cluster}},
	typeOf[registry.SpeechKey](): {kind: gid.Speech, required: "conference ordinal",
		refs: keyRefs{"conference": gid.Conference}},
	typeOf[registry.PostKey](): {kind: gid.Post, required: "person ordinal",
		refs: keyRefs{"person": gid.Person}},
	typeOf[registry.FigureKey](): {kind: gid.IndicatorValue, required: "report indicator",
		refs: keyRefs{"indicator": gid.Indicator, "unit": gid.Unit, "cluster": gid.Cluster}},

	typeOf[report.Indicator](): {kind: gid.Indicator, code: "code",
		required: "code name name_en level kind unit_of_measure aggregation ordinal cite",
		refs:     keyRefs{"whole": gid.Indicator}},
	typeOf[report.Movement](): {kind: gid.Movement, code: "code", required: "code name cite",
		refs: keyRefs{"launched_by": gid.Unit, "launcher": gid.Person, "clusters": gid.Cluster}},
	typeOf[report.Report](): {kind: gid.Report, key: "unit cluster school_year period",
		required: "school_year period title cite",
		refs:     keyRefs{"unit": gid.Unit, "cluster": gid.Cluster, "conference": gid.Conference}},
	typeOf[report.Section](): {kind: gid.ReportSection, required: "kind title body cite"},
	typeOf[report.Value](): {kind: gid.IndicatorValue, required: "indicator cite",
		refs: keyRefs{"indicator": gid.Indicator, "unit": gid.Unit, "cluster": gid.Cluster}},

	typeOf[conference.Topic](): {kind: gid.Topic, code: "code", required: "code name name_en cite"},
	typeOf[conference.Conference](): {kind: gid.Conference, code: "code",
		required: "code kind title school_year cite",
		refs:     keyRefs{"cluster": gid.Cluster, "host": gid.Unit}},
	typeOf[conference.Site](): {kind: gid.Site, required: "code name kind cite",
		refs: keyRefs{"province": gid.Province}},
	typeOf[conference.Attendance](): {kind: gid.Attendance, required: "capacity role cite",
		refs: keyRefs{"unit": gid.Unit, "person": gid.Person}},
	typeOf[conference.AgendaItem](): {kind: gid.AgendaItem, required: "kind title cite"},
	typeOf[conference.Speech](): {kind: gid.Speech, required: "kind speaker summary cite",
		refs: keyRefs{"unit": gid.Unit, "person": gid.Person}},
	typeOf[conference.Proposal](): {kind: gid.Proposal, code: "code", required: "code content cite",
		refs: keyRefs{"topics": gid.Topic,
			"unit": gid.Unit, "cluster": gid.Cluster, "addressee": gid.Unit, "answered_by": gid.Unit}},
	typeOf[conference.Directive](): {kind: gid.Directive, required: "content addressee cite",
		refs: keyRefs{"person": gid.Person, "issuer": gid.Unit}},
	typeOf[conference.Task](): {kind: gid.Task, required: "school_year content cite",
		refs: keyRefs{"cluster": gid.Cluster}},

	typeOf[decision.HeadElection](): {kind: gid.HeadElection, key: "cluster school_year role",
		required: "conference cluster school_year role mode elected cite",
		refs:     keyRefs{"conference": gid.Conference, "cluster": gid.Cluster, "elected": gid.Unit}},
	typeOf[award.Kind](): {kind: gid.AwardKind, code: "code",
		required: "code class level name name_en ordinal cite"},
	typeOf[award.Nomination](): {kind: gid.Nomination, key: "kind unit school_year",
		required: "kind unit school_year ordinal cite",
		refs: keyRefs{"kind": gid.AwardKind, "unit": gid.Unit, "cluster": gid.Cluster,
			"conference": gid.Conference}},
	typeOf[award.Award](): {kind: gid.Award, key: "kind unit school_year",
		required: "kind unit school_year cite",
		refs:     keyRefs{"kind": gid.AwardKind, "unit": gid.Unit, "cluster": gid.Cluster}},
}

// fieldIndex returns the index of the Go field with a yaml key.
func fieldIndex(t reflect.Type, key string) (int, bool) {
	for i := range t.NumField() {
		if t.Field(i).Tag.Get("yaml") == key {
			return i, true
		}
	}
	return 0, false
}

// yamlKeys lists the yaml keys of a type.
func yamlKeys(t reflect.Type) string {
	var keys []string
	for i := range t.NumField() {
		keys = append(keys, t.Field(i).Tag.Get("yaml"))
	}
	return strings.Join(keys, ", ")
}
