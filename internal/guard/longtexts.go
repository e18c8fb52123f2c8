package guard

// longTextCost is the cost of a long text in a response: reading, copying and quoting 4000 bytes, the maximum
// that commands accept (maxTextBytes in internal/conference), takes 89 microseconds. It is charged
// whatever the length, which is not known before the text is read. Other texts are names and titles, of at
// most 500 bytes, which leafCost includes; so are notes of the editor, which data files contain.
const longTextCost = 115_00

// longTexts are the fields with long texts, by schema coordinate. TestCost_LongTextsDeclared in graph finds
// fields that are missing here.
var longTexts = map[string]bool{
	"Announcement.text":             true,
	"AnnouncementMade.text":         true,
	"Conference.stateReason":        true,
	"ConferenceReplay.stateReason":  true,
	"ConferenceStateChanged.reason": true,
	"Directive.content":             true,
	"DirectiveEntry.content":        true,
	"FloorRequest.placeReason":      true,
	"FloorRequest.subject":          true,
	"FloorRequestEntry.placeReason": true,
	"FloorRequestEntry.subject":     true,
	"Proposal.content":              true,
	"Proposal.response":             true,
	"ProposalEntry.content":         true,
	"ProposalEntry.response":        true,
	"ReplayedAnnouncement.text":     true,
	"Report.withdrawalReason":       true,
	"ReportSection.body":            true,
	"ReportWithdrawn.reason":        true,
	"Speech.summary":                true,
	"Task.content":                  true,
	"TaskAssignment.evidence":       true,
	"TaskAssignment.note":           true,
	"TaskAssignmentEntry.evidence":  true,
	"TaskAssignmentEntry.note":      true,
	"TaskEntry.content":             true,
}

// IsLongText reports whether the field of a schema coordinate, such as "Speech.summary", has a long text.
func IsLongText(coordinate string) bool { return longTexts[coordinate] }
