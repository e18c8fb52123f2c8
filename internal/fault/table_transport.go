package fault

// HTTP faults, before the operation is read.
var (
	// NotAcceptable rejects an Accept header without a supported response type.
	NotAcceptable = declare(Sentinel{
		code: "NOT_ACCEPTABLE", kind: KindInvalid,
		vi:     "Máy chủ chỉ trả về application/graphql-response+json hoặc application/json, mã hoá UTF-8.",
		en:     "Responses are application/graphql-response+json or application/json, in UTF-8.",
		cause:  "The Accept header names neither response type, or another encoding than UTF-8.",
		remedy: "Send Accept: application/graphql-response+json, or no Accept header.",
	})

	// UnsupportedMediaType rejects a body that is not declared as JSON.
	UnsupportedMediaType = declare(Sentinel{
		code: "UNSUPPORTED_MEDIA_TYPE", kind: KindInvalid,
		vi:     "Nội dung gửi lên phải là application/json, mã hoá UTF-8, không nén.",
		en:     "The body must be application/json in UTF-8, not compressed.",
		cause:  "A POST has no Content-Type, another one, another charset, or a Content-Encoding.",
		remedy: "Send Content-Type: application/json.",
	})

	// MalformedRequest rejects a body or URL that is not a GraphQL request. Detail: reason (EMPTY,
	// INCOMPLETE, NOT_JSON, NOT_UTF8, NOT_AN_OBJECT, NOT_URL_ENCODED, NOT_A_HANDSHAKE, TOO_DEEP; the last one
	// with limit, max and value).
	MalformedRequest = declare(Sentinel{
		code: "MALFORMED_REQUEST", kind: KindInvalid, details: []string{"reason", "limit", "max", "value"},
		vi: "Không đọc được yêu cầu; vui lòng gửi một đối tượng JSON có trường query.",
		en: "The request cannot be read; send a JSON object with a query.",
		cause: "The body of a POST is empty, incomplete, not JSON, not UTF-8, not an object or nested more " +
			"than 10000 levels deep; the URL encoding is invalid; or a WebSocket handshake is malformed.",
		remedy: "Send a JSON object whose query is the document. params.reason names the problem.",
	})

	// BadParameter rejects a parameter of the request. Parameter: parameter. Detail: reason (MISSING,
	// REPEATED, NOT_A_STRING, NOT_AN_OBJECT, TOO_LONG, TOO_MANY_VALUES; the last two with limit, max and
	// value, where counting stopped).
	BadParameter = declare(Sentinel{
		code: "BAD_PARAMETER", kind: KindInvalid, details: []string{"reason", "limit", "max", "value"},
		vi: "Tham số {parameter} của yêu cầu không hợp lệ.",
		en: "The request's parameter {parameter} is not valid.",
		cause: "query is missing; or query, operationName, variables or extensions is repeated or has the " +
			"wrong type; or operationName is longer than 1024 bytes; or extensions hold more values than " +
			"variables may.",
		remedy: "query and operationName are strings; variables and extensions are JSON objects. params.reason " +
			"names the problem.",
	})

	// BodyTooLarge rejects a request by its size. Parameter: max, in bytes. Details: limit (the flag), and
	// value: the size in bytes, or where counting stopped.
	BodyTooLarge = declare(Sentinel{
		code: "BODY_TOO_LARGE", kind: KindInvalid, details: []string{"limit", "value"},
		vi:     "Yêu cầu quá lớn; tối đa {max} byte.",
		en:     "The request is too large; at most {max} bytes are allowed.",
		cause:  "The body of a POST, or the query string of a GET, exceeds the limit (--max-body).",
		remedy: "Send less at a time: shorter lists, or several requests.",
	})

	// BatchNotSupported rejects several operations in one request.
	BatchNotSupported = declare(Sentinel{
		code: "BATCH_NOT_SUPPORTED", kind: KindInvalid,
		vi:     "Mỗi yêu cầu chỉ được chứa một thao tác; máy chủ không nhận danh sách thao tác.",
		en:     "A request must contain one operation; batches are not supported.",
		cause:  "The body is a JSON array.",
		remedy: "Send each operation separately (HTTP/2 multiplexes them), or select several fields in one.",
	})

	// MethodNotAllowed rejects an HTTP method, or a mutation by GET.
	MethodNotAllowed = declare(Sentinel{
		code: "METHOD_NOT_ALLOWED", kind: KindInvalid,
		vi:     "Phương thức HTTP này không được hỗ trợ tại đây; xem tiêu đề Allow.",
		en:     "This HTTP method is not allowed here; see the Allow header.",
		cause:  "The method is neither GET nor POST, or a mutation was sent by GET.",
		remedy: "Send queries by POST or GET, and mutations by POST.",
	})

	// SubscriptionTransport rejects a subscription over a plain HTTP request.
	SubscriptionTransport = declare(Sentinel{
		code: "SUBSCRIPTION_TRANSPORT", kind: KindInvalid,
		vi: "Subscription không chạy được qua yêu cầu HTTP thông thường; vui lòng dùng WebSocket " +
			"(graphql-transport-ws) hoặc Accept: text/event-stream.",
		en: "A subscription cannot run over a plain HTTP request; use WebSocket (graphql-transport-ws) or " +
			"Accept: text/event-stream.",
		cause:  "A subscription was sent by POST or GET, which return a single response.",
		remedy: "Use WebSocket (graphql-transport-ws), or server-sent events (Accept: text/event-stream).",
	})

	// DeferTransport rejects @defer, which needs several responses.
	DeferTransport = declare(Sentinel{
		code: "DEFER_TRANSPORT", kind: KindInvalid,
		vi:     "Không dùng được @defer: mỗi yêu cầu HTTP chỉ có một phản hồi.",
		en:     "@defer is not supported: an HTTP request has a single response.",
		cause:  "A part of the operation is marked with @defer.",
		remedy: "Remove @defer, or request that part separately.",
	})

	// UnknownOperation rejects a request that does not select an operation of its document.
	UnknownOperation = declare(Sentinel{
		code: "UNKNOWN_OPERATION", kind: KindInvalid,
		vi: "Không rõ phải thực hiện thao tác nào: tài liệu không có thao tác mang tên đó, hoặc có nhiều " +
			"thao tác mà không nêu tên.",
		en: "It is not clear which operation to execute: the document has none of that name, or has several " +
			"and no name is given.",
		cause: "operationName is not the name of an operation of the document, or is missing where there are " +
			"several.",
		remedy: "Set operationName to the name of one operation of the document.",
	})

	// CrossOrigin rejects a browser request from an untrusted origin.
	CrossOrigin = declare(Sentinel{
		code: "CROSS_ORIGIN", kind: KindForbidden,
		vi:     "Trang web thuộc nguồn khác không được phép gửi yêu cầu này.",
		en:     "Pages of other origins may not send this request.",
		cause:  "A browser sent the request for a page whose origin the server does not trust.",
		remedy: "Ask the operator to allow the page's origin with --cors-origin.",
	})

	// HostNotAllowed rejects a Host header that is not a name of the server. Parameter: host.
	HostNotAllowed = declare(Sentinel{
		code: "HOST_NOT_ALLOWED", kind: KindForbidden,
		vi: "Máy chủ không nhận yêu cầu gửi đến tên miền {host}.",
		en: "The server does not accept requests for the host {host}.",
		cause: "The Host header names neither this computer nor a name that the operator has allowed. A page " +
			"of another site may have pointed its own name at this computer (DNS rebinding).",
		remedy: "Use the address that the server logged when it started, or ask the operator to allow the name " +
			"with --allowed-host.",
	})

	// ResponsesNotRead rejects an operation for whose response there is no room, because earlier responses were
	// not read. Parameters: limit (the flag), max and value, both in bytes.
	ResponsesNotRead = declare(Sentinel{
		code: "RESPONSES_NOT_READ", kind: KindUnavailable, details: []string{"limit", "max", "value"},
		vi: "Các phản hồi trước chưa được nhận hết nên máy chủ không thực hiện yêu cầu này.",
		en: "Responses to earlier operations have not been read, so this operation was not executed.",
		cause: "The server waited for --request-timeout until responses to earlier operations of this socket " +
			"(--max-unread-per-socket), this address (--max-unread-per-address) or all addresses (--max-unread) " +
			"were read: value is how many bytes of them wait, and one more response had no room below max. " +
			"Nothing was executed.",
		remedy: "Read the responses that were asked for before, then send the operation again.",
	})

	// ShuttingDown rejects new long-lived connections during shutdown.
	ShuttingDown = declare(Sentinel{
		code: "SHUTTING_DOWN", kind: KindUnavailable,
		vi:     "Máy chủ đang dừng; vui lòng kết nối lại sau giây lát.",
		en:     "The server is shutting down; reconnect in a moment.",
		cause:  "The server is stopping: it completes requests and accepts no new sockets and streams.",
		remedy: "Reconnect after a few seconds, with jitter; your position remains valid.",
	})
)
