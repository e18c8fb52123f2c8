package conference

import (
	"strconv"

	"thidua/internal/gid"
)

// TopicID returns the id of the topic with a code.
func TopicID(code string) gid.ID { return gid.Derive(gid.Topic, code) }

// SiteID returns the id of a site by the codes of the conference and the site.
func SiteID(conference, site string) gid.ID { return gid.Derive(gid.Site, conference, site) }

// optionalSiteID returns SiteID, or nil if the site is omitted.
func optionalSiteID(conference, parent string) *gid.ID {
	if parent == "" {
		return nil
	}
	id := SiteID(conference, parent)
	return &id
}

// PartID returns the id of a conference's Attendance, AgendaItem, Speech, Directive or Task by its ordinal,
// from 1.
func PartID(kind gid.Kind, code string, ordinal int) gid.ID {
	return gid.Derive(kind, code, strconv.Itoa(ordinal))
}

// optionalPartID returns PartID, or nil for the ordinal 0.
func optionalPartID(kind gid.Kind, code string, ordinal int) *gid.ID {
	if ordinal == 0 {
		return nil
	}
	id := PartID(kind, code, ordinal)
	return &id
}
