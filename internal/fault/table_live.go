package fault

// Faults of subscriptions and live queries.
var (
	// BadPosition rejects a value that is not a position of the stream. Detail: reason (MALFORMED,
	// OTHER_STREAM).
	BadPosition = declare(Sentinel{
		code: "BAD_POSITION", kind: KindInvalid, details: []string{"reason"},
		vi: "Vị trí này không thuộc luồng sự kiện đang theo dõi; vui lòng gửi vị trí của sự kiện cuối cùng " +
			"đã nhận, hoặc tải lại trạng thái hiện tại rồi theo dõi từ vị trí của trạng thái đó.",
		en: "The position does not belong to this event stream; send the position of the last event that " +
			"you received, or fetch the snapshot and subscribe from its position.",
		cause: "The position was not issued by this server, was modified, or belongs to another stream.",
		remedy: "Send the position of the last event received on this stream, unchanged; or fetch the snapshot " +
			"and subscribe from its position.",
	})

	// PositionLost reports that a stream cannot be resumed from a position. Detail: reason (NOT_KEPT, AHEAD,
	// RESTORED, OUTDATED).
	PositionLost = declare(Sentinel{
		code: "POSITION_LOST", kind: KindConflict, details: []string{"reason"},
		vi: "Không thể theo dõi tiếp từ vị trí này; vui lòng tải lại trạng thái hiện tại rồi theo dõi từ vị " +
			"trí của trạng thái đó.",
		en: "The stream cannot be resumed from this position; fetch the snapshot and subscribe from its " +
			"position.",
		cause: "Entries after the position are no longer kept (NOT_KEPT; those of a conference always are), " +
			"the database was restored from a backup or replaced (RESTORED, AHEAD), or an earlier release issued " +
			"the position (OUTDATED).",
		remedy: "Fetch the snapshot again (conference or cluster, with its position), show it, and subscribe " +
			"from that position.",
	})

	// PositionNotReached rejects a query whose minPosition the database has not reached. Parameters: max, in
	// milliseconds. Details: limit, value: how long the query waited.
	PositionNotReached = declare(Sentinel{
		code: "POSITION_NOT_REACHED", kind: KindUnavailable, details: []string{"limit", "value"},
		vi: "Dữ liệu trên máy chủ này chưa cập nhật đến vị trí được yêu cầu trong {max} mili giây; vui lòng thử " +
			"lại.",
		en: "The data of this server has not reached the position within {max} ms; try again.",
		cause: "The query requires a minPosition in its extensions, and the database from which this server " +
			"reads does not contain the event at that position yet.",
		remedy: "Try again; or send the query without minPosition, and show that its result may be older.",
	})

	// NodeFull rejects a new socket or event stream on this node. Parameters: limit (the flag), max, value.
	NodeFull = declare(Sentinel{
		code: "NODE_FULL", kind: KindUnavailable,
		vi: "Máy chủ đang mở {value} kết nối trực tiếp, trong khi {limit} chỉ cho phép tối đa {max}; vui " +
			"lòng thử lại sau giây lát.",
		en: "The server has {value} sockets and event streams open, and {limit} allows at most {max}; try " +
			"again in a moment.",
		cause: "This node has reached its limit of sockets and event streams. It reserves file descriptors for " +
			"its database and for plain requests, which are still answered.",
		remedy: "Reconnect after Retry-After seconds; a load balancer may then choose another node. The " +
			"operator can raise --max-sockets and the limit of open files (ulimit -n).",
	})

	// TooManyWatchers rejects a new socket or operation. Parameters: limit (the flag), max, value (the current
	// number).
	TooManyWatchers = declare(Sentinel{
		code: "TOO_MANY_WATCHERS", kind: KindUnavailable,
		vi:    "Đang mở {value}, trong khi {limit} chỉ cho phép tối đa {max}.",
		en:    "{value} are open; {limit} allows at most {max}.",
		cause: "A socket has too many concurrent operations, or an account or address has too many sockets.",
		remedy: "Complete operations that are no longer needed, or share one socket; the operator can raise " +
			"the limit.",
	})

	// TooManyLiveQueries rejects a new live query, or a new document of event subscriptions. Parameters: limit
	// (the flag), max, value (the current number of the same kind).
	TooManyLiveQueries = declare(Sentinel{
		code: "TOO_MANY_LIVE_QUERIES", kind: KindConflict,
		vi: "Đang có {value} truy vấn theo dõi trực tiếp khác nhau, trong khi {limit} chỉ cho phép tối " +
			"đa {max}.",
		en: "There are {value} different live queries, or documents of event subscriptions; {limit} allows " +
			"at most {max}.",
		cause: "The server, an address or an account has reached its limit of different live queries " +
			"(...Live), or of different documents of event subscriptions (...Events), which are counted " +
			"separately; or an address already has as many as are still free on the server. Identical documents of " +
			"viewers with the same rights count once.",
		remedy: "Complete subscriptions that are no longer shown, or select the same fields on all screens; the " +
			"operator can raise the limit.",
	})
)
