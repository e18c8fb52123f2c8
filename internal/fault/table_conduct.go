package fault

// What cannot be done now: what it is done to is not where it has to be.
var (
	// WrongState refuses a verb that is for another state of a conference, a report, a proposal or a task. Parameters: state, allowed (a list).
	WrongState = declare(Sentinel{
		code: "WRONG_STATE", kind: KindConflict,
		vi:     "Không thực hiện được ở trạng thái {state}; chỉ được khi: {allowed}.",
		en:     "It cannot be done in the state {state}, only in: {allowed}.",
		cause:  "The conference, the report, the proposal or the task is in another state than the change begins with; somebody else may just have changed it.",
		remedy: "Fetch its state again, and take a step that is allowed from there.",
	})

	// AgendaItemNotStarted refuses to end an item of the agenda that nobody has started.
	AgendaItemNotStarted = declare(Sentinel{
		code: "AGENDA_ITEM_NOT_STARTED", kind: KindConflict,
		vi:     "Nội dung này của chương trình chưa bắt đầu.",
		en:     "This item of the agenda has not started.",
		cause:  "An item of the agenda was to be ended that was never the current one.",
		remedy: "Fetch the conference's current item, and end that.",
	})

	// AgendaItemStarted refuses to remove an item of the agenda that was dealt with.
	AgendaItemStarted = declare(Sentinel{
		code: "AGENDA_ITEM_STARTED", kind: KindConflict,
		vi:     "Nội dung này của chương trình đã được tiến hành.",
		en:     "This item of the agenda has been dealt with.",
		cause:  "An item of the agenda was to be removed that is, or was, the current one.",
		remedy: "Leave it: what was dealt with is part of what happened.",
	})

	// InUse refuses to remove what others refer to.
	InUse = declare(Sentinel{
		code: "IN_USE", kind: KindConflict,
		vi:     "Không bỏ được: đang được dùng đến.",
		en:     "It cannot be removed: it is in use.",
		cause:  "Something was to be removed that other things refer to, such as an item of the agenda under which somebody asked for the floor.",
		remedy: "Remove or change first what refers to it, or leave it.",
	})

	// SiteInUse refuses to remove a site that others refer to. Parameters: site (its code), by (DELEGATES, FLOOR_REQUESTS or ANNOUNCEMENTS).
	SiteInUse = declare(Sentinel{
		code: "SITE_IN_USE", kind: KindConflict,
		vi:     "Không bỏ được điểm cầu {site}: đang được dùng đến ({by}).",
		en:     "The site {site} cannot be removed: it is in use ({by}).",
		cause:  "A site was to be removed at which delegates are on the roll, from which somebody asked for the floor, or to which an announcement was made.",
		remedy: "Leave it among the sites: what happened there is part of the conference.",
	})

	// SiteNotCheckedIn refuses to let a site leave that never was there.
	SiteNotCheckedIn = declare(Sentinel{
		code: "SITE_NOT_CHECKED_IN", kind: KindConflict,
		vi:     "Điểm cầu này chưa điểm danh.",
		en:     "This site has not checked in.",
		cause:  "A site was to be checked out that has never checked in.",
		remedy: "Check the site in first, or look at which site is meant.",
	})

	// EvidenceNeeded refuses that a task is done where nothing shows it.
	EvidenceNeeded = declare(Sentinel{
		code: "EVIDENCE_NEEDED", kind: KindInvalid,
		vi:     "Báo cáo hoàn thành 100% phải kèm minh chứng.",
		en:     "To report 100 percent, say what shows that it is done.",
		cause:  "A unit's part in a task was reported as done without evidence.",
		remedy: "Send evidence with it: a document's number and date, or an address.",
	})
)
