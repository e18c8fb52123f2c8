package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"thidua/ent"
	"thidua/internal/fault"
	"thidua/internal/gid"
)

// table tells ent where the row of an id is.
func table(_ context.Context, id gid.ID) (string, error) {
	kind, ok := id.Kind()
	if !ok {
		return "", fault.NotFound.With()
	}
	return kind.Table(), nil
}

// nodes reads the rows of ids in their order. One that is not there is null, with an error at its place in the list.
func (r *Resolver) nodes(ctx context.Context, ids []gid.ID) ([]ent.Noder, error) {
	if len(ids) > ent.PageMax {
		return nil, fault.PageSize.With("argument", "ids", "max", ent.PageMax)
	}
	if len(ids) != 1 { // ent gives up on a lone id
		return r.Reader.Noders(ctx, ids, ent.WithNodeType(table))
	}
	node, err := r.Reader.Noder(ctx, ids[0], ent.WithNodeType(table))
	if ent.IsNotFound(err) {
		graphql.AddError(graphql.WithPathContext(ctx, graphql.NewPathWithIndex(0)), err)
		return []ent.Noder{nil}, nil
	}
	return []ent.Noder{node}, err
}

// subject reads the fact that a citation is about; null where the viewer may not see it. The citations of a family are
// about facts of several types; each type takes a statement.
func (r *Resolver) subject(ctx context.Context, c *ent.Citation) (ent.Noder, error) {
	return batch(ctx, familyOf(c, subjectOf), func(ctx context.Context, ids []gid.ID) (map[gid.ID]ent.Noder, error) {
		byTable := map[string][]gid.ID{}
		for _, id := range ids {
			kind, _ := id.Kind()
			byTable[kind.Table()] = append(byTable[kind.Table()], id)
		}
		found := make(map[gid.ID]ent.Noder, len(ids))
		for table, ids := range byTable {
			nodes, err := r.Reader.Visible(ctx, table, ids)
			if err != nil {
				return nil, err
			}
			for i, node := range nodes {
				found[ids[i]] = node
			}
		}
		return found, nil
	})
}

// subjectOf is the one key that a citation has.
func subjectOf(c *ent.Citation) gid.ID {
	for _, id := range []*gid.ID{
		c.ProvinceID, c.UnitID, c.SuccessionID, c.ClusterID, c.MembershipID, c.OfficeID, c.PersonID, c.PostID,
		c.DiscrepancyID, c.ReportID, c.IndicatorValueID, c.ReportSectionID, c.MovementID, c.ConferenceID, c.SiteID,
		c.AttendanceID, c.AgendaItemID, c.SpeechID, c.ProposalID, c.DirectiveID, c.TaskID, c.HeadElectionID,
		c.NominationID, c.AwardID, c.NamedDocumentID, c.AwardKindID, c.IndicatorID, c.TopicID,
	} {
		if id != nil {
			return *id
		}
	}
	return 0
}
