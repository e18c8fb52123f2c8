package fault

// Faults of requests in general.
var (
	// NotFound is also returned for rows that the viewer may not see: FORBIDDEN would reveal that they exist.
	NotFound = declare(Sentinel{
		code: "NOT_FOUND", kind: KindNotFound,
		vi:     "Không tìm thấy nội dung này, hoặc bạn không có quyền xem.",
		en:     "Not found, or you are not allowed to see it.",
		cause:  "No row has this key, or the viewer may not see it.",
		remedy: "Check the key. If the row should exist, sign in with an account that may see it.",
	})

	// BadID rejects a malformed id or one of another type. Detail: reason.
	BadID = declare(Sentinel{
		code: "BAD_ID", kind: KindInvalid, details: []string{"reason"},
		vi:     "Mã định danh (id) không hợp lệ.",
		en:     "The id is not valid.",
		cause:  "The id does not have the format of the API, or belongs to another type.",
		remedy: "Use an id that the API returned, unchanged.",
	})

	// BadCursor rejects a cursor that the list did not return.
	BadCursor = declare(Sentinel{
		code: "BAD_CURSOR", kind: KindInvalid,
		vi:     "Con trỏ trang không hợp lệ.",
		en:     "The page cursor is not valid.",
		cause:  "after or before is not a cursor, or is a cursor of another list or order.",
		remedy: "Use startCursor or endCursor of the same list in the same order, or start at its first page.",
	})

	// PageSize rejects a page size that is out of bounds. Parameters: argument, min, max. Detail: value.
	PageSize = declare(Sentinel{
		code: "PAGE_SIZE", kind: KindInvalid, details: []string{"value"},
		vi:     "{argument} phải từ {min} đến {max}.",
		en:     "{argument} must be from {min} to {max}.",
		cause:  "The page size is out of bounds.",
		remedy: "Request at most max entries, then the next page with endCursor.",
	})

	// BadSchoolYear rejects a malformed school year. Detail: reason (of vi.Error).
	BadSchoolYear = declare(Sentinel{
		code: "BAD_SCHOOL_YEAR", kind: KindInvalid, details: []string{"reason"},
		vi:     "Năm học không hợp lệ; viết như 2023-2024.",
		en:     "The school year is not valid; write it like 2023-2024.",
		cause:  "The value is not two consecutive years joined by a hyphen, or is outside 1945 to 2200.",
		remedy: "Write both years with four digits, as in 2023-2024. params.reason names the problem.",
	})

	// BadDate rejects a malformed date. Detail: reason (of vi.Error).
	BadDate = declare(Sentinel{
		code: "BAD_DATE", kind: KindInvalid, details: []string{"reason"},
		vi:     "Ngày không hợp lệ; viết như 2024-08-19, 2024-08, 2024 hoặc XXXX-08-17.",
		en:     "The date is not valid; write it like 2024-08-19, 2024-08, 2024 or XXXX-08-17.",
		cause:  "The value has none of the formats of the Date scalar, or the day does not exist.",
		remedy: "Use one of the formats, followed by ? if inferred. params.reason names the problem.",
	})

	// BadDecimal rejects a malformed decimal. Detail: reason (of vi.Error).
	BadDecimal = declare(Sentinel{
		code: "BAD_DECIMAL", kind: KindInvalid, details: []string{"reason"},
		vi:     "Số thập phân không hợp lệ; viết thành chuỗi như \"75.60\".",
		en:     "The decimal is not valid; write it as a string like \"75.60\".",
		cause:  "Not point notation, more than six decimals, too large, or sent as a float.",
		remedy: "Send a string such as \"-12.50\", or an integer. params.reason names the problem.",
	})

	// BadInput rejects any other variable or argument. Details: reason; for a limit also min, max and value.
	BadInput = declare(Sentinel{
		code: "BAD_INPUT", kind: KindInvalid, details: []string{"reason", "min", "max", "value"},
		vi:     "Biến hoặc tham số không hợp lệ.",
		en:     "A variable or an argument is not valid.",
		cause:  "A variable or argument is missing, has another type, or contradicts the others.",
		remedy: "Compare the request with the schema at the path of the error.",
	})

	// Conflict reports that a unique key is already in use.
	Conflict = declare(Sentinel{
		code: "CONFLICT", kind: KindConflict,
		vi:     "Dữ liệu này đã tồn tại.",
		en:     "It already exists.",
		cause:  "A row with the same natural key exists; another request may have just created it.",
		remedy: "Fetch the existing row and change it instead.",
	})

	// Forbidden rejects a viewer where the existence of the object is not secret.
	Forbidden = declare(Sentinel{
		code: "FORBIDDEN", kind: KindForbidden,
		vi:     "Bạn không có quyền thực hiện việc này.",
		en:     "You are not allowed to do this.",
		cause:  "The viewer is authenticated, but has no grant that allows this.",
		remedy: "Sign in with an account that has the grant, or ask the operator for it.",
	})

	// Timeout reports that a request exceeded a time limit. Details: limit (the flag), and max and value, both
	// the duration after which it was stopped; none if the database ended the statement by a limit of its own.
	Timeout = declare(Sentinel{
		code: "TIMEOUT", kind: KindUnavailable, details: []string{"limit", "max", "value"},
		vi: "Yêu cầu mất quá nhiều thời gian xử lý nên đã bị dừng.",
		en: "The request took too long and was stopped.",
		cause: "The request was not answered within the server's time limit: params name it and its maximum. " +
			"With --read-timeout, the body did not arrive in time, and nothing was executed.",
		remedy: "Request less at a time, with smaller pages, or try again later.",
	})

	// Internal reports an unexpected error. Parameter: id of the log entry. The error presenter sets the id,
	// so code that returns the fault may omit it.
	Internal = declare(Sentinel{
		code: "INTERNAL", kind: KindInternal,
		vi:     "Lỗi hệ thống {id}.",
		en:     "Internal error {id}.",
		cause:  "A defect of the server.",
		remedy: "Give the id to the operator, who finds it in the log.",
	})
)
