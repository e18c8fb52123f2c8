package graph_test

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"thidua/graph"
	"thidua/internal/access"
	"thidua/internal/sampledata"
	"thidua/internal/store"
	"thidua/internal/storetest"
	"thidua/internal/viewer"
)

// handWrittenAggregates are groupings of figures with the statements that one would write by hand for them:
// how many figures there are, and how many exact ones, with their sum, or the sums of their parts.
var handWrittenAggregates = map[string]struct{ by, columns, joins, groups string }{
	"indicator": {"", "", "", ""},
	"year":      {"SCHOOL_YEAR", "v.school_year,", "", ", v.school_year"},
	"cluster and year": {
		"CLUSTER, SCHOOL_YEAR", "COALESCE(v.cluster_id, m.cluster_id) AS c, v.school_year,",
		"LEFT JOIN memberships m ON m.unit_id = v.unit_id AND m.school_year = v.school_year",
		", c, v.school_year",
	},
	"unit, year and period": {
		"UNIT, SCHOOL_YEAR, PERIOD", "u.sort_key, v.unit_id, v.school_year, r.period,",
		"LEFT JOIN units u ON u.id = v.unit_id", ", u.sort_key, v.unit_id, v.school_year, r.period",
	},
}

// BenchmarkAggregates compares aggregates of the 50 000 figures of `demo --scale` with statements written by
// hand, which return the same page of groups. They take turns.
//
//	go test -run '^$' -bench Aggregates ./graph
func BenchmarkAggregates(b *testing.B) {
	for _, dialect := range []string{store.SQLite, store.Postgres} {
		b.Run(dialect, func(b *testing.B) {
			url := published.URL(b, dialect)
			s := storetest.OpenURL(b, url, store.WithReadRules(access.InstallReadRules))
			loadSampleData(b, s, sampledata.Country)
			h := graph.Handler(s, withoutCostLimit())
			read := openSQL(b, dialect, url)
			for name, c := range handWrittenAggregates {
				b.Run(name, func(b *testing.B) {
					statement := `SELECT v.indicator_id, ` + c.columns + ` COUNT(*) OVER (), COUNT(*),
						COUNT(CASE WHEN v.approximation = 'EXACT' THEN v.value_micros END),
						SUM(CASE WHEN v.approximation = 'EXACT' THEN v.value_micros END),
						MIN(v.value_micros), MAX(v.value_micros), SUM(v.numerator), SUM(v.denominator)
						FROM indicator_values v JOIN reports r ON r.id = v.report_id AND r.state = 'PUBLISHED' ` + c.joins + `
						GROUP BY v.indicator_id` + c.groups + ` ORDER BY v.indicator_id` + c.groups + ` LIMIT 100`
					body, err := json.Marshal(map[string]string{"query": `{ indicatorValueAggregates(groupBy: [` + c.by +
						`], first: 100) { totalCount groups { count basedOnCount missingCount sum percent minimum maximum } } }`})
					if err != nil {
						b.Fatal(err)
					}
					var byHand, served time.Duration
					for b.Loop() {
						start := time.Now()
						rows, err := read.QueryContext(b.Context(), statement)
						if err != nil {
							b.Fatal(err)
						}
						n := 0
						for rows.Next() {
							n++
						}
						if err := rows.Close(); err != nil || n == 0 {
							b.Fatal(n, err)
						}
						between := time.Now()
						request := httptest.NewRequest(http.MethodPost, "/", bytes.NewReader(body)).
							WithContext(viewer.NewContext(b.Context(), viewer.Anonymous()))
						request.Header.Set("Content-Type", "application/json")
						w := httptest.NewRecorder()
						h.ServeHTTP(w, request)
						if w.Code != http.StatusOK || bytes.Contains(w.Body.Bytes(), []byte(`"errors"`)) {
							b.Fatal(w.Body.String())
						}
						byHand, served = byHand+between.Sub(start), served+time.Since(between)
					}
					b.ReportMetric(float64(byHand.Milliseconds())/float64(b.N), "ms/hand")
					b.ReportMetric(float64(served.Milliseconds())/float64(b.N), "ms/thidua")
					b.ReportMetric(float64(served)/float64(byHand), "ratio")
				})
			}
		})
	}
}

// openSQL opens a database for statements written by hand.
func openSQL(b *testing.B, dialect, url string) *sql.DB {
	b.Helper()
	driver, source := "postgres", url
	if dialect == store.SQLite {
		driver, source = "sqlite", strings.TrimPrefix(url, "sqlite:")
	}
	db, err := sql.Open(driver, source)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = db.Close() })
	return db
}
