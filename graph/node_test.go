package graph_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"thidua/ent"
	"thidua/ent/account"
	"thidua/ent/award"
	"thidua/ent/grant"
	awards "thidua/internal/award"
	"thidua/internal/gid"
	"thidua/internal/store"
	"thidua/internal/vi"
	"thidua/internal/viewer"
)

// idsOf reads the ids of every row of a kind.
var idsOf = map[gid.Kind]func(context.Context, *ent.Client) ([]gid.ID, error){
	gid.Province: func(ctx context.Context, c *ent.Client) ([]gid.ID, error) {
		return c.Province.Query().IDs(ctx)
	},
	gid.Unit: func(ctx context.Context, c *ent.Client) ([]gid.ID, error) {
		return c.Unit.Query().IDs(ctx)
	},
	gid.Succession: func(ctx context.Context, c *ent.Client) ([]gid.ID, error) {
		return c.Succession.Query().IDs(ctx)
	},
	gid.Cluster: func(ctx context.Context, c *ent.Client) ([]gid.ID, error) {
		return c.Cluster.Query().IDs(ctx)
	},
	gid.Membership: func(ctx context.Context, c *ent.Client) ([]gid.ID, error) {
		return c.Membership.Query().IDs(ctx)
	},
	gid.Office: func(ctx context.Context, c *ent.Client) ([]gid.ID, error) {
		return c.Office.Query().IDs(ctx)
	},
	gid.Person: func(ctx context.Context, c *ent.Client) ([]gid.ID, error) {
		return c.Person.Query().IDs(ctx)
	},
	gid.Post: func(ctx context.Context, c *ent.Client) ([]gid.ID, error) {
		return c.Post.Query().IDs(ctx)
	},
	gid.Document: func(ctx context.Context, c *ent.Client) ([]gid.ID, error) {
		return c.Document.Query().IDs(ctx)
	},
	gid.Citation: func(ctx context.Context, c *ent.Client) ([]gid.ID, error) {
		return c.Citation.Query().IDs(ctx)
	},
	gid.Discrepancy: func(ctx context.Context, c *ent.Client) ([]gid.ID, error) {
		return c.Discrepancy.Query().IDs(ctx)
	},
	gid.Topic: func(ctx context.Context, c *ent.Client) ([]gid.ID, error) {
		return c.Topic.Query().IDs(ctx)
	},
	gid.Indicator: func(ctx context.Context, c *ent.Client) ([]gid.ID, error) {
		return c.Indicator.Query().IDs(ctx)
	},
	gid.Report: func(ctx context.Context, c *ent.Client) ([]gid.ID, error) {
		return c.Report.Query().IDs(ctx)
	},
	gid.IndicatorValue: func(ctx context.Context, c *ent.Client) ([]gid.ID, error) {
		return c.IndicatorValue.Query().IDs(ctx)
	},
	gid.ReportSection: func(ctx context.Context, c *ent.Client) ([]gid.ID, error) {
		return c.ReportSection.Query().IDs(ctx)
	},
	gid.Movement: func(ctx context.Context, c *ent.Client) ([]gid.ID, error) {
		return c.Movement.Query().IDs(ctx)
	},
	gid.Conference: func(ctx context.Context, c *ent.Client) ([]gid.ID, error) {
		return c.Conference.Query().IDs(ctx)
	},
	gid.Site: func(ctx context.Context, c *ent.Client) ([]gid.ID, error) {
		return c.Site.Query().IDs(ctx)
	},
	gid.Attendance: func(ctx context.Context, c *ent.Client) ([]gid.ID, error) {
		return c.Attendance.Query().IDs(ctx)
	},
	gid.AgendaItem: func(ctx context.Context, c *ent.Client) ([]gid.ID, error) {
		return c.AgendaItem.Query().IDs(ctx)
	},
	gid.Speech: func(ctx context.Context, c *ent.Client) ([]gid.ID, error) {
		return c.Speech.Query().IDs(ctx)
	},
	gid.Proposal: func(ctx context.Context, c *ent.Client) ([]gid.ID, error) {
		return c.Proposal.Query().IDs(ctx)
	},
	gid.Directive: func(ctx context.Context, c *ent.Client) ([]gid.ID, error) {
		return c.Directive.Query().IDs(ctx)
	},
	gid.Task: func(ctx context.Context, c *ent.Client) ([]gid.ID, error) {
		return c.Task.Query().IDs(ctx)
	},
	gid.HeadElection: func(ctx context.Context, c *ent.Client) ([]gid.ID, error) {
		return c.HeadElection.Query().IDs(ctx)
	},
	gid.AwardKind: func(ctx context.Context, c *ent.Client) ([]gid.ID, error) {
		return c.AwardKind.Query().IDs(ctx)
	},
	gid.Nomination: func(ctx context.Context, c *ent.Client) ([]gid.ID, error) {
		return c.Nomination.Query().IDs(ctx)
	},
	gid.Award: func(ctx context.Context, c *ent.Client) ([]gid.ID, error) {
		return c.Award.Query().IDs(ctx)
	},
	gid.Account: func(ctx context.Context, c *ent.Client) ([]gid.ID, error) {
		return c.Account.Query().IDs(ctx)
	},
	gid.Grant: func(ctx context.Context, c *ent.Client) ([]gid.ID, error) {
		return c.Grant.Query().IDs(ctx)
	},
	gid.Announcement: func(ctx context.Context, c *ent.Client) ([]gid.ID, error) {
		return c.Announcement.Query().IDs(ctx)
	},
	gid.FloorRequest: func(ctx context.Context, c *ent.Client) ([]gid.ID, error) {
		return c.FloorRequest.Query().IDs(ctx)
	},
	gid.TaskAssignment: func(ctx context.Context, c *ent.Client) ([]gid.ID, error) {
		return c.TaskAssignment.Query().IDs(ctx)
	},
	gid.Token: func(ctx context.Context, c *ent.Client) ([]gid.ID, error) { return c.Token.Query().IDs(ctx) },
}

