package fault

// What a client asked for.
var (
	// NotFound also stands for what the viewer may not see: to say that it is
	// forbidden would say that it is there.
	NotFound = declare(Sentinel{
		code: "NOT_FOUND", kind: KindNotFound,
		vi:     "Không tìm thấy, hoặc bạn không được xem.",
		en:     "It was not found, or you may not see it.",
		cause:  "No row has this key, or the viewer may not see the row.",
		remedy: "Check the key. If it should be there, sign in with an account that may see it.",
	})

	// BadID refuses an id that no server ever gave out. Detail: reason.
	BadID = declare(Sentinel{
		code: "BAD_ID", kind: KindInvalid, detail: []string{"reason"},
		vi:     "Mã định danh (id) không hợp lệ.",
		en:     "The id is not valid.",
		cause:  "An id is not of the form that the API gives out, or is that of another type.",
		remedy: "Use an id that the API returned, unchanged.",
	})

	// BadCursor refuses a cursor that no page ever gave out.
	BadCursor = declare(Sentinel{
		code: "BAD_CURSOR", kind: KindInvalid,
		vi:     "Con trỏ trang không hợp lệ.",
		en:     "The page cursor is not valid.",
		cause:  "after or before is no cursor, or one of a list in another order.",
		remedy: "Use startCursor or endCursor of the same list in the same order, or start at its first page.",
	})

	// PageSize refuses a page without size, or with too large a one. Parameters: argument, max.
	PageSize = declare(Sentinel{
		code: "PAGE_SIZE", kind: KindInvalid,
		vi:     "{argument} phải từ 0 đến {max}.",
		en:     "{argument} must be from 0 to {max}.",
		cause:  "A page of a list was asked for with a size out of bounds.",
		remedy: "Ask for at most max things, then for the next page by endCursor.",
	})

	// BadSchoolYear refuses a school year. Detail: reason (of vi.Error).
	BadSchoolYear = declare(Sentinel{
		code: "BAD_SCHOOL_YEAR", kind: KindInvalid, detail: []string{"reason"},
		vi:     "Năm học không hợp lệ; viết như 2023-2024.",
		en:     "The school year is not valid; write it like 2023-2024.",
		cause:  "A school year is not two consecutive years joined by a hyphen, or lies outside 1945 to 2200.",
		remedy: "Write the four digits of both years, as in 2023-2024. params.reason says what is wrong.",
	})

	// BadDate refuses a date. Detail: reason (of vi.Error).
	BadDate = declare(Sentinel{
		code: "BAD_DATE", kind: KindInvalid, detail: []string{"reason"},
		vi:     "Ngày không hợp lệ; viết như 2024-08-19, 2024-08, 2024 hoặc XXXX-08-17.",
		en:     "The date is not valid; write it like 2024-08-19, 2024-08, 2024 or XXXX-08-17.",
		cause:  "A date is not of one of the forms of the Date scalar, or there is no such day.",
		remedy: "Write it in one of the forms, with a ? after it if it is inferred. params.reason says what is wrong.",
	})

	// BadDecimal refuses a decimal. Detail: reason (of vi.Error).
	BadDecimal = declare(Sentinel{
		code: "BAD_DECIMAL", kind: KindInvalid, detail: []string{"reason"},
		vi:     "Số thập phân không hợp lệ; viết thành chuỗi như \"75.60\".",
		en:     "The decimal is not valid; write it as a string like \"75.60\".",
		cause:  "A decimal is not plain point notation, has more than six decimals, is too large, or was sent as a float.",
		remedy: "Send a string such as \"-12.50\", or an integer. params.reason says what is wrong.",
	})

	// BadInput refuses any other variable or argument. Detail: reason, and where it is a limit, its max and
	// the value.
	BadInput = declare(Sentinel{
		code: "BAD_INPUT", kind: KindInvalid, detail: []string{"reason", "max", "value"},
		vi:     "Biến hoặc tham số không hợp lệ.",
		en:     "A variable or an argument is not valid.",
		cause:  "A variable or argument is missing, of another type, or does not go with the others.",
		remedy: "Compare the request with the schema at the path of the error.",
	})

	// Conflict stands for a unique key that is taken.
	Conflict = declare(Sentinel{
		code: "CONFLICT", kind: KindConflict,
		vi:     "Đã có một mục như vậy.",
		en:     "There already is such a thing.",
		cause:  "A row with the same natural key is there: it was written before, or by somebody else just now.",
		remedy: "Look at what is there, and change that instead.",
	})

	// Forbidden refuses a viewer, where that the thing exists is no secret.
	Forbidden = declare(Sentinel{
		code: "FORBIDDEN", kind: KindForbidden,
		vi:     "Bạn không được làm việc này.",
		en:     "You may not do this.",
		cause:  "The viewer has no grant for this.",
		remedy: "Sign in with an account that has the grant, or ask the operator for it.",
	})

	// Timeout says that the time for a request was over. Details, if it was spent waiting for room under a limit:
	// limit (the flag), max, value.
	Timeout = declare(Sentinel{
		code: "TIMEOUT", kind: KindUnavailable, detail: []string{"limit", "max", "value"},
		vi:     "Yêu cầu mất quá nhiều thời gian nên đã bị dừng.",
		en:     "The request took too long and was stopped.",
		cause:  "The request was not answered within the server's time limit. If params name a limit (--max-unread-per-socket, --max-unread-per-address), nothing was executed: the client has not read the responses to earlier operations, on this connection or on others of its address, value is how many bytes of them wait, and one more response had no room below max.",
		remedy: "Ask for less at a time, with smaller pages, or try again later. If params name a limit, read the responses that were asked for before.",
	})

	// Internal stands for everything that nobody foresaw. Parameter: id, under
	// which the log has the rest. Whoever returns it need not give the id: the
	// one who presents it to the client does.
	Internal = declare(Sentinel{
		code: "INTERNAL", kind: KindInternal,
		vi:     "Lỗi hệ thống {id}.",
		en:     "Internal error {id}.",
		cause:  "A mistake in the server.",
		remedy: "Give the id to the operator, who finds it in the log.",
	})
)
