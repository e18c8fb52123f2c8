package fault

// Faults of an operation as a whole, before anything is executed.
var (
	// OperationTooComplex rejects an operation that exceeds a limit. Parameters: limit (its flag without
	// --limit-), max, and value: the operation's, or where counting stopped.
	OperationTooComplex = declare(Sentinel{
		code: "OPERATION_TOO_COMPLEX", kind: KindInvalid,
		vi: "Truy vấn quá phức tạp: {limit} là {value}, tối đa {max}.",
		en: "The operation is too complex: {limit} is {value}; at most {max} is allowed.",
		cause: "The document or its variables exceed a limit of the server; nothing was executed. Counting " +
			"stops early, so the value may be a lower bound.",
		remedy: "Request less at a time: smaller pages, fewer fields, several operations. The operator sets " +
			"each limit by its flag, --limit-NAME; /docs/configuration lists them.",
	})

	// RateLimited rejects a request over the rate limit. Parameter: retryAfter, in seconds until it would be
	// accepted. Details: bucket (address, account), limit (the flag of the bucket's capacity), max (that
	// capacity), and value: the units that the bucket would have used with this request.
	RateLimited = declare(Sentinel{
		code: "RATE_LIMITED", kind: KindUnavailable, details: []string{"bucket", "limit", "max", "value"},
		vi: "Bạn đã gửi quá nhiều yêu cầu; vui lòng thử lại sau {retryAfter} giây.",
		en: "Rate limit exceeded; try again in {retryAfter} seconds.",
		cause: "The client address or the account has exceeded its rate limit, measured in operation cost; " +
			"nothing was executed. params.bucket names which; params.value is what it would have used, of at most " +
			"params.max units.",
		remedy: "Wait for params.retryAfter or Retry-After; the RateLimit and RateLimit-Policy headers show " +
			"what is left. Request smaller pages, or less often. The operator sets the limits by --rate-address " +
			"and --rate-account.",
	})

	// TooManyOperations rejects a caller with too many concurrent operations. Parameters: limit (its flag
	// without --, or another name in the cause), max, value (running and waiting operations), and retryAfter, in
	// seconds.
	TooManyOperations = declare(Sentinel{
		code: "TOO_MANY_OPERATIONS", kind: KindUnavailable,
		vi: "Quá nhiều yêu cầu cùng lúc: {value} yêu cầu đang được xử lý hoặc đang chờ, trong khi {limit} chỉ " +
			"cho phép xử lý tối đa {max}; vui lòng thử lại sau {retryAfter} giây.",
		en: "Too many operations at once: {value} are running or waiting, and {limit} allows {max} to run; try " +
			"again in {retryAfter} seconds.",
		cause: "The address that the request comes from, or the account that is signed in, has reached its limit " +
			"of concurrent operations, and none of them ended in time; params.value counts those that run and those " +
			"that wait. params.limit is concurrent-address or concurrent-account if nothing of this operation was " +
			"run; concurrent-reads for the statements that are read at once for an address, a quarter of the " +
			"database connections for reading; concurrent-documents for the documents that are parsed and validated " +
			"at once for an address, and concurrent-expensive for its expensive operations, both half of the cores; " +
			"concurrent-bodies for the bodies of more than 64 KiB that are received at once from an address, and " +
			"concurrent-requests for the requests and messages of an address that are handled at once. " +
			"concurrent-expensive-node and concurrent-bodies-node are the same for all addresses together.",
		remedy: "Wait as long as params.retryAfter and Retry-After say, and send fewer operations at once. The " +
			"operator sets the limits with --concurrent-address, --concurrent-account and --concurrent-wait; " +
			"concurrent-reads follows --database-read-connections.",
	})

	// TooManyErrors replaces the errors that are not listed. Parameters: max, and value (the total number of
	// errors).
	TooManyErrors = declare(Sentinel{
		code: "TOO_MANY_ERRORS", kind: KindInvalid,
		vi: "Có {value} lỗi; chỉ liệt kê {max} lỗi đầu tiên.",
		en: "There are {value} errors; only the first {max} are listed.",
		cause: "The document is invalid against the schema in more places than a response lists, or its " +
			"execution fails in more places.",
		remedy: "Correct the listed errors and send the document again.",
	})

	// IntrospectionOff rejects introspection by anonymous clients.
	IntrospectionOff = declare(Sentinel{
		code: "INTROSPECTION_OFF", kind: KindForbidden,
		vi: "Máy chủ này chỉ cho người đã đăng nhập xem lược đồ.",
		en: "This server shows its schema only to signed-in clients.",
		cause: "The operation selects __schema or __type, or the request is for /schema.graphql, without " +
			"authentication, and the server runs without --public-introspection.",
		remedy: "Send Authorization: Bearer with a token. __typename needs none.",
	})

	// GraphQLParseFailed rejects a document with a syntax error; internal/gqlmessage provides the message.
	// Details: reason (UNEXPECTED, TOKEN, SYNTAX), expected, found.
	GraphQLParseFailed = declare(Sentinel{
		code: "GRAPHQL_PARSE_FAILED", kind: KindInvalid, details: []string{"reason", "expected", "found"},
		vi: "Tài liệu GraphQL sai cú pháp.",
		en: "The document cannot be parsed.",
		cause: "The document is not valid GraphQL at the place given in locations. params.reason names the " +
			"problem; the message may be more specific than this text.",
		remedy: "Correct the document at that place. Pass texts as variables.",
	})

	// GraphQLValidationFailed rejects an operation that the schema does not allow; internal/gqlmessage
	// provides the message. Details: rule, the names that the rule refers to, and suggestions.
	GraphQLValidationFailed = declare(Sentinel{
		code: "GRAPHQL_VALIDATION_FAILED", kind: KindInvalid,
		details: []string{"rule", "argument", "directive", "field", "fragment", "location", "operation",
			"other",
			"suggestions", "type", "value", "variable", "wanted"},
		vi: "Thao tác không hợp lệ với lược đồ.",
		en: "The operation is not valid for the schema.",
		cause: "The document, or the value of a variable, violates the rule of the GraphQL specification that " +
			"params.rule names. The message and params name what it refers to.",
		remedy: "Compare the operation with the schema at the place given in locations, or check the variable " +
			"that params.variable names.",
	})

	// FragmentCycle rejects fragments that spread themselves.
	FragmentCycle = declare(Sentinel{
		code: "FRAGMENT_CYCLE", kind: KindInvalid,
		vi:     "Một fragment chứa chính nó.",
		en:     "A fragment spreads itself.",
		cause:  "A fragment spreads itself, directly or through other fragments.",
		remedy: "Remove one spread from the cycle.",
	})

	// OperationNotTrusted rejects an operation that is not in the file of trusted documents.
	OperationNotTrusted = declare(Sentinel{
		code: "OPERATION_NOT_TRUSTED", kind: KindForbidden,
		vi: "Máy chủ chỉ thực hiện các truy vấn đã đăng ký.",
		en: "The server executes registered operations only.",
		cause: "The server was started with --trusted-only, and its file does not contain the operation's text " +
			"or hash.",
		remedy: "Send an operation of the file, by text or SHA-256 hash; or ask the operator to add this one.",
	})

	// PersistedQueryNotFound requests the text of a hash; its message is fixed by the automatic persisted
	// queries protocol.
	PersistedQueryNotFound = declare(Sentinel{
		code: "PERSISTED_QUERY_NOT_FOUND", kind: KindInvalid, protocol: true,
		vi:    "PersistedQueryNotFound",
		en:    "PersistedQueryNotFound",
		cause: "The server does not know an operation with this hash, or no longer does.",
		remedy: "Send the hash again with the operation's text; clients of automatic persisted queries do so by " +
			"themselves.",
	})

	// BadPersistedQuery rejects the extension persistedQuery. Detail: reason (MALFORMED, VERSION, HASH).
	BadPersistedQuery = declare(Sentinel{
		code: "BAD_PERSISTED_QUERY", kind: KindInvalid, details: []string{"reason"},
		vi: "Phần mở rộng persistedQuery không hợp lệ.",
		en: "The extension persistedQuery is not valid.",
		cause: "It is not an object with version 1 and a hexadecimal sha256Hash (MALFORMED, VERSION), or the " +
			"hash does not match the text (HASH).",
		remedy: "Send version 1 and, as sha256Hash, the SHA-256 of the operation's text in lower-case " +
			"hexadecimal. params.reason names the problem.",
	})
)
