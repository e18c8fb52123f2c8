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

func (in Report) key() registry.ReportKey {
	return registry.ReportKey{Unit: in.Unit, Cluster: in.Cluster, SchoolYear: in.SchoolYear,
		Period: string(in.Period)}
}

// withDefaults returns the figure with subject and year set, by default those of the report.
func (in Report) withDefaults(v Value) Value {
	if v.Unit == "" && v.Cluster == 0 {
		v.Unit, v.Cluster = in.Unit, in.Cluster
	}
	if v.SchoolYear == 0 {
		v.SchoolYear = in.SchoolYear
	}
	return v
}

func (in Report) figureKey(v Value) registry.FigureKey {
	v = in.withDefaults(v)
	return registry.FigureKey{Report: in.key(), Indicator: v.Indicator, Unit: v.Unit, Cluster: v.Cluster,
		SchoolYear: v.SchoolYear}
}
