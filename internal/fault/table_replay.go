package fault

// What the journal cannot tell.
var (
	// NotInJournal says that the journal does not tell of a conference from its plan on.
	NotInJournal = declare(Sentinel{
		code: "NOT_IN_JOURNAL", kind: KindConflict,
		vi:     "Nhật ký không ghi hội nghị này từ lúc lập kế hoạch đến vị trí ấy.",
		en:     "Up to this position the journal does not tell what was planned for this conference.",
		cause:  "The conference was put on record afterwards and not planned and conducted here; or the position is before its plan.",
		remedy: "Fetch the conference itself: what is on record of it is there. Of a conference that was planned here, take a position after its first event.",
	})
)
