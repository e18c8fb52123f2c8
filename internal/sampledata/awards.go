package sampledata

import (
	"context"
	"fmt"

	entaward "thidua/ent/award"
	"thidua/internal/award"
	"thidua/internal/vi"
)

// loadAwards gives three units of every cluster an award each year: a flag and two certificates of merit.
func (l *loader) loadAwards(ctx context.Context) error {
	for n := range l.ClusterCount() {
		members := l.memberCodes(n)
		for _, year := range l.schoolYears() {
			decided, err := vi.ParseDate(fmt.Sprintf("%d-09-15", year.Start()+1))
			if err != nil {
				return err
			}
			winners := seededRand("awards", n, year).Perm(len(members))
			for i, winner := range winners[:min(3, len(winners))] {
				kind := "MINISTER_CERTIFICATE_OF_MERIT"
				if i == 0 {
					kind = "MINISTRY_EMULATION_FLAG"
				}
				err := award.PutAward(ctx, l.store,
					award.Award{Kind: kind, Unit: members[winner], SchoolYear: year,
						Cluster: FirstCluster + n,
						State:   entaward.StateDecided, DecisionNumber: fmt.Sprintf("%d/QĐ-MAU", 1000+10*n+i),
						DecidedOn: decided, Cites: sourceCites})
				if err != nil {
					return err
				}
			}
		}
	}
	return nil
}
