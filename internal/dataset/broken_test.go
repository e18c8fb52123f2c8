package dataset_test

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"thidua/internal/dataset"
	"thidua/internal/fault"
)

// brokenFiles are ways to break a file: a text of a file is replaced. The error must name the file, the
// reason and the line, which contains at.
var brokenFiles = map[string]struct{ file, from, to, at, reason string }{
	// The text itself.
	"no-break space": {"clusters.yaml", "đồng bằng", "đồng\u00a0bằng", "region: đồng", "U+00A0"},
	"in a comment":   {"clusters.yaml", "natural key", "natural\u00a0key", "natural", "U+00A0"},
	"in an escape": {"clusters.yaml", "region: đồng bằng", `region: "đồng\u00a0bằng`, `đồng\u00a0`,
		"not well formed"},
	"escaped": {"clusters.yaml", "đồng bằng sông Hồng", `"đồng\u00a0bằng"`, `đồng\u00a0`,
		"not one line of clean text"},
	"decomposed":       {"clusters.yaml", "sông Hồng", "sông Ho\u0302\u0300ng", "sông H", "NFC"},
	"tab":              {"clusters.yaml", "   cite", "\tcite", "\tcite", "U+0009"},
	"byte order mark":  {"clusters.yaml", "# The", "\ufeff# The", "The emulation", "U+FEFF"},
	"not UTF-8":        {"clusters.yaml", "Hồng", "H\xf4ng", "region", "UTF-8"},
	"carriage return":  {"clusters.yaml", "s1:L1, {", "s1:L1,\r {", "s1:L1", "U+000D"},
	"two spaces":       {"clusters.yaml", "sông Hồng", "sông  Hồng", "sông", "clean text"},
	"line break":       {"units.yaml", "name: Quốc hội", `name: "Quốc\nhội"`, `Quốc\nhội`, "clean text"},
	"unknown file":     {"notes.yaml", "", "- {}\n", "{}", "no file of this name"},
	"unclosed bracket": {"clusters.yaml", "[s2:L6, s3:L2]}", "[s2:L6, s3:L2}", "s3:L2}", "not well formed"},
	"no list":          {"awards.yaml", "", "kind: a\n", "kind", "one list of rows"},
	"two lists":        {"awards.yaml", "", "- {}\n---\n- {}\n", "{}", "one list of rows"},
	"empty file":       {"awards.yaml", "", "# nothing\n", "nothing", "one list of rows"},
	"no row":           {"awards.yaml", "", "- a\n", "a", "expected a row of keys and values"},
	"alias": {"awards.yaml", "", "- &a {kind: *a}\n", "&a",
		"expected a row of keys and values, found anchor"},

	// Keys and values.
	"unknown key": {"clusters.yaml", "region:", "regions:", "regions",
		`"regions" is unknown; a row of Cluster has number, kind`},
	"key twice": {"clusters.yaml", "region: đồng", "name: a, region: đồng", "name: a",
		"not well formed"},
	"key left out":    {"clusters.yaml", ", name: Cụm thi đua số 5", "", "number: 5", `"name" is missing`},
	"no citation":     {"offices.yaml", ", cite: [s1:L2]}", "}", "ninh-binh", `"cite" is missing`},
	"empty citations": {"offices.yaml", "cite: [s1:L2]", "cite: []", "ninh-binh", "cite is empty"},
	"empty text":      {"clusters.yaml", "name: Cụm thi đua số 5", `name: ""`, `name: ""`, "name is empty"},
	"no value": {"clusters.yaml", "name: Cụm thi đua số 5", "name: ", "number: 5",
		"name has no value"},
	"number as text": {"report-c5-2022-2023-interim.yaml", `"73.87"`, "73.87", "value: 73.87",
		"put 73.87 in quotes"},
	"text as number": {"clusters.yaml", "number: 5", `number: "5"`, `number: "5"`,
		"number must be a whole number"},
	"dot of thousands": {"report-c5-2022-2023-interim.yaml", "3085,", "3.085,", "3.085,",
		"numerator must be a whole number"},
	"hexadecimal": {"clusters.yaml", "number: 5", "number: 0x5", "0x5", "number must be a whole number"},
	"zero for none": {"offices.yaml", "{cluster: 5", "{cluster: 0", "cluster: 0",
		"cluster must be at least 1"},
	"negative": {"offices.yaml", "{cluster: 5", "{cluster: -5", "cluster: -5",
		"cluster must be a whole number"},
	"not yes or no": {"people.yaml", "former: true", "former: 1", "former: 1",
		"former must be true or false"},
	"no list of units": {"memberships.yaml",
		"units: [phu-tho, yen-bai, thai-nguyen, tuyen-quang, hoa-binh, bac-giang, bac-kan]",
		"units: phu-tho", "units: phu-tho", "units must be a list"},
	"list for a text": {"clusters.yaml", "name: Cụm thi đua số 5", "name: [a]", "name: [a]",
		"name must be a text"},
	"row for a text": {"clusters.yaml", "name: Cụm thi đua số 5", "name: {a: b}", "name: {a: b}",
		"name must be a text"},
	"unknown term": {"successions.yaml", "kind: RENAMING", "kind: RENAMED", "RENAMED",
		"kind cannot be RENAMED; use one of MERGER, RENAMING"},
	"unknown period": {"discrepancies.yaml", "period: INTERIM", "period: SUMMER", "SUMMER",
		"one of INTERIM, FINAL"},
	"term left out": {"successions.yaml", "kind: RENAMING, ", "", "thua-thien-hue", `"kind" is missing`},
	"no such day": {"successions.yaml", "effective_on: 2025-01-01", "effective_on: 2025-02-30",
		"2025-02-30", "there is no such day"},
	"day as written": {"successions.yaml", "effective_on: 2025-01-01", "effective_on: 01/01/2025",
		"01/01/2025", "effective_on"},
	"bare year": {"documents.yaml", `"2014"`, "2014", "published_on: 2014", "put 2014 in quotes"},
	"decimal comma": {"report-c5-2022-2023-interim.yaml", `"73.87"`, `"73,87"`, `"73,87"`,
		`value: "73,87" is not a valid Decimal`},
	"school year": {"offices.yaml", "2020-2021", "2020-2022", "2020-2022", "does not follow"},
	"spaced year": {"offices.yaml", "2020-2021", "2020 - 2021", "2020 - 2021", "not a valid SchoolYear"},
	"code":        {"topics.yaml", "code: salary", "code: lương", "code: lương", "ASCII"},
	"no place":    {"offices.yaml", "[s1:L2]", `["s1:"]`, "s1:", "write document:place"},
	"spaced place": {"offices.yaml", "[s1:L2]", "[s1: L2]", "s1: L2",
		`"s1" is unknown; a row of Citation has`},
	"no document": {"offices.yaml", "[s1:L2]", "[L2]", "[L2]", "write document:place"},

	// Uniqueness.
	"code twice": {"topics.yaml", "code: staffing", "code: salary", "code: salary, name: Biên",
		"Topic salary is already on line"},
	"number twice": {"clusters.yaml", "number: 5", "number: 2", "Cụm thi đua số 5",
		"Cluster 2 is already on line 9"},
	"membership twice": {"memberships.yaml", "2020-2021", "2023-2024", "- cluster: 2", "is already on line"},
	"two clusters": {"memberships.yaml", "2023-2024\n  units: [vinh-phuc",
		"2022-2023\n  units: [phu-tho", "units: [phu-tho, yen-bai",
		"phu-tho is in cluster 2 too in 2022-2023"},
	"unit twice": {"memberships.yaml", "units: [phu-tho, yen-bai", "units: [phu-tho, phu-tho",
		"phu-tho, phu-tho", "has phu-tho twice"},
	"follows twice": {"movements.yaml", "clusters: [2, 5]", "clusters: [2, 2]", "[2, 2]",
		"clusters has 2 twice"},
	"two heads": {"offices.yaml", "role: DEPUTY_HEAD, unit: hai-duong", "role: HEAD, unit: hai-duong",
		"hai-duong", "the head of cluster 2 in 2024-2025 is already on line"},
	"office twice": {"offices.yaml", "role: DEPUTY_HEAD, unit: hai-duong",
		"role: DEPUTY_HEAD, unit: ha-nam", "DEPUTY_HEAD, unit: ha-nam", "is already on line"},
	"election twice": {"elections.yaml", "role: DEPUTY_HEAD, mode", "role: HEAD, mode", "role: HEAD",
		"is already on line"},
	"nomination twice": {"nominations.yaml", "unit: ninh-binh", "unit: vinh-phuc", "ordinal: 3",
		"is already on line"},
	"site twice": {"conference-national-2023-2024.yaml", "code: soc-trang", "code: ha-noi", "Điểm cầu",
		"is already on line"},
	"proposal twice": {"conference-c5-2022-2023-interim.yaml", "code: k8", "code: k1", "code: k1",
		"Proposal k1 is already on line"},
	"figure twice": {"report-c5-2022-2023-interim.yaml", "unit: phu-tho", "unit: bac-giang", `"89"`,
		"is already on line"},
	"topic twice": {"conference-c2-2023-2024-final.yaml", "[continuing-education, accreditation]",
		"[accreditation, accreditation]", "[accreditation", "has accreditation twice"},

	// References.
	"document": {"offices.yaml", "[s1:L2]", "[s9:L2]", "s9:L2", "there is no Document s9"},
	"province": {"units.yaml", "province: lai-chau", "province: lai", "province: lai,",
		"there is no Province lai"},
	"unit":    {"offices.yaml", "unit: ninh-binh", "unit: ninh", "unit: ninh,", "there is no Unit ninh"},
	"member":  {"memberships.yaml", "yen-bai, ", "yen, ", "yen, ", "there is no Unit yen"},
	"cluster": {"offices.yaml", "{cluster: 5", "{cluster: 6", "cluster: 6", "there is no Cluster 6"},
	"person": {"movements.yaml", "launcher: pham-minh-chinh", "launcher: pham", "launcher",
		"there is no Person pham"},
	"conference": {"elections.yaml", "conference: c2-2023-2024-final", "conference: c2", "conference: c2,",
		"there is no Conference c2"},
	"indicator": {"report-c5-2022-2023-interim.yaml", "indicator: conference-papers", "indicator: papers",
		"indicator: papers", "there is no Indicator papers"},
	"topic": {"conference-c2-2023-2024-final.yaml", "[teacher-supply]", "[teachers]", "[teachers]",
		"there is no Topic teachers"},
	"award kind": {"nominations.yaml", "MINISTRY_EMULATION_FLAG", "FLAG", "FLAG",
		"there is no AwardKind FLAG"},
	"proposal": {"discrepancies.yaml", "proposals: [k5]", "proposals: [k50]", "k50",
		"there is no Proposal k50"},
	"post": {"discrepancies.yaml", "person: do-duc-que, ordinal: 1", "person: do-duc-que, ordinal: 2",
		"ordinal: 2}", "do-duc-que has no post number 2"},
	"speeches": {"discrepancies.yaml", "speeches: [{conference: c2-2023-2024-final, ordinal: 5}]",
		"speeches: [{conference: c2-2023-2024-final, ordinal: 50}]", "ordinal: 50}",
		"c2-2023-2024-final has no speech number 50"},
	"report": {"discrepancies.yaml", "reports: [{cluster: 2, school_year: 2020-2021, period: FINAL}]",
		"reports: [{cluster: 2, school_year: 2020-2021, period: INTERIM}]", "2020-2021, period: INTERIM",
		"there is no report cluster:2/2020-2021/INTERIM"},
	"figure": {"discrepancies.yaml", "indicator: key-tasks", "indicator: students",
		"indicator: students", "states no such students"},
	"agenda item": {"conference-national-2023-2024.yaml", "agenda_item: 5", "agenda_item: 6",
		"agenda_item: 6", "no AgendaItem number 6"},
	"speech": {"conference-c2-2023-2024-final.yaml", "speech: 2", "speech: 8", "speech: 8",
		"no Speech number 8"},
	"directive": {"conference-national-2023-2024.yaml", "{school_year: 2024-2025,",
		"{school_year: 2024-2025, directive: 8,", "directive: 8", "no Directive number 8"},
	"site": {"conference-national-2023-2024.yaml", "site: soc-trang,\n", "site: soc,\n", "site: soc,",
		"no site soc"},
	"about twice": {"discrepancies.yaml", "proposals: [k5]", "proposals: [k5, k5]", "proposals: [k5",
		"proposals has k5 twice"},
	"citation cycle": {"documents.yaml", "title: Kết luận số 91-KL/TW,\n   cite: [s4:L18]",
		"title: Kết luận số 91-KL/TW,\n   cite: [kl-91-kl-tw:L1]", "kl-91-kl-tw:L1",
		"cite leads from kl-91-kl-tw"},
	"cycle": {"provinces.yaml", "name: Hà Nội,", "name: Hà Nội, successor: ha-noi,",
		"successor: ha-noi", "leads from ha-noi by ha-noi back"},

	// Consistency.
	"ends first": {"provinces.yaml", "valid_from: 2025-01-01",
		"valid_from: 2025-01-01, valid_to: 2024-01-01", "valid_to: 2024-01-01", "is before"},
	"into itself": {"successions.yaml", "successor: hue", "successor: thua-thien-hue",
		"successor: thua", "went into itself"},
	"national cluster": {"conference-national-2023-2024.yaml", "host: bo-gddt", "cluster: 2", "cluster: 2",
		"is of no cluster"},
	"second main site": {"conference-national-2023-2024.yaml", "kind: REMOTE", "kind: MAIN", "Điểm cầu",
		"one main site"},
	"proposal of two": {"conference-c2-2023-2024-final.yaml", "unit: thai-binh\n      addressee",
		"unit: thai-binh\n      cluster: 2\n      addressee", "      cluster: 2", "not of both"},
	"report of two": {"report-c5-2023-2024-final.yaml", "- cluster: 5", "- cluster: 5\n  unit: phu-tho",
		"- cluster: 5", "one of the two"},
	"figure of two": {"report-c5-2022-2023-interim.yaml", "unit: phu-tho,", "unit: phu-tho, cluster: 5,",
		"cluster: 5,", "not about both"},
	"half a ratio": {"report-c5-2022-2023-interim.yaml", "denominator: 253, ", "", "128",
		"needs its denominator"},
	"no number": {"report-c5-2022-2023-interim.yaml", `value: "89", `, "", "phu-tho", "is NOT_STATED"},
	"a number though": {"report-c2-2023-2024-final.yaml", "stated: nhất cả nước",
		`value: "99", stated: nhất cả nước`, "nhất cả nước", "has no number"},
	"undecided": {"awards.yaml", "",
		"- {kind: MINISTRY_EMULATION_FLAG, unit: nam-dinh, school_year: 2023-2024, state: DECIDED, cite: " +
			"[s0:L56]}\n", "DECIDED", "decision_number"},
	"not nominated": {"awards.yaml", "",
		"- {kind: MINISTRY_EMULATION_FLAG, unit: ha-nam, school_year: 2023-2024, nominated: true, cite: " +
			"[s0:L56]}\n", "nominated", "no nomination of ha-nam"},
}

