//go:build !race

package graph_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"thidua/graph"
	"thidua/graph/generated"
	"thidua/internal/guard"
	"thidua/internal/store"
	"thidua/internal/storetest"
)

// The band within which costs match the work. A cost is at least 1.25 times the work, in microseconds:
// then an operation of Limits.AnonymousCost, 250 000 units, takes at most 200 ms. It is at most 30 times
// the work where rows are found, and nobody pays more than 60 000 for an answer that found none.
const (
	leastPerWork, leastPerWorkOf = 5, 4
	mostPerWork                  = 30
	mostForNothing               = 60_000
	noise                        = 80 // microseconds
)

// resolvedFields are the fields that a resolver reads, by coordinate.
func resolvedFields() map[string]bool {
	fields := map[string]bool{}
	root := reflect.TypeFor[generated.ResolverRoot]()
	for i := range root.NumMethod() {
		of := root.Method(i)
		if of.Name == "Mutation" || strings.HasSuffix(of.Name, "Input") {
			continue
		}
		methods := of.Type.Out(0)
		for _, f := range graph.SchemaTypes()[of.Name].Fields {
			if _, has := methods.MethodByName(strings.ToUpper(f.Name[:1]) + f.Name[1:]); has {
				fields[of.Name+"."+f.Name] = true
			}
		}
	}
	return fields
}

// A type that is stored has a size class, and a field that a resolver reads has its work declared; nothing
// is declared that the schema does not have.
func TestCost_EveryFieldDeclared(t *testing.T) {
	types := graph.SchemaTypes()
	for name, d := range types {
		if _, declared := guard.TypeSizeOf(name); slices.Contains(d.Interfaces, "Node") != declared {
			t.Errorf("%s has to be in the table of types if and only if it is stored; it is there: %v", name, declared)
		}
	}
	for coordinate := range resolvedFields() {
		on, name, _ := strings.Cut(coordinate, ".")
		if strings.HasSuffix(types[on].Fields.ForName(name).Type.Name(), "Connection") {
			continue // its cost follows from the size of its type
		}
		declared := slices.ContainsFunc(append(slices.Clone(types[on].Interfaces), on), func(typ string) bool {
			_, found := guard.FieldCostAt(typ + "." + name)
			return found
		})
		if !declared {
			t.Errorf(
				"%s is read by a resolver and has no entry in the table of field costs (internal/guard/fieldcosts.go)", coordinate,
			)
		}
	}
	for _, coordinate := range guard.FieldCoordinates() {
		on, name, _ := strings.Cut(coordinate, ".")
		if types[on] == nil || types[on].Fields.ForName(name) == nil {
			t.Errorf("%s is in the table of field costs, and not in the schema", coordinate)
		}
		if w, _ := guard.FieldCostAt(coordinate); w.Reason == "" {
			t.Errorf("%s has no reason in the table of field costs", coordinate)
		}
	}
}

// TestCost_MatchesWork compares the cost of every root field and edge, and of the operations by which the
// server was attacked, with the work that they do on the data of `demo --scale`.
func TestCost_MatchesWork(t *testing.T) {
	b := newWorkbench(t, store.SQLite)
	t.Run("fields", b.checkFields)
	t.Run("orders", b.checkOrders)
	t.Run("filters", b.checkFilters)
	t.Run("random filters", b.checkRandomFilters)
	t.Run("replay", b.checkReplay)
	t.Run("attacks", b.checkAttacks)
	t.Run("random", b.checkRandom)
	t.Run("texts", b.checkTexts)
}

// check compares the cost of an operation with its work; a cost that may be too high because nothing was
// found is not looked at.
func (b *costBench) check(t *testing.T, name, query string) (cost int, w operationWork) {
	t.Helper()
	w, response := b.count(t, query, nil)
	cost = estimateCost(t, query, nil)
	if b.isTooCheap(cost, w.cpuMicroseconds()) { // goroutines that run beside it allocate, too
		w, response = b.count(t, query, nil)
	}
	if b.isTooCheap(cost, w.cpuMicroseconds()) {
		t.Errorf("%s is too cheap: %d units for %v\n%s", name, cost, w, query)
	}
	if !hasNoErrors(response) {
		t.Errorf("%s: %s answers %.300s", name, query, response)
	}
	t.Logf("%-32s %8d units for %v: %.1f", name, cost, w, float64(cost)/float64(max(w.cpuMicroseconds(), 1)))
	return cost, w
}

