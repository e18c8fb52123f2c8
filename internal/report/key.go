package report

import (
	"strconv"

	"thidua/internal/gid"
	"thidua/internal/registry"
)

// IndicatorID returns the id of the indicator with this code.
func IndicatorID(code string) gid.ID { return gid.Derive(gid.Indicator, code) }

// MovementID returns the id of the movement with this code.
func MovementID(code string) gid.ID { return gid.Derive(gid.Movement, code) }

// SectionID returns the id of a report's section by its ordinal, from 1.
func SectionID(report registry.ReportKey, ordinal int) gid.ID {
	return gid.Derive(gid.ReportSection, append(report.KeyParts(), strconv.Itoa(ordinal))...)
}

func (r Report) key() registry.ReportKey {
	return registry.ReportKey{Unit: r.Unit, Cluster: r.Cluster, SchoolYear: r.SchoolYear,
		Period: string(r.Period)}
}

// withDefaults returns the figure with subject and year set, by default those of the report.
func (r Report) withDefaults(v Value) Value {
	if v.Unit == "" && v.Cluster == 0 {
		v.Unit, v.Cluster = r.Unit, r.Cluster
	}
	if v.SchoolYear == 0 {
		v.SchoolYear = r.SchoolYear
	}
	return v
}

func (r Report) figureKey(v Value) registry.FigureKey {
	v = r.withDefaults(v)
	return registry.FigureKey{Report: r.key(), Indicator: v.Indicator, Unit: v.Unit, Cluster: v.Cluster,
		SchoolYear: v.SchoolYear}
}
