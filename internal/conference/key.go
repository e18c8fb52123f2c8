package conference

import (
	"strconv"

	"thidua/internal/gid"
)

// TopicID is the id of the topic with this code.
func TopicID(code string) gid.ID { return gid.Of(gid.Topic, code) }

// SiteID is the id of a conference's site by both codes.
func SiteID(conference, site string) gid.ID { return gid.Of(gid.Site, conference, site) }

// parentID is SiteID, nil for no parent.
func parentID(conference, parent string) *gid.ID {
	if parent == "" {
		return nil
	}
	id := SiteID(conference, parent)
	return &id
}

// PartID is the id of a conference's Attendance, AgendaItem, Speech, Directive or Task by its place, from 1.
func PartID(kind gid.Kind, conference string, ordinal int) gid.ID {
	return gid.Of(kind, conference, strconv.Itoa(ordinal))
}

// maybePartID is PartID, nil for no place.
func maybePartID(kind gid.Kind, conference string, ordinal int) *gid.ID {
	if ordinal == 0 {
		return nil
	}
	id := PartID(kind, conference, ordinal)
	return &id
}
