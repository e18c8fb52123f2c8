// Package rehearsal plays conferences: the final review of cluster 2 as the record tells it, over three sites, and a
// national review over sixty-three. It does so from outside, by GraphQL alone, as a chair and secretary would: what it can do
// everybody can, and what it shows is what the verbs do. The demo plays it for those who look on, journeys play it at full
// speed and look at what it leaves.
//
// It never invents people or words: speakers, proposals and directives are those of the record, and whom the record does
// not name is an unnamed delegate of their unit. What is made up for the show - the sites, the clock - is said in the title.
package rehearsal
