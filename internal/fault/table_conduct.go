package fault

// Faults of state: the object is not in a state that allows the change.
var (
	// WrongState rejects a transition of a conference, report, proposal or task from its current state.
	// Parameters: state, allowed (a list).
	WrongState = declare(Sentinel{
		code: "WRONG_STATE", kind: KindConflict,
		vi: "Không thực hiện được ở trạng thái {state}; chỉ thực hiện được ở trạng thái: {allowed}.",
		en: "Not possible in the state {state}, only in: {allowed}.",
		cause: "The conference, report, proposal or task is in a state that does not allow the change; another " +
			"request may have just changed it.",
		remedy: "Fetch its state again and choose a transition that is allowed from there.",
	})

	// AgendaItemNotStarted rejects ending an agenda item that has not started.
	AgendaItemNotStarted = declare(Sentinel{
		code: "AGENDA_ITEM_NOT_STARTED", kind: KindConflict,
		vi:     "Nội dung này của chương trình chưa bắt đầu.",
		en:     "This agenda item has not started.",
		cause:  "The agenda item to end was never the current one.",
		remedy: "Fetch the current item of the conference and end that.",
	})

	// AgendaItemStarted rejects removing an agenda item that has started.
	AgendaItemStarted = declare(Sentinel{
		code: "AGENDA_ITEM_STARTED", kind: KindConflict,
		vi:     "Nội dung này của chương trình đã được tiến hành.",
		en:     "This agenda item has already started.",
		cause:  "The agenda item to remove is or was the current one.",
		remedy: "Keep it: it is part of what happened.",
	})

	// InUse rejects removing something that is referred to.
	InUse = declare(Sentinel{
		code: "IN_USE", kind: KindConflict,
		vi:     "Không xoá được vì đang được sử dụng.",
		en:     "It cannot be removed because it is in use.",
		cause:  "Other objects refer to it, such as floor requests to an agenda item.",
		remedy: "Remove or change what refers to it first, or keep it.",
	})

	// SiteInUse rejects removing a site that is referred to. Parameters: site (its code), by (DELEGATES,
	// FLOOR_REQUESTS or ANNOUNCEMENTS).
	SiteInUse = declare(Sentinel{
		code: "SITE_IN_USE", kind: KindConflict,
		vi:     "Không xoá được điểm cầu {site} vì đang được sử dụng ({by}).",
		en:     "The site {site} cannot be removed because it is in use ({by}).",
		cause:  "Delegates, floor requests or announcements refer to the site.",
		remedy: "Keep the site: what happened there is part of the conference.",
	})

	// SiteNotCheckedIn rejects the check-out of a site that has never checked in.
	SiteNotCheckedIn = declare(Sentinel{
		code: "SITE_NOT_CHECKED_IN", kind: KindConflict,
		vi:     "Điểm cầu này chưa điểm danh.",
		en:     "This site has not checked in.",
		cause:  "The site to check out has never checked in.",
		remedy: "Check the site in first, or verify which site is meant.",
	})

	// EvidenceNeeded rejects reporting a task as done without evidence.
	EvidenceNeeded = declare(Sentinel{
		code: "EVIDENCE_NEEDED", kind: KindInvalid,
		vi:     "Báo cáo hoàn thành 100% phải kèm minh chứng.",
		en:     "Reporting 100 percent requires evidence.",
		cause:  "A unit reported its part of a task as done without evidence.",
		remedy: "Send evidence: the number and date of a document, or a URL.",
	})
)