// TestNode_EveryType checks that every type is found by node(id:) and nodes(ids:), with the same id on both
// databases.
func TestNode_EveryType(t *testing.T) {
	seen := map[string]map[string][]gid.ID{}
	eachDataset(t, func(a api) {
		createAccountRows(a)
		asOperator := serve(a.t, a.store, viewer.Operator())
		operator := viewer.NewContext(a.t.Context(), viewer.Operator())
		found := map[string][]gid.ID{}
		for _, kind := range gid.Kinds() {
			ids, err := idsOf[kind](operator, a.store.Reader())
			if err != nil {
				a.t.Fatal(err)
			}
			if len(ids) == 0 {
				a.t.Errorf("the test has no %s", kind)
				continue
			}
			slices.Sort(ids)
			if kind != gid.Account && kind != gid.Grant && kind != gid.Token {
				found[kind.String()] = ids
			}
			hidden := kind == gid.Account || kind == gid.Grant || kind == gid.Token
			asOperator.checkNodeFound(kind, ids)
			if hidden {
				a.checkNodeHidden(kind, ids[0])
			} else {
				a.checkNodeFound(kind, ids)
			}
		}
		seen[a.store.Dialect()] = found
	})
	if diff := cmp.Diff(seen[store.SQLite], seen[store.Postgres]); diff != "" {
		t.Errorf("ids differ between the databases:\n%s", diff)
	}
}

func (a api) checkNodeFound(kind gid.Kind, ids []gid.ID) {
	a.t.Helper()
	ids = ids[:min(3, len(ids))]
	var texts, want []any
	for _, id := range ids {
		texts = append(texts, id.String())
		want = append(want, map[string]any{"__typename": kind.String(), "id": id.String()})
	}
	one := a.data(`query($id: ID!) { node(id: $id) { __typename id } }`, map[string]any{"id": texts[0]})
	if diff := cmp.Diff(want[0], one["node"]); diff != "" {
		a.t.Errorf("node: %s", diff)
	}
	all := a.data(`query($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }`, map[string]any{"ids": texts})
	if diff := cmp.Diff(want, all["nodes"]); diff != "" {
		a.t.Errorf("nodes: %s", diff)
	}
}

