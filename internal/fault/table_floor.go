package fault

// What cannot be done on the floor of a conference as it is now.
var (
	// FloorTaken refuses the floor while somebody else has it.
	FloorTaken = declare(Sentinel{
		code: "FLOOR_TAKEN", kind: KindConflict,
		vi:     "Đang có người phát biểu.",
		en:     "Somebody else has the floor.",
		cause:  "The floor was to be given, or a clock to be resumed, while another request has the floor. A point of order, a question or an answer may interrupt.",
		remedy: "Fetch who has the floor; have it yield first.",
	})

	// FloorNotGiven refuses what is for who has the floor.
	FloorNotGiven = declare(Sentinel{
		code: "FLOOR_NOT_GIVEN", kind: KindConflict,
		vi:     "Đăng ký này không có quyền phát biểu lúc này.",
		en:     "This request does not have the floor.",
		cause:  "A turn was to be paused, resumed or ended of a request that still waits, was withdrawn, or has spoken.",
		remedy: "Fetch who has the floor, and look at which request is meant.",
	})

	// FloorAlreadyGiven refuses what is for a request before its turn.
	FloorAlreadyGiven = declare(Sentinel{
		code: "FLOOR_ALREADY_GIVEN", kind: KindConflict,
		vi:     "Đăng ký này đã được mời phát biểu.",
		en:     "This request has had its turn already.",
		cause:  "A request was to be given the floor, placed, withdrawn or put back that has been given the floor before; or another time was to be allotted to a turn that is over.",
		remedy: "Fetch the request. Who has more to say asks for the floor again.",
	})

	// FloorRequestWithdrawn refuses what is for a request that still waits.
	FloorRequestWithdrawn = declare(Sentinel{
		code: "FLOOR_REQUEST_WITHDRAWN", kind: KindConflict,
		vi:     "Đăng ký phát biểu này đã rút.",
		en:     "This request for the floor was withdrawn.",
		cause:  "A request was to be given the floor, placed or allotted time that has been withdrawn.",
		remedy: "Put the request back first, if its unit still wants to speak.",
	})

	// FloorRequestedEnough refuses one more request of who has so many in the queue. Parameter: max.
	FloorRequestedEnough = declare(Sentinel{
		code: "FLOOR_REQUESTED_ENOUGH", kind: KindConflict,
		vi:     "Đơn vị hoặc điểm cầu này đã có {max} đăng ký đang chờ.",
		en:     "This unit or site already has {max} requests in the queue.",
		cause:  "A unit, or a site that asks for itself, has as many requests in the queue as it may have.",
		remedy: "Wait for one of them to be heard, or withdraw one.",
	})
)
