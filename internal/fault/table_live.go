package fault

// What may be wrong with following a stream.
var (
	// BadPosition refuses what is no position of the stream. Detail: reason (MALFORMED, OTHER_STREAM).
	BadPosition = declare(Sentinel{
		code: "BAD_POSITION", kind: KindInvalid, detail: []string{"reason"},
		vi:     "Vị trí này không phải của luồng sự kiện đang theo dõi; hãy gửi đúng vị trí của sự kiện cuối cùng đã nhận, hoặc tải lại trạng thái hiện tại rồi theo dõi từ vị trí của nó.",
		en:     "This is not a position in this stream of events; give the position of the last event that you got, or fetch the snapshot and follow from its position.",
		cause:  "The position was not given out by this server, was changed on the way, or belongs to another stream.",
		remedy: "Give the position of the last event that you got of this very stream, as it was; or fetch the snapshot and follow from its position.",
	})

	// PositionLost reports that a stream cannot be resumed from a position. Detail: reason (NOT_KEPT, AHEAD,
	// RESTORED, OUTDATED).
	PositionLost = declare(Sentinel{
		code: "POSITION_LOST", kind: KindConflict, detail: []string{"reason"},
		vi:     "Không thể theo dõi tiếp từ vị trí này; hãy tải lại trạng thái hiện tại rồi theo dõi từ vị trí của nó.",
		en:     "The stream cannot be followed from this position; fetch the snapshot and follow from its position.",
		cause:  "What came after the position is no longer kept (NOT_KEPT; that of a conference always is), the database was restored from a backup or is another one (RESTORED, AHEAD), or the position was issued by an earlier release (OUTDATED).",
		remedy: "Fetch the snapshot again (conference or cluster with its position), show it, and follow from the position in it.",
	})

	// NodeFull refuses one more socket or event stream on this node. Parameters: limit (the flag), max,
	// value.
	NodeFull = declare(Sentinel{
		code: "NODE_FULL", kind: KindUnavailable,
		vi:     "Máy chủ đang mở {value} kết nối trực tiếp, trong khi {limit} chỉ cho phép tối đa {max}; vui lòng thử lại sau giây lát.",
		en:     "The server has {value} sockets and event streams open, and {limit} allows at most {max}; try again in a moment.",
		cause:  "This node has reached its limit of sockets and event streams. It reserves file descriptors for its database and for plain requests, which are still answered.",
		remedy: "Reconnect after Retry-After seconds; a load balancer may then choose another node. The operator can raise --max-sockets and the limit of open files (ulimit -n).",
	})

	// TooManyWatchers refuses one more. Parameters: limit (the flag), max, value (how many there are).
	TooManyWatchers = declare(Sentinel{
		code: "TOO_MANY_WATCHERS", kind: KindUnavailable,
		vi:     "Đang mở {value}, trong khi {limit} chỉ cho phép tối đa {max}.",
		en:     "{value} are open; {limit} allows at most {max}.",
		cause:  "A socket has too many operations at once, or an account or an address too many sockets.",
		remedy: "Complete what is no longer watched, or share one socket; the operator can raise the limit.",
	})

	// TooManyLiveQueries refuses one more live query, or one more document of event subscriptions. Parameters:
	// limit (the flag), max, value (how many of the same kind there are).
	TooManyLiveQueries = declare(Sentinel{
		code: "TOO_MANY_LIVE_QUERIES", kind: KindConflict,
		vi:     "Đang có {value} truy vấn theo dõi trực tiếp khác nhau, trong khi {limit} chỉ cho phép tối đa {max}.",
		en:     "There are {value} different live queries, or documents of event subscriptions; {limit} allows at most {max}.",
		cause:  "The server, an address or an account has reached its limit of different live queries (...Live), or of different documents of event subscriptions (...Events), which are counted separately. Identical documents of viewers with the same rights count once.",
		remedy: "Complete subscriptions that are no longer shown, or select the same fields on all screens; the operator can raise the limit.",
	})
)