// isTooCheap reports whether a cost is below the band. On PostgreSQL only the work of the database is
// counted, which a cost covers.
func (b *costBench) isTooCheap(cost, microseconds int) bool {
	if b.plans != nil {
		return cost < microseconds
	}
	return cost*leastPerWorkOf < microseconds*leastPerWork
}

// widestCost is the largest cost of a path on which fields are checked besides the shortest one.
const widestCost = 80_000

// checkFields checks each field on the shortest path to its type, on the one to most objects, and below one
// row.
func (b *costBench) checkFields(t *testing.T) {
	probes := newProbes(graph.Schema())
	b.checkFieldsOn(t, probes, probes.paths, true)
	b.checkFieldsOn(t, probes, probes.singlePaths(), false)
	b.checkFieldsOn(t, probes, probes.widestPaths(func(query string) int {
		if estimateCost(t, query, nil) > widestCost {
			return 0
		}
		return countObjects(b.run(t.Context(), t, query, nil))
	}), false)
}

// countObjects counts the different objects in a response to an operation that selects their ids, or all of
// them if it selects their types.
func countObjects(response []byte) int {
	ids := map[string]bool{}
	for _, id := range objectID.FindAll(response, -1) {
		ids[string(id)] = true
	}
	return max(len(ids), bytes.Count(response, []byte(`"__typename"`)))
}

var objectID = regexp.MustCompile(`"id":"[^"]*"`)

// checkFieldsOn checks each field by itself, and what it adds to its parents: those may hide it, where they
// cost much. On paths that find nothing a cost may be too high, so that only its lower bound is checked.
func (b *costBench) checkFieldsOn(
	t *testing.T, probes *probeBuilder, paths map[string]string, bothBounds bool,
) {
	type parent struct {
		cost int
		work operationWork
	}
	parents := map[string]parent{}
	for _, p := range probes.all(paths, resolvedFields()) {
		cost, w := b.check(t, p.coordinate, p.query)
		if bothBounds && b.plans == nil && cost > max(mostPerWork*w.cpuMicroseconds(), mostForNothing) {
			t.Errorf("%s is too expensive: %d units for %v\n%s", p.coordinate, cost, w, p.query)
		}
		on, _, _ := strings.Cut(p.coordinate, ".")
		of, known := parents[on]
		if !known {
			query := fmt.Sprintf(paths[on], "__typename")
			of.cost = estimateCost(t, query, nil)
			of.work, _ = b.count(t, query, nil)
			parents[on] = of
		}
		added, worked := cost-of.cost, w.cpuMicroseconds()-of.work.cpuMicroseconds()
		if b.isTooCheap(added, worked-noise) { // goroutines that run beside it allocate, too
			w, _ = b.count(t, p.query, nil)
			worked = min(worked, w.cpuMicroseconds()-of.work.cpuMicroseconds())
		}
		if b.isTooCheap(added, worked-noise) {
			t.Errorf("%s is too cheap: it adds %d units for about %d µs\n%s", p.coordinate, added, worked, p.query)
		}
	}
}

// checkOrders checks each order of each root connection, one row of it: without an index all rows are
// sorted for that.
func (b *costBench) checkOrders(t *testing.T) {
	for _, f := range graph.Schema().Query.Fields {
		order := f.Arguments.ForName("orderBy")
		if order == nil {
			continue
		}
		field := graph.Schema().Types[order.Type.Name()].Fields.ForName("field")
		for _, value := range graph.Schema().Types[field.Type.Name()].EnumValues {
			name := f.Name + " by " + value.Name
			b.check(
				t, name,
				fmt.Sprintf("{ %s(first: 1, orderBy: [{field: %s}]) { edges { node { id } } } }", f.Name, value.Name),
			)
		}
	}
}

// checkReplay checks the cost of a replay for the events that one has to apply at most, from what each event
// of a shorter journal takes: up to 499 after a stored snapshot, and those that were appended since snapshots
// were last stored.
func (b *costBench) checkReplay(t *testing.T) {
	const replayedEvents = 1000
	query := `{ conferenceAt(conference: "replayed") { state } }`
	w, response := b.count(t, query, nil)
	cost, long := estimateCost(t, query, nil), w.cpuMicroseconds()*replayedEvents/journaledAnnouncements
	t.Logf("%d units for %v: about %d µs for %d events", cost, w, long, replayedEvents)
	if !hasNoErrors(response) || cost*leastPerWorkOf < long*leastPerWork || cost > 5*long {
		t.Errorf("%d units for about %d µs: %.300s", cost, long, response)
	}
}

