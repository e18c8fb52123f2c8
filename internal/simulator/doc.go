// Package simulator plays conferences: the final review of cluster 2 as published, over three sites, and a
// national review over sixty-three. It uses the GraphQL API only, as a chair and a secretary would, so it can
// do only what every client can. The demo plays them for spectators; end-to-end tests play them at full speed
// and check the result.
//
// It never invents people or words: speakers, proposals and directives are those of the record, and people
// whom the record does not name are unnamed delegates of their unit. The title says that sites and times are
// made up.
package simulator