func TestCheck_BrokenFiles(t *testing.T) {
	for name, c := range brokenFiles {
		t.Run(name, func(t *testing.T) {
			files := replaceText(t, c.file, c.from, c.to)
			f, ok := fault.FromError(dataset.Check(files))
			if !ok || !errors.Is(f, fault.BadRecord) {
				t.Fatalf("failed with %v", f)
			}
			params := f.Params()
			lines := strings.Split(string(files[c.file].Data), "\n")
			line, _ := params["line"].(int)
			if params["file"] != c.file || line < 1 || line > len(lines) ||
				!strings.Contains(lines[line-1], c.at) {
				t.Errorf("%v: want a line of %s with %q", f, c.file, c.at)
			}
			if reason, _ := params["reason"].(string); !strings.Contains(reason, c.reason) {
				t.Errorf("%q does not say %q", reason, c.reason)
			}
		})
	}
}

func TestCheck_CountsProblems(t *testing.T) {
	files := replaceText(t, "offices.yaml", "2020-2021", "2020-2022")
	files["clusters.yaml"].Data = []byte(strings.ReplaceAll(string(files["clusters.yaml"].Data), "CLUSTER,",
		"CLUB,"))
	f, _ := fault.FromError(dataset.Check(files))
	if f == nil || f.Params()["file"] != "clusters.yaml" ||
		!strings.HasSuffix(f.Text("en"), "(and 2 more problems)") {
		t.Error(f)
	}
	if !strings.Contains(f.Error(), "offices.yaml") {
		t.Errorf("the log lacks the other problems: %v", f)
	}
}

// replaceText returns the files of the record with one text replaced; if there is no such text, with another
// file.
func replaceText(t *testing.T, file, from, to string) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	names, err := fs.Glob(dataset.Data(), "*")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		text, err := fs.ReadFile(dataset.Data(), name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = &fstest.MapFile{Data: text}
	}
	if from == "" {
		files[file] = &fstest.MapFile{Data: []byte(to)}
		return files
	}
	before, after, found := strings.Cut(string(files[file].Data), from)
	if !found {
		t.Fatalf("%s does not have %q", file, from)
	}
	files[file].Data = []byte(before + to + after)
	return files
}
