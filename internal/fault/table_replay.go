package fault

// Faults of replaying the journal.
var (
	// NotInJournal reports that the journal does not contain a conference from its plan to the position.
	NotInJournal = declare(Sentinel{
		code: "NOT_IN_JOURNAL", kind: KindConflict,
		vi: "Nhật ký không có dữ liệu của hội nghị này từ khi lập kế hoạch đến vị trí được yêu cầu.",
		en: "The journal does not contain the plan of this conference up to this position.",
		cause: "The conference was recorded afterwards instead of being planned and conducted here, or the " +
			"position precedes its plan.",
		remedy: "Fetch the conference itself. For a conference that was planned here, use a position after its " +
			"first event.",
	})
)
