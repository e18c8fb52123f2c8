package fault

// What may be wrong with a change that is sent with a key, so that it can be sent again.
var (
	// BadIdempotencyKey refuses what is no key. Detail: reason (MALFORMED, REPEATED).
	BadIdempotencyKey = declare(Sentinel{
		code: "BAD_IDEMPOTENCY_KEY", kind: KindInvalid, detail: []string{"reason"},
		vi:     "Khoá Idempotency-Key phải có từ 1 đến 255 ký tự ASCII nhìn thấy được, và chỉ được gửi một khoá.",
		en:     "An Idempotency-Key is 1 to 255 visible ASCII characters, and there is one of it.",
		cause:  "The header Idempotency-Key, or idempotencyKey of the extensions, is empty, too long, no text, or holds spaces or letters with marks (MALFORMED); or two different keys were sent (REPEATED). Nothing was run.",
		remedy: "Send a random key, such as a UUID, by the header or by the extensions. params.reason says what is wrong.",
	})

	// IdempotencyKeySeveralFields refuses an operation of several changes: each is a transaction of its own, and a key
	// stands for one.
	IdempotencyKeySeveralFields = declare(Sentinel{
		code: "IDEMPOTENCY_KEY_SEVERAL_FIELDS", kind: KindInvalid,
		vi:     "Phép toán có Idempotency-Key chỉ được chứa một mutation.",
		en:     "An operation with an Idempotency-Key makes one change.",
		cause:  "The operation has several root fields and a key. Each of them is committed by itself, so some may be done and others not, which one key cannot tell. Nothing was run.",
		remedy: "Send each change as an operation of its own, with a key of its own.",
	})

	// IdempotencyKeyReused refuses a key under which something else was sent.
	IdempotencyKeyReused = declare(Sentinel{
		code: "IDEMPOTENCY_KEY_REUSED", kind: KindInvalid,
		vi:     "Khoá Idempotency-Key này đã được dùng cho một yêu cầu khác.",
		en:     "This Idempotency-Key was used for another request.",
		cause:  "The account has made another change under the key: the document, the operation or the variables were others. Nothing was run.",
		remedy: "Make a new key for each new change, and use a key again only to send the very same once more.",
	})

	// IdempotencyKeyInUse asks to retry: a concurrent request with the key was committed, and its key was
	// removed since.
	IdempotencyKeyInUse = declare(Sentinel{
		code: "IDEMPOTENCY_KEY_IN_USE", kind: KindUnavailable,
		vi:     "Một yêu cầu khác cùng khoá Idempotency-Key vừa được xử lý cùng lúc; vui lòng gửi lại sau giây lát.",
		en:     "Another request with this Idempotency-Key was processed at the same moment; send it again in a moment.",
		cause:  "The same request was sent at the same moment, on this connection or another one, and its key was removed before it could be answered here. The change was made once.",
		remedy: "Send the same with the same key again after a second or two.",
	})

	// AlreadyDone says that a change was made whose answer nobody has.
	AlreadyDone = declare(Sentinel{
		code: "ALREADY_DONE", kind: KindConflict,
		vi:     "Việc này đã được thực hiện với khoá Idempotency-Key này, nhưng không còn câu trả lời; hãy tải lại dữ liệu.",
		en:     "This was done under this Idempotency-Key, and the answer is not kept; fetch what it changed.",
		cause:  "The change was made once. Its answer was too large, contained an error or a secret, or was for other roles than the account has now; or it was lost with a server, and what was changed can no longer be read.",
		remedy: "Fetch what was to be changed and go on from there; do not send it under another key. A token whose secret is lost is revoked, and another one issued; a check-in code that is lost is replaced by another one.",
	})
)
