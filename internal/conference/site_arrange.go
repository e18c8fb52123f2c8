package conference

import (
	"context"
	"errors"
	"reflect"
	"slices"

	"thidua/ent"
	"thidua/ent/conference"
	"thidua/ent/predicate"
	"thidua/ent/site"
	"thidua/internal/command"
	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/journal"
	"thidua/internal/store"
)

// SiteArrangement is the complete list of sites that a conference is to have, in order.
type SiteArrangement struct {
	Conference string // code
	Sites      []PlanSite
}

// ArrangeSites replaces the sites of a conference. A site that stays keeps what it reported: its link,
// number of delegates and check-in code. No event is published if nothing changes. Called by the API for
// conductors until the conference has ended. Errors: NOT_FOUND, FORBIDDEN, BAD_INPUT, UNKNOWN_CODE,
// WRONG_STATE, SITE_IN_USE for a site to remove.
func ArrangeSites(ctx context.Context, s *store.Store, in SiteArrangement) (gid.ID, error) {
	c, err := findAsConductor(ctx, s, conference.Code(in.Conference))
	if err != nil {
		return 0, err
	}
	if err := command.Validate(in, checkArrangement); err != nil {
		return 0, err
	}
	arrange := func(ctx context.Context, tx *store.Tx) error {
		if err := lockInState(ctx, tx, c.ID, unendedStates...); err != nil {
			return err
		}
		return arrangeSites(ctx, tx, c.ID, in.recordedInput())
	}
	err = s.Tx(store.WithResultIDs(ctx, c.ID), arrange)
	if errors.Is(err, fault.InUse) { // referred to concurrently: retry, to report by what
		err = s.Tx(store.WithResultIDs(ctx, c.ID), arrange)
	}
	return c.ID, err
}

func checkArrangement(in SiteArrangement, v *command.Validator) {
	v.AtMost("sites", len(in.Sites), maxParts)
	checkSites(in.recordedInput(), v)
}

func (a SiteArrangement) recordedInput() Conference {
	return Conference{Code: a.Conference, Sites: siteInputs(a.Sites)}
}

func arrangeSites(ctx context.Context, tx *store.Tx, id gid.ID, in Conference) error {
	q := tx.Site.Query().Where(site.ConferenceID(id))
	withSiteEdges(q)
	rows, err := q.All(ctx)
	if err != nil {
		return err
	}
	before := siteEvents(Conference{Code: in.Code, Sites: siteInputs(planSitesOf(rows))})
	after := siteEvents(in)
	if reflect.DeepEqual(before, after) {
		return nil
	}
	if err := checkReferences(ctx, tx, in); err != nil {
		return err
	}
	gone := removedSites(before, after)
	if err := requireSitesUnused(ctx, tx, gone); err != nil {
		return err
	}
	if err := offsetSiteOrdinals(ctx, tx, id); err != nil {
		return err
	}
	if err := writeSites(ctx, tx, id, in, siteReportColumns); err != nil {
		return err
	}
	if err := removeSites(ctx, tx, gone); err != nil {
		return err
	}
	journal.Append(tx, journal.ConferenceStream(id), journal.SitesArranged{Sites: after})
	return nil
}

// removedSites returns the ids of the sites that are not listed any more.
func removedSites(before, after []journal.PlannedSite) (gone []gid.ID) {
	for _, b := range before {
		if !slices.ContainsFunc(after, func(a journal.PlannedSite) bool { return a.SiteID == b.SiteID }) {
			gone = append(gone, b.SiteID)
		}
	}
	return gone
}

// requireSitesUnused returns SITE_IN_USE if other rows refer to one of the sites, with the first such site
// and the kind of those rows.
func requireSitesUnused(ctx context.Context, tx *store.Tx, gone []gid.ID) error {
	if len(gone) == 0 {
		return nil
	}
	for _, use := range []struct {
		by string
		is predicate.Site
	}{
		{"DELEGATES", site.HasAttendances()},
		{"FLOOR_REQUESTS", site.HasFloorRequests()},
		{"ANNOUNCEMENTS", site.HasAnnouncements()},
	} {
		siteRow, err := tx.Site.Query().Where(site.IDIn(gone...), use.is).Order(site.ByOrdinal()).First(ctx)
		if err == nil {
			return fault.SiteInUse.With("site", siteRow.Code, "by", use.by)
		}
		if !ent.IsNotFound(err) {
			return err
		}
	}
	return nil
}

func removeSites(ctx context.Context, tx *store.Tx, gone []gid.ID) error {
	if len(gone) == 0 {
		return nil
	}
	// A site that is removed together with its parent would keep the parent from being removed.
	if err := tx.Site.Update().Where(site.IDIn(gone...)).ClearParentID().Exec(ctx); err != nil {
		return err
	}
	_, err := tx.Site.Delete().Where(site.IDIn(gone...)).Exec(ctx)
	return inUseFault(err)
}
