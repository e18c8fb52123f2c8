package fault

// Idempotency faults.
var (
	// BadIdempotencyKey rejects a malformed key. Detail: reason (MALFORMED, REPEATED).
	BadIdempotencyKey = declare(Sentinel{
		code: "BAD_IDEMPOTENCY_KEY", kind: KindInvalid, details: []string{"reason"},
		vi: "Idempotency-Key phải gồm từ 1 đến 255 ký tự ASCII hiển thị được, và mỗi yêu cầu chỉ được gửi " +
			"một khoá.",
		en: "An Idempotency-Key must be 1 to 255 visible ASCII characters, and only one may be sent.",
		cause: "The Idempotency-Key header, or idempotencyKey in the extensions, is empty, too long, not a " +
			"string, or contains spaces or non-ASCII characters (MALFORMED); or two different keys were sent " +
			"(REPEATED). Nothing was executed.",
		remedy: "Send a random key, such as a UUID, in the header or the extensions. params.reason names the " +
			"problem.",
	})

	// IdempotencyKeySeveralFields rejects a keyed operation with several mutations: each commits its own
	// transaction, and a key identifies one.
	IdempotencyKeySeveralFields = declare(Sentinel{
		code: "IDEMPOTENCY_KEY_SEVERAL_FIELDS", kind: KindInvalid,
		vi: "Thao tác có Idempotency-Key chỉ được chứa một mutation.",
		en: "An operation with an Idempotency-Key must contain exactly one mutation.",
		cause: "The operation has a key and several root fields. Each is committed separately, so some may " +
			"succeed and others fail, which one key cannot represent. Nothing was executed.",
		remedy: "Send each mutation as a separate operation with its own key.",
	})

	// IdempotencyKeyReused rejects a key that was used for a different request.
	IdempotencyKeyReused = declare(Sentinel{
		code: "IDEMPOTENCY_KEY_REUSED", kind: KindInvalid,
		vi:     "Idempotency-Key này đã được dùng cho một yêu cầu khác.",
		en:     "This Idempotency-Key was used for another request.",
		cause:  "The account used the key with another document, operation or variables. Nothing was executed.",
		remedy: "Create a new key for each new change; reuse a key only to send the identical request again.",
	})

	// IdempotencyKeyInUse asks for a retry: a concurrent request with the key committed, and its key has been
	// removed since.
	IdempotencyKeyInUse = declare(Sentinel{
		code: "IDEMPOTENCY_KEY_IN_USE", kind: KindUnavailable,
		vi: "Một yêu cầu khác có cùng Idempotency-Key vừa được xử lý cùng lúc; vui lòng gửi lại sau giây lát.",
		en: "Another request with this Idempotency-Key was processed at the same moment; send it again in a " +
			"moment.",
		cause: "The same request was sent concurrently, and its key was removed before it could be answered " +
			"here. The change was made once.",
		remedy: "Send the same request with the same key again after a second or two.",
	})

	// AlreadyDone reports that the change was made but its response is not available.
	AlreadyDone = declare(Sentinel{
		code: "ALREADY_DONE", kind: KindConflict,
		vi: "Việc này đã được thực hiện với Idempotency-Key này, nhưng kết quả không còn được lưu; vui lòng " +
			"tải lại dữ liệu.",
		en: "This was already done with this Idempotency-Key, but the response is not stored; fetch what it " +
			"changed.",
		cause: "The change was made once. Its response was too large, contained an error or a secret, or was " +
			"for other roles than the account has now; or it was lost with a server and the changed object can no " +
			"longer be read.",
		remedy: "Fetch the changed object and continue from there; do not send the change with another key. If " +
			"the secret of a token is lost, revoke the token and issue another; if a check-in code is lost, " +
			"replace it.",
	})
)
