package fault

// What cannot be done to a delegate on a roll.
var (
	// TooManyAtOnce refuses a list that is longer than one call takes. Parameters: list (the field), max, value.
	TooManyAtOnce = declare(Sentinel{
		code: "TOO_MANY_AT_ONCE", kind: KindInvalid,
		vi:     "{list} có {value} mục, tối đa {max} mỗi lần gửi; hãy chia ra nhiều lần gửi.",
		en:     "{list} has {value} entries, and one call takes {max} at the most: send them in several calls.",
		cause:  "A list of delegates is longer than one call takes.",
		remedy: "Cut the list into pieces of no more than max, and send one call for each, one after the other: their order is kept. Each has an Idempotency-Key of its own.",
	})

	// DelegateNotPresent refuses to let a delegate leave who is not there.
	DelegateNotPresent = declare(Sentinel{
		code: "DELEGATE_NOT_PRESENT", kind: KindConflict,
		vi:     "Đại biểu này không có mặt.",
		en:     "This delegate is not there.",
		cause:  "A delegate was to be checked out who was not called yet, or is absent.",
		remedy: "Check the delegate in first, or look at which delegate is meant.",
	})

	// WrongCheckInCode refuses a code that the delegate's hall does not show.
	WrongCheckInCode = declare(Sentinel{
		code: "WRONG_CHECK_IN_CODE", kind: KindInvalid,
		vi:     "Mã điểm danh không đúng.",
		en:     "This is not the check-in code.",
		cause:  "A delegate wanted to check in by a code that their site does not have, or that was replaced by a newer one.",
		remedy: "Read the code that the hall shows now. After ten wrong ones the secretary has to check the delegate in.",
	})

	// TooManyWrongCodes refuses every code of a delegate who has tried too many.
	TooManyWrongCodes = declare(Sentinel{
		code: "TOO_MANY_WRONG_CODES", kind: KindForbidden,
		vi:     "Đã nhập sai mã điểm danh quá nhiều lần; hãy gặp thư ký để điểm danh.",
		en:     "Too many wrong check-in codes; ask the secretary to check the delegate in.",
		cause:  "Ten wrong codes were tried for this delegate.",
		remedy: "Have the delegate checked in by the secretary or by the screen of the site, which begins the count anew.",
	})
)