// attacks are fields by which the server was attacked (issue 9), and some like them: each repeated under 64
// aliases, with a fragment that all of them spread.
var attacks = map[string]struct{ field, fragment string }{
	"filter below parents": {
		`reports(last: 100) { nodes { ...F } }`,
		`fragment F on Report { indicatorValues(first: 1, where: {and: [{approximationNEQ: ABOUT},
		{hasIndicatorWith: [{hasWhole: false}]}]}) { totalCount } }`,
	},
	"conditions below parents": {
		`provinces(first: 100) { nodes { ...F } }`,
		`fragment F on Province { units(first: 1, where: {and: [{text: "a"}, {text: "o"}, {text: "i"},
		{text: "n"}, {text: "h"}, {text: "g"}, {text: "u"}]}) { totalCount } }`,
	},
	"short lists": {
		`reports(last: 100) { nodes { ...F } }`,
		`fragment F on Report { indicatorValues(first: 0, where: {or: [
		{approximationIn: [AT_LEAST, ABOUT, AT_MOST, NOT_STATED]}, {approximationIn: [ABOUT, NOT_STATED]}]}) {
		totalCount } }`,
	},
	"similar proposals": {
		`conferences(last: 20) { nodes { proposals(first: 5) { nodes { similar(first: 1) { percent } } } } }`,
		"",
	},
	"search": {
		`search(text: "ng", first: 0) { ...F }`,
		`fragment F on Unit { reports(first: 100) { edges { node { id
		indicatorValues(first: 100) { edges { node { id value valueStated } } } } } } }`,
	},
	"sort": {
		`indicatorValues(first: 1, orderBy: [{field: VALUE}, {field: ORDINAL}]) { edges { node { id } } }`,
		"",
	},
	"replay": {`conferenceAt(conference: "replayed") { state }`, ""},
	"count":  {`indicatorValues(first: 0) { totalCount }`, ""},
	"words":  {`search(text: "` + strings.Repeat("n g ", 24) + `", first: 1) { __typename }`, ""},
	"filter": {
		`indicatorValues(first: 1, where: {hasUnitWith: [{text: "` + strings.Repeat(
			"n g ", 24,
		) + `"}]}) { totalCount }`,
		"",
	},
	"trends": {
		`units(first: 100) { ...F }`,
		`fragment F on UnitConnection { edges { node { trends { points { indicatorValue { value } } } } } }`,
	},
	"similar": {
		`proposals(first: 100) { ...F }`,
		`fragment F on ProposalConnection { edges { node { similar(first: 20) { percent } } } }`,
	},
}

// wholeAttacks are like attacks, but take nearly the maximum cost once.
var wholeAttacks = map[string]struct{ field, fragment string }{
	"aliases of a group's object": {
		`proposalAggregates(groupBy: [UNIT, SCHOOL_YEAR, CONFERENCE, CLUSTER, TOPIC, KIND], first: 100) {
		groups { id: topic { id } topic { ...F } } }`,
		`fragment F on Topic { ` + repeated(15, `proposals(first: 1) { totalCount }`) + ` }`,
	},
	"filters of connections without rows": {
		`reports(last: 66) { nodes { indicatorValues(first: 40) { nodes { unit { ...F } } } } }`,
		`fragment F on Unit { ` + repeated(2, `reports(first: 1, where: {or: [`+
			strings.Repeat(`{hasUnitWith: [{hasParentWith: [{code: "x"}]}]} `, 20)+`]}) { __typename }`) + ` }`,
	},
}

// repeated returns a selection under n aliases.
func repeated(n int, selection string) string {
	var all strings.Builder
	for i := range n {
		fmt.Fprintf(&all, "b%d: %s ", i, selection)
	}
	return all.String()
}

