package record

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
type form struct {
	kind  gid.Kind // the kind of the row; enums have the values of its table
	code  string   // the key by which others refer to the row; unique
	key   string   // the keys that together are unique
	needs string   // the required keys
	refs  refs
}

// keyRefs maps keys that refer to rows elsewhere in the files to their kinds.
type refs map[string]gid.Kind

func of[T any]() reflect.Type { return reflect.TypeFor[T]() }

// rowTypes has every type that a file may contain.
var forms = map[reflect.Type]form{
	of[registry.Document](): {kind: gid.Document, code: "code", needs: "code kind title"},
	of[registry.Cite]():     {kind: gid.Citation, needs: "document", refs: refs{"document": gid.Document}},
	of[registry.Province](): {kind: gid.Province, code: "code", needs: "code name kind cite",
		refs: refs{"successor": gid.Province}},
	of[registry.Unit](): {kind: gid.Unit, code: "code", needs: "code kind name short_name cite",
		refs: refs{"province": gid.Province, "parent": gid.Unit}},
	of[registry.Succession](): {kind: gid.Succession, key: "predecessor successor",
		needs: "predecessor successor kind effective_on legal_basis cite",
		refs:  refs{"predecessor": gid.Unit, "successor": gid.Unit}},
	of[registry.Cluster](): {kind: gid.Cluster, code: "number", needs: "number kind name cite"},
	of[registry.Membership](): {kind: gid.Membership, key: "cluster school_year",
		needs: "cluster school_year units cite",
		refs:  refs{"cluster": gid.Cluster, "units": gid.Unit}},
	of[registry.Office](): {kind: gid.Office, key: "cluster school_year unit",
		needs: "cluster school_year role unit cite",
		refs:  refs{"cluster": gid.Cluster, "unit": gid.Unit}},
	of[registry.Person](): {kind: gid.Person, code: "code", needs: "code name cite"},
	of[registry.Post]():   {kind: gid.Post, needs: "unit title cite", refs: refs{"unit": gid.Unit}},
	of[registry.Discrepancy](): {kind: gid.Discrepancy, code: "code",
		needs: "code ordinal kind severity summary summary_en treatment cite",
		refs:  refs{"conferences": gid.Conference, "proposals": gid.Proposal}},
	of[registry.ReportKey](): {kind: gid.Report, needs: "school_year period",
		refs: refs{"unit": gid.Unit, "cluster": gid.Cluster}},
	of[registry.SpeechKey](): {kind: gid.Speech, needs: "conference ordinal",
		refs: refs{"conference": gid.Conference}},
	of[registry.PostKey](): {kind: gid.Post, needs: "person ordinal", refs: refs{"person": gid.Person}},
	of[registry.FigureKey](): {kind: gid.IndicatorValue, needs: "report indicator",
		refs: refs{"indicator": gid.Indicator, "unit": gid.Unit, "cluster": gid.Cluster}},

	of[report.Indicator](): {kind: gid.Indicator, code: "code",
		needs: "code name name_en level kind unit_of_measure aggregation ordinal cite",
		refs:  refs{"whole": gid.Indicator}},
	of[report.Movement](): {kind: gid.Movement, code: "code", needs: "code name cite",
		refs: refs{"launched_by": gid.Unit, "launcher": gid.Person, "clusters": gid.Cluster}},
	of[report.Report](): {kind: gid.Report, key: "unit cluster school_year period",
		needs: "school_year period title cite",
		refs:  refs{"unit": gid.Unit, "cluster": gid.Cluster, "conference": gid.Conference}},
	of[report.Section](): {kind: gid.ReportSection, needs: "kind title body cite"},
	of[report.Value](): {kind: gid.IndicatorValue, needs: "indicator cite",
		refs: refs{"indicator": gid.Indicator, "unit": gid.Unit, "cluster": gid.Cluster}},

	of[conference.Topic](): {kind: gid.Topic, code: "code", needs: "code name name_en cite"},
	of[conference.Conference](): {kind: gid.Conference, code: "code",
		needs: "code kind title school_year cite",
		refs:  refs{"cluster": gid.Cluster, "host": gid.Unit}},
	of[conference.Site](): {kind: gid.Site, needs: "code name kind cite",
		refs: refs{"province": gid.Province}},
	of[conference.Attendance](): {kind: gid.Attendance, needs: "capacity role cite",
		refs: refs{"unit": gid.Unit, "person": gid.Person}},
	of[conference.AgendaItem](): {kind: gid.AgendaItem, needs: "kind title cite"},
	of[conference.Speech](): {kind: gid.Speech, needs: "kind speaker summary cite",
		refs: refs{"unit": gid.Unit, "person": gid.Person}},
	of[conference.Proposal](): {kind: gid.Proposal, code: "code", needs: "code content cite",
		refs: refs{"topics": gid.Topic,
			"unit": gid.Unit, "cluster": gid.Cluster, "addressee": gid.Unit, "answered_by": gid.Unit}},
	of[conference.Directive](): {kind: gid.Directive, needs: "content addressee cite",
		refs: refs{"person": gid.Person, "issuer": gid.Unit}},
	of[conference.Task](): {kind: gid.Task, needs: "school_year content cite",
		refs: refs{"cluster": gid.Cluster}},

	of[decision.HeadElection](): {kind: gid.HeadElection, key: "cluster school_year role",
		needs: "conference cluster school_year role mode elected cite",
		refs:  refs{"conference": gid.Conference, "cluster": gid.Cluster, "elected": gid.Unit}},
	of[award.Kind](): {kind: gid.AwardKind, code: "code",
		needs: "code class level name name_en ordinal cite"},
	of[award.Nomination](): {kind: gid.Nomination, key: "kind unit school_year",
		needs: "kind unit school_year ordinal cite",
		refs: refs{"kind": gid.AwardKind, "unit": gid.Unit, "cluster": gid.Cluster,
			"conference": gid.Conference}},
	of[award.Award](): {kind: gid.Award, key: "kind unit school_year", needs: "kind unit school_year cite",
		refs: refs{"kind": gid.AwardKind, "unit": gid.Unit, "cluster": gid.Cluster}},
}

// fieldIndex returns the index of the Go field with a yaml key.
func field(t reflect.Type, key string) (int, bool) {
	for i := range t.NumField() {
		if t.Field(i).Tag.Get("yaml") == key {
			return i, true
		}
	}
	return 0, false
}

// yamlKeys lists the yaml keys of a type.
func keysOf(t reflect.Type) string {
	var keys []string
	for i := range t.NumField() {
		keys = append(keys, t.Field(i).Tag.Get("yaml"))
	}
	return strings.Join(keys, ", ")
}