func (a api) checkNodeHidden(kind gid.Kind, id gid.ID) {
	a.t.Helper()
	got := a.ask(
		`query($id: ID!) { node(id: $id) { __typename } nodes(ids: [$id]) { id } }`,
		map[string]any{"id": id.String()},
	)
	if at(got.Data, "node") != nil || at(got.Data, "nodes", 0) != nil || len(got.Errors) != 2 ||
		got.Errors[0].Extensions.Code != "NOT_FOUND" || got.Errors[1].Extensions.Code != "NOT_FOUND" {
		a.t.Errorf("an anonymous reader of a %s got %+v", kind, got)
	}
}

// createAccountRows writes what the record has none of: an account with a role and a token, an announcement,
// and an award.
func createAccountRows(a api) {
	a.t.Helper()
	ctx := viewer.NewContext(a.t.Context(), viewer.Operator())
	year, _ := vi.ParseSchoolYear("2023-2024")
	decided, _ := vi.ParseDate("2024-09-30")
	if err := awards.PutAward(ctx, a.store, awards.Award{
		Kind: "MINISTRY_EMULATION_FLAG", Unit: "nam-dinh", SchoolYear: year, Cluster: 2, Nominated: true,
		State: award.StateDecided, DecisionNumber: "1/QĐ-BGDĐT", DecidedOn: decided,
	}); err != nil {
		a.t.Fatal(err)
	}
	if err := a.store.Tx(ctx, func(ctx context.Context, tx *store.Tx) error {
		if err := tx.Announcement.Create().SetID(gid.Derive(gid.Announcement, "x")).
			SetConferenceID(gid.Derive(gid.Conference, "c2-2023-2024-final")).
			SetText("Thông báo").SetAudience("EVERYONE").SetMadeAt(tx.Now()).Exec(ctx); err != nil {
			return err
		}
		if err := tx.FloorRequest.Create().SetID(gid.Derive(gid.FloorRequest, "x")).
			SetConferenceID(gid.Derive(gid.Conference, "c2-2023-2024-final")).
			SetKind("REMARK").SetRequestedAt(tx.Now()).SetAllottedSeconds(180).Exec(ctx); err != nil {
			return err
		}
		if err := tx.TaskAssignment.Create().SetID(gid.Derive(gid.TaskAssignment, "x")).SetOrdinal(1).
			SetTaskID(tx.Task.Query().FirstIDX(ctx)).SetUnitID(gid.Derive(gid.Unit, "nam-dinh")).
			Exec(ctx); err != nil {
			return err
		}
		owner, err := tx.Account.Create().SetSubject("clerk").SetName("A clerk").SetKind(account.KindPerson).
			Save(ctx)
		if err != nil {
			return err
		}
		if _, err := tx.Grant.Create().SetAccount(owner).SetRole(grant.RoleAuditor).SetValidFrom(tx.Now()).
			Save(ctx); err != nil {
			return err
		}
		return tx.Token.Create().SetAccount(owner).SetHash([]byte("hash")).SetLabel("laptop").
			SetCreatedAt(tx.Now()).Exec(ctx)
	}); err != nil {
		a.t.Fatal(err)
	}
}

// TestNodes_KeepOrder checks that nodes keep the order, duplicates and gaps of the ids; a missing one is null
// with an error.
func TestNodes_KeepOrder(t *testing.T) {
	eachDataset(t, func(a api) {
		unit, nobody := gid.Derive(gid.Unit, "vinh-phuc").String(), gid.Derive(gid.Unit, "nowhere").String()
		cluster := gid.Derive(gid.Cluster, "2").String()
		got := a.ask(
			`query($ids: [ID!]!) { nodes(ids: $ids) { id } }`,
			map[string]any{"ids": []string{unit, nobody, cluster, unit}},
		)
		want := []any{map[string]any{"id": unit}, nil, map[string]any{"id": cluster}, map[string]any{"id": unit}}
		if diff := cmp.Diff(want, got.Data["nodes"]); diff != "" {
			a.t.Error(diff)
		}
		if len(got.Errors) != 1 || got.Errors[0].Extensions.Code != "NOT_FOUND" ||
			fmt.Sprint(got.Errors[0].Path) != "[nodes 1]" {
			a.t.Errorf("errors: %+v", got.Errors)
		}
	})
}
