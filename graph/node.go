package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"thidua/ent"
	"thidua/internal/fault"
	"thidua/internal/gid"
)

// tableOf returns the table of an id, for ent.
func tableOf(_ context.Context, id gid.ID) (string, error) {
	kind, ok := id.Kind()
	if !ok {
		return "", fault.NotFound.With()
	}
	return kind.Table(), nil
}

// nodes returns the rows with the ids, in order. A missing row is nil, with an error at its index in the
// list.
func (r *Resolver) nodes(ctx context.Context, ids []gid.ID) ([]ent.Noder, error) {
	if len(ids) > ent.MaxPageSize {
		return nil, fault.PageSize.With("argument", "ids", "min", 0, "max", ent.MaxPageSize, "value", len(ids))
	}
	if len(ids) != 1 { // for a single id, ent returns an error instead of a nil row
		return r.Reader.Noders(ctx, ids, ent.WithNodeType(tableOf))
	}
	node, err := r.Reader.Noder(ctx, ids[0], ent.WithNodeType(tableOf))
	if ent.IsNotFound(err) {
		graphql.AddError(graphql.WithPathContext(ctx, graphql.NewPathWithIndex(0)), err)
		return []ent.Noder{nil}, nil
	}
	return []ent.Noder{node}, err
}

// citedFact returns the fact that a citation refers to, or nil if the viewer may not see it. Sibling
// citations refer to facts of several types, each of which takes one statement.
func (r *Resolver) citedFact(ctx context.Context, c *ent.Citation) (ent.Noder, error) {
	return loadBatch(ctx, siblingKeysOf(c, factID),
		func(ctx context.Context, ids []gid.ID) (map[gid.ID]ent.Noder, error) {
			byTable := map[string][]gid.ID{}
			for _, id := range ids {
				kind, _ := id.Kind()
				byTable[kind.Table()] = append(byTable[kind.Table()], id)
			}
			found := make(map[gid.ID]ent.Noder, len(ids))
			for table, ids := range byTable {
				nodes, err := r.Reader.VisibleNodes(ctx, table, ids)
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

// factID returns the only foreign key of a citation that is set.
func factID(c *ent.Citation) gid.ID {
	for _, id := range []*gid.ID{
		c.ProvinceID, c.UnitID, c.SuccessionID, c.ClusterID, c.MembershipID, c.OfficeID, c.PersonID, c.PostID,
		c.DiscrepancyID, c.ReportID, c.IndicatorValueID, c.ReportSectionID, c.MovementID, c.ConferenceID,
		c.SiteID,
		c.AttendanceID, c.AgendaItemID, c.SpeechID, c.ProposalID, c.DirectiveID, c.TaskID, c.HeadElectionID,
		c.NominationID, c.AwardID, c.NamedDocumentID, c.AwardKindID, c.IndicatorID, c.TopicID,
	} {
		if id != nil {
			return *id
		}
	}
	return 0
}
