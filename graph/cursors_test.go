package graph_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"thidua/ent"
	"thidua/ent/document"
	"thidua/internal/cursor"
	"thidua/internal/registry"
	"thidua/internal/store"
)

// longTitle is longer than a cursor. Titles of all n begin alike, and are in the order of n.
func longTitle(n int) string {
	return fmt.Sprintf("Kế hoạch phối hợp tổ chức hội nghị tổng kết công tác thi đua của các cụm %s%02d",
		strings.Repeat("và các đơn vị trực thuộc ", 8), n)
}

// putDocuments stores the documents with these codes, which are also the numbers in their titles.
func (a api) putDocuments(numbers ...int) {
	a.t.Helper()
	for _, n := range numbers {
		err := registry.PutDocument(operatorContext(a), a.store, registry.Document{
			Code: fmt.Sprintf("long-%02d", n), Kind: document.KindNewsArticle, Title: longTitle(n)})
		if err != nil {
			a.t.Fatal(err)
		}
	}
}

// longDocuments reads a page of the documents with long titles: their numbers, and the first and last cursor.
func (a api) longDocuments(page string) (numbers []int, start, end string) {
	a.t.Helper()
	list := at(a.data(fmt.Sprintf(`{ documents(%s) { pageInfo { startCursor endCursor } nodes { code } } }`,
		page), nil), "documents")
	for _, node := range at(list, "nodes").([]any) {
		var n int
		if _, err := fmt.Sscanf(at(node, "code").(string), "long-%d", &n); err == nil {
			numbers = append(numbers, n)
		}
	}
	start, _ = at(list, "pageInfo", "startCursor").(string)
	end, _ = at(list, "pageInfo", "endCursor").(string)
	return numbers, start, end
}

// A cursor has a bounded length in every order of every list.
func TestCursors_Length(t *testing.T) {
	eachDataset(t, func(a api) {
		a.putDocuments(1, 2, 3)
		for list := range rootLists(a.t) {
			var terms []string
			for _, field := range orderFields(a.t, list) {
				terms = append(terms, fmt.Sprintf("{field: %s, direction: DESC}", field))
			}
			orders := []string{""}
			if len(terms) > 0 {
				orders = append(orders, ", orderBy: ["+strings.Join(terms, ", ")+"]")
			}
			for _, order := range orders {
				page := at(a.data(fmt.Sprintf(`{ %s(first: 100%s) { edges { cursor } } }`, list, order), nil), list)
				for _, edge := range at(page, "edges").([]any) {
					if c := at(edge, "cursor").(string); len(c) > cursor.MaxLength {
						a.t.Errorf("%s%s: a cursor of %d bytes", list, order, len(c))
					}
				}
			}
		}
	})
}

// Rows whose long names begin alike come once each, in order, page by page from either end.
func TestCursors_LongNames(t *testing.T) {
	eachDataset(t, func(a api) {
		want := []int{1, 2, 3, 4, 5, 6, 7}
		a.putDocuments(want...)
		for _, direction := range []string{"ASC", "DESC"} {
			order := fmt.Sprintf(", orderBy: [{field: NAME, direction: %s}]", direction)
			var forward, backward []int
			for after := ""; len(forward) <= len(want); {
				numbers, _, end := a.longDocuments("first: 2" + order + after)
				if end == "" {
					break
				}
				forward = append(forward, numbers...)
				after = fmt.Sprintf(", after: %q", end)
			}
			for before := ""; len(backward) <= len(want); {
				numbers, start, _ := a.longDocuments("last: 2" + order + before)
				if start == "" {
					break
				}
				backward = slices.Concat(numbers, backward)
				before = fmt.Sprintf(", before: %q", start)
			}
			if !slices.Equal(forward, want) || !slices.Equal(backward, want) {
				a.t.Errorf("%s: forwards %v, backwards %v, want %v", direction, forward, backward, want)
			}
			slices.Reverse(want)
		}
	})
}

