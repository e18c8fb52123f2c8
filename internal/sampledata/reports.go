package sampledata

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"

	entreport "thidua/ent/report"
	"thidua/ent/reportsection"
	"thidua/internal/report"
	"thidua/internal/vi"
)

// loadReports writes a report of every unit for every period and year, the oldest first.
func (l *loader) loadReports(ctx context.Context) error {
	n := 0
	for _, year := range l.schoolYears() {
		for i := range l.Units {
			for _, period := range []entreport.Period{entreport.PeriodInterim, entreport.PeriodFinal} {
				if err := report.FileReport(ctx, l.store,
					l.newReport(unitCode(i), year, period, l.valueCount(n))); err != nil {
					return err
				}
				n++
			}
		}
		l.progress(n, l.Size.reportCount(), "reports")
	}
	return nil
}

func (l *loader) newReport(
	unit string, year vi.SchoolYear, period entreport.Period, values int,
) report.Report {
	by := seededRand(unit, year, period)
	r := report.Report{Unit: unit, SchoolYear: year, Period: period, State: entreport.StatePublished,
		Title: fmt.Sprintf("Báo cáo %s năm học %s của đơn vị mẫu %s", periodName(period), year,
			strings.TrimPrefix(unit, "mau-")), Cites: sourceCites,
		Sections: []report.Section{
			{Kind: reportsection.KindResults, Title: "Kết quả",
				Body: "Các chỉ tiêu của năm học được hoàn thành."},
			{Kind: reportsection.KindTasks, Title: "Nhiệm vụ",
				Body: "Tiếp tục nâng cao chất lượng giáo dục."},
		}}
	for i := range values {
		r.Values = append(r.Values, sampleValue(by, i))
	}
	return r
}

func periodName(p entreport.Period) string {
	if p == entreport.PeriodInterim {
		return "sơ kết"
	}
	return "tổng kết"
}

// sampleValue returns a value of the nth indicator, according to its kind.
func sampleValue(by *rand.Rand, n int) report.Value {
	v := report.Value{Indicator: indicatorCode(n)}
	stated := func(micros int64, scale uint8, after string) {
		d := vi.DecimalOf(micros, scale)
		v.Value, v.Stated = &d, strings.Replace(d.String(), ".", ",", 1)+after
	}
	switch n % 3 {
	case 0:
		stated(int64(1+by.IntN(900))*1_000_000, 0, " trường")
	case 1:
		whole := 100 + by.IntN(900)
		part := by.IntN(whole + 1)
		v.Numerator, v.Denominator = &part, &whole
		stated(int64(part*1000/whole)*100_000, 1, "%")
	default:
		stated(int64(400+by.IntN(600))*10_000, 2, " điểm")
		v.NationalRank = new(1 + by.IntN(63))
	}
	return v
}
