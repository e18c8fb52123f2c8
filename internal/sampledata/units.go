package sampledata

import (
	"context"
	"fmt"

	"thidua/ent/cluster"
	"thidua/ent/document"
	"thidua/ent/indicator"
	"thidua/ent/office"
	"thidua/ent/unit"
	"thidua/internal/registry"
	"thidua/internal/report"
)

// sourceCode is the document that all generated facts cite.
const sourceCode = "mau"

var sourceCites = []registry.Cite{{Document: sourceCode}}

// loadBodies writes the source document, the units and their clusters.
func (l *loader) loadBodies(ctx context.Context) error {
	err := registry.PutDocument(ctx, l.store, registry.Document{Code: sourceCode, Kind: document.KindDataset,
		Title: "Số liệu mẫu, sinh ra để đo tốc độ", Note: "Không phải số liệu thật."})
	if err != nil {
		return err
	}
	for i := range l.Units {
		err := registry.PutUnit(ctx, l.store,
			registry.Unit{Code: unitCode(i), Kind: unit.KindProvincialDepartment,
				Name:      fmt.Sprintf("Sở Giáo dục và Đào tạo mẫu %02d", i+1),
				ShortName: fmt.Sprintf("Mẫu %02d", i+1),
				NameEn:    fmt.Sprintf("Sample Department of Education and Training %02d", i+1),
				Cites:     sourceCites})
		if err != nil {
			return err
		}
	}
	for n := range l.ClusterCount() {
		err := registry.PutCluster(ctx, l.store,
			registry.Cluster{Number: FirstCluster + n, Kind: cluster.KindCluster,
				Name: fmt.Sprintf("Cụm thi đua mẫu số %d", n+1), Cites: sourceCites})
		if err != nil {
			return err
		}
		if err := l.loadMemberships(ctx, n); err != nil {
			return err
		}
	}
	return nil
}

// loadMemberships writes the memberships and offices of a cluster: the deputy head of a year is head in the
// next.
func (l *loader) loadMemberships(ctx context.Context, n int) error {
	members := l.memberCodes(n)
	for y, year := range l.schoolYears() {
		err := registry.PutMembership(ctx, l.store,
			registry.Membership{Cluster: FirstCluster + n, SchoolYear: year, Units: members,
				Cites: sourceCites})
		if err != nil {
			return err
		}
		for i, role := range []office.Role{office.RoleHead, office.RoleDeputyHead}[:min(2, len(members))] {
			err := registry.PutOffice(ctx, l.store,
				registry.Office{Cluster: FirstCluster + n, SchoolYear: year, Role: role,
					Unit: members[(y+i)%len(members)], CameBy: office.SelectionMethodConsensus, Cites: sourceCites})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// loadIndicators writes the indicators: counts, ratios and scores, in turn.
func (l *loader) loadIndicators(ctx context.Context) error {
	kinds := []struct {
		indicator.Kind
		unit string
		indicator.Aggregation
	}{
		{indicator.KindCount, "trường", indicator.AggregationSum},
		{indicator.KindRatio, "%", indicator.AggregationRatioOfSums},
		{indicator.KindScore, "điểm", indicator.AggregationNone},
	}
	for i := range l.indicatorCount() {
		k := kinds[i%len(kinds)]
		err := report.PutIndicator(ctx, l.store,
			report.Indicator{Code: indicatorCode(i), Name: fmt.Sprintf("Chỉ số mẫu %02d", i+1),
				NameEn: fmt.Sprintf("Sample indicator %02d", i+1), Level: indicator.LevelAll, Kind: k.Kind,
				UnitOfMeasure: k.unit,
				Aggregation:   k.Aggregation, Ordinal: 1000 + i})
		if err != nil {
			return err
		}
	}
	return nil
}
