package fault

// Attendance faults.
var (
	// TooManyAtOnce rejects a list that exceeds the limit of one call. Parameters: list (the field), max,
	// value.
	TooManyAtOnce = declare(Sentinel{
		code: "TOO_MANY_AT_ONCE", kind: KindInvalid,
		vi:    "{list} có {value} mục, tối đa {max} mỗi lần gửi; vui lòng chia thành nhiều lần gửi.",
		en:    "{list} has {value} entries; at most {max} are allowed per call. Send several calls.",
		cause: "A list of delegates exceeds the limit of one call.",
		remedy: "Split the list into parts of at most max entries and send one call for each, in sequence: the " +
			"order is kept. Each call needs its own Idempotency-Key.",
	})

	// DelegateNotPresent rejects the check-out of a delegate who is not present.
	DelegateNotPresent = declare(Sentinel{
		code: "DELEGATE_NOT_PRESENT", kind: KindConflict,
		vi:     "Đại biểu này không có mặt.",
		en:     "This delegate is not present.",
		cause:  "The delegate to check out has not been checked in, or is absent.",
		remedy: "Check the delegate in first, or verify which delegate is meant.",
	})

	// WrongCheckInCode rejects a code that is not the current one of the delegate's site.
	WrongCheckInCode = declare(Sentinel{
		code: "WRONG_CHECK_IN_CODE", kind: KindInvalid,
		vi:    "Mã điểm danh không đúng.",
		en:    "The check-in code is wrong.",
		cause: "The code is not that of the delegate's site, or was replaced by a newer one.",
		remedy: "Read the code currently shown in the hall. After ten wrong codes the secretary has to check " +
			"the delegate in.",
	})

	// TooManyWrongCodes rejects every code for a delegate after ten wrong ones. Details: max, value.
	TooManyWrongCodes = declare(Sentinel{
		code: "TOO_MANY_WRONG_CODES", kind: KindForbidden, details: []string{"max", "value"},
		vi:     "Đã nhập sai mã điểm danh quá nhiều lần; vui lòng gặp thư ký để điểm danh.",
		en:     "Too many wrong check-in codes; ask the secretary to check the delegate in.",
		cause:  "Ten wrong codes were tried for this delegate.",
		remedy: "Have the secretary or the screen of the site check the delegate in, which resets the count.",
	})
)