// After the row of a cursor is deleted or renamed, the next page may repeat rows whose names begin alike, and
// leaves out none.
func TestCursors_RowGone(t *testing.T) {
	eachDataset(t, func(a api) {
		const ascending, descending = ", orderBy: [{field: NAME}]", ", orderBy: [{field: NAME, direction: DESC}]"
		_, _, before := a.longDocuments("first: 100" + ascending)
		if before == "" {
			a.t.Fatal("no documents")
		}
		for name, change := range map[string]func(*store.Tx) error{
			"deleted": func(tx *store.Tx) error {
				return tx.Document.DeleteOneID(registry.DocumentID("long-03")).Exec(operatorContext(a))
			},
			"renamed": func(tx *store.Tx) error {
				return tx.Document.UpdateOneID(registry.DocumentID("long-03")).SetSortKey("00").Exec(operatorContext(a))
			},
		} {
			a.putDocuments(1, 2, 3, 4, 5)
			cursors := map[string]string{}
			for _, order := range []string{ascending, descending} {
				edges := at(a.data(`{ documents(first: 100`+order+`) { edges { cursor node { code } } } }`, nil), "documents",
					"edges").([]any)
				for _, e := range edges {
					if at(e, "node", "code") == "long-03" {
						cursors[order] = fmt.Sprintf(", after: %q", at(e, "cursor"))
					}
				}
			}
			if numbers, _, _ := a.longDocuments("first: 100" + ascending + cursors[ascending]); !slices.Equal(
				numbers, []int{4, 5}) {
				a.t.Errorf("before it is %s: %v", name, numbers)
			}
			if err := a.store.Tx(operatorContext(a), func(_ context.Context, tx *store.Tx) error {
				return change(tx)
			}); err != nil {
				a.t.Fatal(err)
			}
			for order, want := range map[string][]int{ascending: {1, 2, 4, 5}, descending: {5, 4, 2, 1}} {
				numbers, _, _ := a.longDocuments("first: 100" + order + cursors[order])
				numbers = slices.DeleteFunc(numbers, func(n int) bool { return n == 3 })
				if !slices.Equal(numbers, want) {
					a.t.Errorf("%s, %s: %v, want %v", name, order, numbers, want)
				}
			}
		}
	})
}

// The row of a cursor is read under the access rules: a cursor tells nothing of the name of a row that its
// user may not see.
func TestCursors_HiddenRow(t *testing.T) {
	eachDataset(t, func(a api) {
		rows := a.store.Reader().Proposal.Query().AllX(operatorContext(a))
		first := rows[0]
		i := slices.IndexFunc(rows, func(p *ent.Proposal) bool { return p.ConferenceID != first.ConferenceID })
		second := rows[i]
		set := func(change func(tx *store.Tx) error) {
			a.t.Helper()
			if err := a.store.Tx(operatorContext(a), func(_ context.Context, tx *store.Tx) error {
				return change(tx)
			}); err != nil {
				a.t.Fatal(err)
			}
		}
		set(func(tx *store.Tx) error { // both names begin alike, and the first one comes last
			alike := strings.Repeat("ff", 200)
			return errors.Join(
				tx.Proposal.UpdateOneID(first.ID).SetSortKey(alike+"02").Exec(operatorContext(a)),
				tx.Proposal.UpdateOneID(second.ID).SetSortKey(alike+"01").Exec(operatorContext(a)))
		})
		last := at(a.data(`{ proposals(last: 1, orderBy: [{field: NAME}]) { nodes { code } pageInfo { endCursor } } }`,
			nil), "proposals")
		if at(last, "nodes", 0, "code") != first.Code {
			a.t.Fatalf("the last row is %v, want %s", last, first.Code)
		}
		after := func() any {
			return at(a.data(fmt.Sprintf(`{ proposals(after: %q, orderBy: [{field: NAME}]) { nodes { code } } }`,
				at(last, "pageInfo", "endCursor")), nil), "proposals", "nodes")
		}
		if got := after(); fmt.Sprint(got) != "[]" {
			a.t.Errorf("after the last row come %v", got)
		}
		set(func(tx *store.Tx) error {
			return tx.Conference.UpdateOneID(first.ConferenceID).SetState("PLANNED").Exec(operatorContext(a))
		})
		if got := after(); fmt.Sprint(got) != fmt.Sprintf("[map[code:%s]]", second.Code) {
			a.t.Errorf("after a hidden row come %v, want %s, whose name begins alike", got, second.Code)
		}
	})
}
