package fault

// What an operation as a whole is refused for, before anything of it runs.
var (
	// OperationTooComplex refuses what would take too much. Parameters: limit (its name, that of the flag without
	// --limit-), max, and value: what the operation has, or where counting stopped.
	OperationTooComplex = declare(Sentinel{
		code: "OPERATION_TOO_COMPLEX", kind: KindInvalid,
		vi:     "Truy vấn quá phức tạp: {limit} là {value}, tối đa {max}.",
		en:     "The operation is too complex: {limit} is {value}, and {max} at the most.",
		cause:  "The document or its variables exceed one of the server's limits; nothing of it was run. Counting stops early, so the value may be a lower bound.",
		remedy: "Ask for less at a time: smaller pages, fewer fields, several operations. The operator sets each limit by its flag, --limit-NAME; README lists them.",
	})

	// RateLimited refuses who asks for more than its share over time. Parameters: bucket (address, account), and
	// retryAfter: in how many seconds the same would be let through.
	RateLimited = declare(Sentinel{
		code: "RATE_LIMITED", kind: KindUnavailable, detail: []string{"bucket"},
		vi:     "Bạn gửi quá nhiều yêu cầu; hãy thử lại sau {retryAfter} giây.",
		en:     "You ask for too much; try again in {retryAfter} seconds.",
		cause:  "The address that the request comes from, or the account that is signed in, has asked for more than the server gives it over time, counted in what operations cost; nothing was run. params.bucket says which of them.",
		remedy: "Wait for as long as params.retryAfter and Retry-After say; the headers RateLimit and RateLimit-Policy tell how much is left. Ask for smaller pages, or less often. The operator sets the rates by --rate-address and --rate-account.",
	})

	// TooManyOperations refuses a caller with too many concurrent operations. Parameters: limit (its name: that
	// of the flag without --, or concurrent-reads), max, value (running and waiting ones), and
	// retryAfter, in seconds.
	TooManyOperations = declare(Sentinel{
		code: "TOO_MANY_OPERATIONS", kind: KindUnavailable,
		vi:     "Quá nhiều yêu cầu đang được xử lý cùng lúc: {limit} là {value}, tối đa {max}; vui lòng thử lại sau {retryAfter} giây.",
		en:     "Too many operations at once: {limit} is {value}, at most {max} are allowed; try again in {retryAfter} seconds.",
		cause:  "The address that the request comes from, or the account that is signed in, has reached its limit of concurrent operations, and none of them ended in time. params.limit is concurrent-address or concurrent-account if nothing of this operation was run; concurrent-reads for the statements that are read at once for an address, a quarter of the database connections for reading.",
		remedy: "Wait as long as params.retryAfter and Retry-After say, and send fewer operations at once. The operator sets the limits with --concurrent-address, --concurrent-account and --concurrent-wait; concurrent-reads follows --database-read-connections.",
	})

	// TooManyErrors stands for the errors that are not listed. Parameters: max, and value (how many errors
	// there are).
	TooManyErrors = declare(Sentinel{
		code: "TOO_MANY_ERRORS", kind: KindInvalid,
		vi:     "Truy vấn có {value} lỗi; chỉ liệt kê {max} lỗi đầu tiên.",
		en:     "The document has {value} errors; only the first {max} are listed.",
		cause:  "The document is invalid against the schema in more places than a response lists.",
		remedy: "Correct the listed errors and send the document again.",
	})

	// IntrospectionOff refuses to describe the schema to who has not signed in.
	IntrospectionOff = declare(Sentinel{
		code: "INTROSPECTION_OFF", kind: KindForbidden,
		vi:     "Máy chủ này chỉ cho người đã đăng nhập xem lược đồ.",
		en:     "This server shows its schema only to those who are signed in.",
		cause:  "The operation asks for __schema or __type, or the request for /schema.graphql, without signing in, and the server runs without --public-introspection.",
		remedy: "Send Authorization: Bearer with a token. __typename needs none.",
	})

	// GraphQLParseFailed refuses a document by its syntax. internal/wording tells it more closely. Details: reason
	// (UNEXPECTED, TOKEN, SYNTAX), expected, found.
	GraphQLParseFailed = declare(Sentinel{
		code: "GRAPHQL_PARSE_FAILED", kind: KindInvalid, detail: []string{"reason", "expected", "found"},
		vi:     "Tài liệu GraphQL sai cú pháp.",
		en:     "The document cannot be parsed.",
		cause:  "The document is not GraphQL at the place that locations tell. params.reason says what is wrong; the message may say more than this text.",
		remedy: "Correct the document at that place. A text in it is best sent as a variable.",
	})

	// GraphQLValidationFailed refuses what the schema does not have, or not so. internal/wording tells it more closely.
	// Details: rule, the names that the rule is about, and suggestions.
	GraphQLValidationFailed = declare(Sentinel{
		code: "GRAPHQL_VALIDATION_FAILED", kind: KindInvalid,
		detail: []string{"rule", "argument", "directive", "field", "fragment", "location", "operation", "other", "suggestions", "type", "value", "variable", "wanted"},
		vi:     "Phép toán không hợp lệ với lược đồ.",
		en:     "The operation is not valid by the schema.",
		cause:  "The document, or the value of a variable, does not fit the schema, by the rule of the GraphQL specification that params.rule names. The message and params name what it is about.",
		remedy: "Compare the operation with the schema at the place that locations tell, or the variable that params.variable names.",
	})

	// FragmentCycle refuses fragments that spread themselves, which GraphQL forbids.
	FragmentCycle = declare(Sentinel{
		code: "FRAGMENT_CYCLE", kind: KindInvalid,
		vi:     "Một fragment chứa chính nó.",
		en:     "A fragment spreads itself.",
		cause:  "A fragment spreads itself, or one that leads back to it, so the operation has no end.",
		remedy: "Take one spread out of the cycle.",
	})

	// OperationNotTrusted refuses what is not in the file of trusted documents.
	OperationNotTrusted = declare(Sentinel{
		code: "OPERATION_NOT_TRUSTED", kind: KindForbidden,
		vi:     "Máy chủ chỉ chạy các truy vấn đã đăng ký.",
		en:     "The server runs registered operations only.",
		cause:  "The server was started with --trusted-only, and the operation's text or hash is not in its file.",
		remedy: "Send an operation of the file, by text or by its sha256 hash; or ask the operator to add this one.",
	})

	// PersistedQueryNotFound asks for the text of a hash, in the words of the protocol of automatic persisted queries.
	PersistedQueryNotFound = declare(Sentinel{
		code: "PERSISTED_QUERY_NOT_FOUND", kind: KindInvalid, protocol: true,
		vi:     "PersistedQueryNotFound",
		en:     "PersistedQueryNotFound",
		cause:  "The server does not know an operation with this hash (any more).",
		remedy: "Send the hash again together with the operation's text; clients of automatic persisted queries do so by themselves.",
	})

	// BadPersistedQuery refuses the extension persistedQuery. Detail: reason (MALFORMED, VERSION, HASH).
	BadPersistedQuery = declare(Sentinel{
		code: "BAD_PERSISTED_QUERY", kind: KindInvalid, detail: []string{"reason"},
		vi:     "Phần mở rộng persistedQuery không hợp lệ.",
		en:     "The extension persistedQuery is not valid.",
		cause:  "It is not an object with version 1 and a sha256Hash in hex (MALFORMED, VERSION), or the hash is not that of the text (HASH).",
		remedy: "Send version 1 and, as sha256Hash, the SHA-256 of the operation's text in lower-case hex. params.reason says what is wrong.",
	})
)
