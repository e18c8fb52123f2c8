package report

import (
	"strconv"

	"thidua/internal/gid"
	"thidua/internal/registry"
)

// IndicatorID returns the id of the indicator with this code.
func IndicatorID(code string) gid.ID { return gid.Of(gid.Indicator, code) }

// MovementID returns the id of the movement with this code.
func MovementID(code string) gid.ID { return gid.Of(gid.Movement, code) }

// SectionID returns the id of a report's section by its ordinal, from 1.
func SectionID(report registry.ReportKey, ordinal int) gid.ID {
	return gid.Of(gid.ReportSection, append(report.Parts(), strconv.Itoa(ordinal))...)
}

func (in Report) key() registry.ReportKey {
	return registry.ReportKey{Unit: in.Unit, Cluster: in.Cluster, SchoolYear: in.SchoolYear,
		Period: string(in.Period)}
}

// withDefaults returns the figure with subject and year set, by default those of the report.
func (in Report) about(v Value) Value {
	if v.Unit == "" && v.Cluster == 0 {
		v.Unit, v.Cluster = in.Unit, in.Cluster
	}
	if v.SchoolYear == 0 {
		v.SchoolYear = in.SchoolYear
	}
	return v
}

func (in Report) figure(v Value) registry.FigureKey {
	v = in.about(v)
	return registry.FigureKey{Report: in.key(), Indicator: v.Indicator, Unit: v.Unit, Cluster: v.Cluster,
		SchoolYear: v.SchoolYear}
}
