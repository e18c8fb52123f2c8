package fault

// What is wrong with a request as HTTP, before its operation is looked at.
var (
	// NotAcceptable refuses a client that takes no type that responses come in.
	NotAcceptable = declare(Sentinel{
		code: "NOT_ACCEPTABLE", kind: KindInvalid,
		vi:     "Máy chủ chỉ trả lời bằng application/graphql-response+json hoặc application/json, mã hoá UTF-8.",
		en:     "Answers come as application/graphql-response+json or application/json, in UTF-8.",
		cause:  "The Accept header names neither type that answers come in, or another encoding than UTF-8.",
		remedy: "Send Accept: application/graphql-response+json, or no Accept header.",
	})

	// UnsupportedMediaType refuses a body that is not said to be JSON.
	UnsupportedMediaType = declare(Sentinel{
		code: "UNSUPPORTED_MEDIA_TYPE", kind: KindInvalid,
		vi:     "Nội dung gửi lên phải là application/json, mã hoá UTF-8, không nén.",
		en:     "The body must be application/json in UTF-8, not compressed.",
		cause:  "A POST has no Content-Type, another one, another charset, or a Content-Encoding.",
		remedy: "Send Content-Type: application/json.",
	})

	// MalformedRequest refuses what is not even a GraphQL request. Detail: reason (EMPTY, INCOMPLETE, NOT_JSON,
	// NOT_UTF8, NOT_AN_OBJECT, NOT_URL_ENCODED, NOT_A_HANDSHAKE).
	MalformedRequest = declare(Sentinel{
		code: "MALFORMED_REQUEST", kind: KindInvalid, detail: []string{"reason"},
		vi:     "Yêu cầu không đọc được; hãy gửi một đối tượng JSON có trường query.",
		en:     "The request cannot be read; send a JSON object with a query.",
		cause:  "The body of a POST is empty, broken off, no JSON, no UTF-8, or no object; a URL is not well encoded; or a WebSocket handshake is wrong.",
		remedy: "Send a JSON object whose query is the document. params.reason says what is wrong.",
	})

	// BadParameter refuses a parameter of the request. Parameter: parameter. Detail: reason (MISSING, REPEATED,
	// NOT_A_STRING, NOT_AN_OBJECT, TOO_MANY_VALUES).
	BadParameter = declare(Sentinel{
		code: "BAD_PARAMETER", kind: KindInvalid, detail: []string{"reason"},
		vi:     "Tham số {parameter} của yêu cầu không hợp lệ.",
		en:     "The request's parameter {parameter} is not valid.",
		cause:  "query is missing, one of query, operationName, variables and extensions is given twice, is of the wrong type, or, of the extensions, holds more values than variables may.",
		remedy: "query and operationName are strings, variables and extensions JSON objects. params.reason says what is wrong.",
	})

	// BodyTooLarge refuses a request by its size. Parameter: max, in bytes.
	BodyTooLarge = declare(Sentinel{
		code: "BODY_TOO_LARGE", kind: KindInvalid,
		vi:     "Yêu cầu quá lớn; nhiều nhất là {max} byte.",
		en:     "The request is too large; {max} bytes are the most.",
		cause:  "The body of a POST, or the query string of a GET, is larger than the server takes (--max-body).",
		remedy: "Send less at a time: shorter lists, or several requests.",
	})

	// BatchNotSupported refuses several operations in one request.
	BatchNotSupported = declare(Sentinel{
		code: "BATCH_NOT_SUPPORTED", kind: KindInvalid,
		vi:     "Mỗi yêu cầu chỉ chứa một phép toán; không nhận danh sách.",
		en:     "A request holds one operation; lists of them are not taken.",
		cause:  "The body is a JSON array.",
		remedy: "Send each operation by itself (HTTP/2 sends them together), or ask for several fields in one.",
	})

	// MethodNotAllowed refuses a method, or a mutation by GET.
	MethodNotAllowed = declare(Sentinel{
		code: "METHOD_NOT_ALLOWED", kind: KindInvalid,
		vi:     "Không dùng được phương thức HTTP này ở đây; xem tiêu đề Allow.",
		en:     "This HTTP method cannot be used for this; see the Allow header.",
		cause:  "The method is neither GET nor POST, or a mutation was sent by GET.",
		remedy: "Send queries by POST or GET, and mutations by POST.",
	})

	// SubscriptionTransport refuses a subscription where only one answer can be given.
	SubscriptionTransport = declare(Sentinel{
		code: "SUBSCRIPTION_TRANSPORT", kind: KindInvalid,
		vi:     "Subscription không chạy được qua một yêu cầu HTTP thường; hãy dùng WebSocket (graphql-transport-ws) hoặc Accept: text/event-stream.",
		en:     "A subscription cannot run over a plain HTTP request; use WebSocket (graphql-transport-ws) or Accept: text/event-stream.",
		cause:  "A subscription was sent by POST or GET, where there is one answer alone.",
		remedy: "Use WebSocket (graphql-transport-ws), or server-sent events (Accept: text/event-stream).",
	})

	// DeferTransport refuses @defer where only one answer can be given.
	DeferTransport = declare(Sentinel{
		code: "DEFER_TRANSPORT", kind: KindInvalid,
		vi:     "@defer không dùng được: mỗi yêu cầu HTTP chỉ có một câu trả lời.",
		en:     "@defer cannot be used: an HTTP request has one answer alone.",
		cause:  "A part of the operation is marked with @defer.",
		remedy: "Leave @defer out, or ask for that part by a request of its own.",
	})

	// UnknownOperation refuses a document that does not say which operation to run.
	UnknownOperation = declare(Sentinel{
		code: "UNKNOWN_OPERATION", kind: KindInvalid,
		vi:     "Không rõ phải chạy phép toán nào: tài liệu không có phép toán mang tên đó, hoặc có nhiều mà không nêu tên.",
		en:     "It is not clear which operation to run: the document has none of that name, or several and no name is given.",
		cause:  "operationName names no operation of the document, or is missing where there are several.",
		remedy: "Give in operationName the name of one operation of the document.",
	})

	// CrossOrigin refuses a page of another origin.
	CrossOrigin = declare(Sentinel{
		code: "CROSS_ORIGIN", kind: KindForbidden,
		vi:     "Trang ở nguồn khác không được gửi yêu cầu này.",
		en:     "Pages of other origins may not send this request.",
		cause:  "A browser sent the request for a page whose origin the server does not trust.",
		remedy: "Ask the operator to add the page's origin by --cors-origin.",
	})

	// HostNotAllowed refuses a request whose Host header is not a name of the server. Parameter: host.
	HostNotAllowed = declare(Sentinel{
		code: "HOST_NOT_ALLOWED", kind: KindForbidden,
		vi:     "Máy chủ không nhận yêu cầu gửi đến tên miền {host}.",
		en:     "The server does not accept requests for the host {host}.",
		cause:  "The Host header names neither this computer nor a name that the operator has allowed. A page of another site may have pointed its own name at this computer (DNS rebinding).",
		remedy: "Use the address that the server logged when it started, or ask the operator to allow the name with --allowed-host.",
	})

	// ShuttingDown refuses what would last longer than the server.
	ShuttingDown = declare(Sentinel{
		code: "SHUTTING_DOWN", kind: KindUnavailable,
		vi:     "Máy chủ đang dừng; hãy kết nối lại sau giây lát.",
		en:     "The server is shutting down; connect again in a moment.",
		cause:  "The server was told to stop: it finishes requests, and takes no new sockets and streams.",
		remedy: "Connect again after a few seconds, with some chance in it; the position that you have stays good.",
	})
)