// checkAttacks checks that the cost of an attack matches its work, and that 64 of them are refused.
func (b *costBench) checkAttacks(t *testing.T) {
	for name, a := range wholeAttacks {
		b.check(t, name, "{ "+a.field+" } "+a.fragment)
	}
	h := graph.Handler(b.store)
	for name, a := range attacks {
		b.check(t, name, "{ "+a.field+" } "+a.fragment)
		var all strings.Builder
		for i := range 64 {
			fmt.Fprintf(&all, "a%d: %s ", i, a.field)
		}
		counted, statements := storetest.CountQueries(t.Context())
		served := costBench{handler: h}
		var got graphqlResponse
		if err := json.Unmarshal(served.run(counted, t, "{ "+all.String()+"} "+a.fragment, nil), &got); err != nil {
			t.Fatal(err)
		}
		if len(got.Errors) != 1 || got.Errors[0].Extensions.Code != "OPERATION_TOO_COMPLEX" ||
			statements.Count() != 0 {
			t.Errorf("64 x %s: %d statements, %+v", name, statements.Count(), got.Errors)
			continue
		}
		params := got.Errors[0].Extensions.Params
		if params["limit"] != "anonymous-cost" || params["max"] != float64(guard.DefaultLimits().AnonymousCost) ||
			params["value"].(float64) <= params["max"].(float64) {
			t.Errorf("64 x %s: %v", name, params)
		}
	}
}

// randomOperations is how many random operations are checked; the seed is fixed, so that they are the
// same on every run.
const randomOperations = 150

// checkRandom checks that whatever an anonymous caller is admitted with costs no more than estimated.
func (b *costBench) checkRandom(t *testing.T) {
	random, most := rand.New(rand.NewPCG(9, 2)), 0
	for n := 0; n < randomOperations; {
		query := randomOperation(random, graph.Schema())
		if estimateCost(t, query, nil) > guard.DefaultLimits().AnonymousCost {
			continue
		}
		_, w := b.check(t, "random", query)
		most = max(most, w.cpuMicroseconds())
		n++
	}
	t.Logf("the largest takes about %d µs", most)
}

// randomOperation writes an operation of a few root fields, with pages and edges within each other.
func randomOperation(random *rand.Rand, schema *ast.Schema) string {
	p := probeBuilder{schema: schema}
	return "{ " + p.selections(random, schema.Query, 4) + " }"
}

// selections chooses some fields of a type, and selections below them.
func (p *probeBuilder) selections(random *rand.Rand, on *ast.Definition, depth int) string {
	if on.IsAbstractType() {
		return "__typename"
	}
	var all strings.Builder
	all.WriteString("__typename ")
	for i := range 1 + random.IntN(3) {
		f := on.Fields[random.IntN(len(on.Fields))]
		target := p.schema.Types[f.Type.Name()]
		if strings.HasPrefix(f.Name, "__") || target.IsLeafType() && len(f.Arguments) > 0 {
			continue
		}
		fmt.Fprintf(&all, "f%d: ", i)
		pages := []string{"0", "1", "10", "20", "50", "100"}
		written := strings.Replace(p.field(on, f), "first: 10", "first: "+pages[random.IntN(len(pages))], 1)
		if strings.Contains(f.Name, "imilar") || strings.HasPrefix(f.Name, "overdue") ||
			strings.HasSuffix(f.Name, "Aggregates") { // these take no empty page
			written = p.field(on, f)
		}
		all.WriteString(written)
		node, isConnection := strings.CutSuffix(target.Name, "Connection")
		switch {
		case target.IsLeafType():
		case depth == 0:
			all.WriteString(" { __typename }")
		case isConnection:
			count := []string{"", "totalCount "}[random.IntN(2)]
			rows := []string{"edges { node { %s } }", "nodes { %s }"}[random.IntN(2)]
			fmt.Fprintf(&all, " { %s"+rows+" }", count, p.selections(random, p.schema.Types[node], depth-1))
		default:
			fmt.Fprintf(&all, " { %s }", p.selections(random, target, depth-1))
		}
		all.WriteString(" ")
	}
	return all.String()
}

// hasNoErrors reports whether a response has data and no errors but that something was not found.
func hasNoErrors(response []byte) bool {
	var got graphqlResponse
	if err := json.Unmarshal(response, &got); err != nil {
		return false
	}
	return !slices.ContainsFunc(
		got.Errors, func(r responseError) bool { return r.Extensions.Code != "NOT_FOUND" },
	)
}
