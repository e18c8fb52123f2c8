package report_test

import (
	"fmt"
	"testing"
	"time"

	"thidua/ent"
	"thidua/internal/access"
	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/registry"
	"thidua/internal/registry/registrytest"
	"thidua/internal/report"
	"thidua/internal/store"
	"thidua/internal/storetest"
	"thidua/internal/viewer"
)

// putDrafts writes reports of cluster 2, of its member Hà Nam, and of the Ministry, which is in no cluster.
func putDrafts(t *testing.T, s *store.Store) (ofCluster, ofUnit, ofMinistry gid.ID) {
	t.Helper()
	registrytest.PutBase(t, s)
	if err := registry.PutMembership(registrytest.OperatorContext(t), s,
		registry.Membership{Cluster: 2, SchoolYear: year, Units: []string{"ha-nam"}}); err != nil {
		t.Fatal(err)
	}
	var ids []gid.ID
	for _, key := range []registry.ReportKey{{Cluster: 2}, {Unit: "ha-nam"}, {Unit: "moet"}} {
		key.SchoolYear, key.Period = year, "FINAL"
		in := report.Report{Cluster: key.Cluster, Unit: key.Unit, SchoolYear: year, Period: "FINAL",
			Title: "Báo cáo"}
		if err := report.FileReport(registrytest.OperatorContext(t), s, in); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, key.ID())
	}
	return ids[0], ids[1], ids[2]
}

func viewerWith(grants ...viewer.Grant) viewer.Viewer {
	return viewer.Account(0, time.Time{}, grants...)
}

var (
	head   = viewerWith(viewer.Grant{Role: viewer.ClusterHead, Cluster: registry.ClusterID(2), SchoolYear: year})
	editor = viewerWith(viewer.Grant{Role: viewer.UnitEditor, Unit: registry.UnitID("ha-nam"), SchoolYear: year})
)

// publishedChanges returns the changes on the stream of cluster 2 this year, and all reports and entries as
// text.
func publishedChanges(t *testing.T, s *store.Store) (changes []journal.Change, all string) {
	t.Helper()
	entries, err := journal.ReadSince(t.Context(), s.Reader(), 100,
		journal.StreamSeq{Stream: journal.ClusterStream(registry.ClusterID(2), year)})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		changes = append(changes, e.Change)
	}
	ctx := registrytest.OperatorContext(t)
	return changes, fmt.Sprint(s.Reader().Report.Query().Order(ent.Asc("id")).AllX(ctx),
		s.Reader().JournalEntry.Query().Order(ent.Asc("id")).AllX(ctx))
}

func TestPublish(t *testing.T) {
	t.Parallel()
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		ofCluster, ofUnit, ofMinistry := putDrafts(t, s)
		turn := func(v viewer.Viewer, id gid.ID, reason string) error {
			t.Helper()
			ctx := viewer.NewContext(t.Context(), v)
			var err error
			if reason == "" {
				_, err = report.Publish(ctx, s, id)
			} else {
				_, err = report.Withdraw(ctx, s, id, reason)
			}
			return err
		}
		refused := func(v viewer.Viewer, id gid.ID, reason string, code fault.Code) {
			t.Helper()
			_, before := publishedChanges(t, s)
			err := turn(v, id, reason)
			if f, ok := fault.FromError(err); !ok || f.Code() != code {
				t.Errorf("%v, want %s", err, code)
			}
			if _, after := publishedChanges(t, s); after != before {
				t.Error("a rejected call wrote something")
			}
		}
		does := func(v viewer.Viewer, id gid.ID, reason string) {
			t.Helper()
			for range 2 { // the second is a no-op, as the journal shows
				if err := turn(v, id, reason); err != nil {
					t.Fatal(err)
				}
			}
		}
		ministry := viewerWith(viewer.Grant{Role: viewer.Ministry})
		auditor := viewerWith(viewer.Grant{Role: viewer.Auditor})
		deputy := viewerWith(viewer.Grant{Role: viewer.ClusterDeputy, Cluster: registry.ClusterID(2),
			SchoolYear: year})
		other := viewerWith(
			viewer.Grant{Role: viewer.ClusterHead, Cluster: registry.ClusterID(5), SchoolYear: year},
			viewer.Grant{Role: viewer.ClusterHead, Cluster: registry.ClusterID(2), SchoolYear: year.Next()},
		)
		for _, v := range []viewer.Viewer{viewer.Anonymous(), other} {
			refused(v, ofCluster, "", "NOT_FOUND")
			refused(v, ofUnit, "", "NOT_FOUND")
		}
		refused(editor, ofCluster, "", "NOT_FOUND")
		refused(auditor, ofCluster, "", "FORBIDDEN")
		refused(deputy, ofUnit, "", "FORBIDDEN")
		refused(head, ofMinistry, "", "NOT_FOUND")
		refused(head, ofCluster, "Sai số liệu", "WRONG_STATE")

		does(head, ofCluster, "")
		does(editor, ofUnit, "")
		does(ministry, ofMinistry, "")
		for _, v := range []viewer.Viewer{auditor, deputy, other} {
			refused(v, ofUnit, "Không thích", "FORBIDDEN")
		}
		refused(viewer.Anonymous(), ofUnit, "Không thích", "UNAUTHENTICATED")
		refused(head, ofUnit, " ", "BAD_INPUT")
		does(head, ofUnit, "Sai số liệu")
		does(editor, ofUnit, "")
		changes, _ := publishedChanges(t, s)
		if len(changes) != 4 {
			t.Fatalf("%d changes", len(changes))
		}
		first, second := changes[0].(journal.ReportPublished), changes[1].(journal.ReportPublished)
		gone, again := changes[2].(journal.ReportWithdrawn), changes[3].(journal.ReportPublished)
		row := s.Reader().Report.GetX(t.Context(), ofUnit)
		if first.ReportID != ofCluster || *first.ClusterNumber != 2 || first.UnitID != nil ||
			*second.UnitCode != "ha-nam" || second.ClusterID != nil ||
			*gone.Reason != "Sai số liệu" || gone.ReportID != ofUnit ||
			!again.PublishedAt.Equal(*row.PublishedAt) || row.WithdrawalReason != nil {
			t.Errorf("%+v\n%v", changes, row)
		}
	}, store.WithReadRules(access.InstallReadRules))
}
