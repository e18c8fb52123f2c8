package fault

// Floor faults.
var (
	// FloorTaken rejects giving the floor or resuming a turn while another request has the floor.
	FloorTaken = declare(Sentinel{
		code: "FLOOR_TAKEN", kind: KindConflict,
		vi:     "Đang có người phát biểu.",
		en:     "Another speaker has the floor.",
		cause:  "Another request has the floor. Only a point of order, a question or an answer may interrupt.",
		remedy: "Fetch which request has the floor and end its turn first.",
	})

	// FloorNotGiven rejects an operation that requires the floor.
	FloorNotGiven = declare(Sentinel{
		code: "FLOOR_NOT_GIVEN", kind: KindConflict,
		vi:     "Đăng ký này hiện không có quyền phát biểu.",
		en:     "This request does not have the floor.",
		cause:  "The request to pause, resume or end is still waiting, was withdrawn, or has already spoken.",
		remedy: "Fetch which request has the floor and verify which request is meant.",
	})

	// FloorAlreadyGiven rejects an operation that is only possible before the turn, or, to extend it, before its
	// end.
	FloorAlreadyGiven = declare(Sentinel{
		code: "FLOOR_ALREADY_GIVEN", kind: KindConflict,
		vi: "Đăng ký này đã được mời phát biểu.",
		en: "This request has already been given the floor.",
		cause: "The request to give the floor to, place, withdraw or restore has the floor, is paused, or has " +
			"had its turn; or the turn to extend is over.",
		remedy: "Fetch the request. Resume or end its turn if that is not over; to speak again after it, request " +
			"the floor again.",
	})

	// FloorRequestWithdrawn rejects an operation on a withdrawn request.
	FloorRequestWithdrawn = declare(Sentinel{
		code: "FLOOR_REQUEST_WITHDRAWN", kind: KindConflict,
		vi:     "Đăng ký phát biểu này đã được rút.",
		en:     "This floor request was withdrawn.",
		cause:  "The request to give the floor to, place or extend was withdrawn.",
		remedy: "Restore the request first if its unit still wants to speak.",
	})

	// FloorRequestedEnough rejects a request beyond the limit of waiting requests. Parameter: max. Detail:
	// value, how many wait.
	FloorRequestedEnough = declare(Sentinel{
		code: "FLOOR_REQUESTED_ENOUGH", kind: KindConflict, details: []string{"value"},
		vi:     "Đơn vị hoặc điểm cầu này đã có {max} đăng ký đang chờ phát biểu.",
		en:     "This unit or site already has {max} requests in the queue.",
		cause:  "The unit, or the site that asks for itself, has reached its limit of waiting requests.",
		remedy: "Wait until one of them has spoken, or withdraw one.",
	})
)
