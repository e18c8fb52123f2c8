package fault

// Authentication faults. They are answered with 401: a client with bad credentials is never served
// anonymously.
var (
	// Unauthenticated rejects invalid credentials without saying why, and anonymous callers where an account
	// may have the right.
	Unauthenticated = declare(Sentinel{
		code: "UNAUTHENTICATED", kind: KindUnauthenticated,
		vi: "Chưa đăng nhập, hoặc đăng nhập không thành công.",
		en: "The caller is not authenticated.",
		cause: "The Authorization header is malformed; its token is unknown, revoked, forged or for another " +
			"server; or there is none, and the operation requires an account: every mutation, and on a server " +
			"without --public-read also reading.",
		remedy: "Send Authorization: Bearer with a valid token. Where anonymous access is allowed, the header " +
			"can be omitted.",
	})

	// TokenExpired rejects an expired token.
	TokenExpired = declare(Sentinel{
		code: "TOKEN_EXPIRED", kind: KindUnauthenticated,
		vi:     "Mã truy cập đã hết hạn.",
		en:     "The token has expired.",
		cause:  "The token's lifetime has ended.",
		remedy: "Sign in again at the issuer, or request a new token.",
	})

	// TokenNotYetValid rejects a token whose validity has not started.
	TokenNotYetValid = declare(Sentinel{
		code: "TOKEN_NOT_YET_VALID", kind: KindUnauthenticated,
		vi:     "Mã truy cập chưa có hiệu lực.",
		en:     "The token is not valid yet.",
		cause:  "The issuer set a later start of validity, or the clocks of the two servers differ.",
		remedy: "Wait, or have the clocks synchronised.",
	})

	// UnknownAccount rejects a valid token whose subject has no account.
	UnknownAccount = declare(Sentinel{
		code: "UNKNOWN_ACCOUNT", kind: KindUnauthenticated,
		vi:     "Bạn chưa có tài khoản trên hệ thống này.",
		en:     "You have no account on this system.",
		cause:  "The token is valid, but no account has its subject.",
		remedy: "Ask the Ministry or the operator for an account with that subject.",
	})

	// AccountDisabled rejects a valid token of a disabled account.
	AccountDisabled = declare(Sentinel{
		code: "ACCOUNT_DISABLED", kind: KindUnauthenticated,
		vi:     "Tài khoản đã bị khoá.",
		en:     "The account is disabled.",
		cause:  "The token is valid, but its account is disabled.",
		remedy: "Ask the Ministry, which can enable it again (enableAccount).",
	})

	// IssuerUnreachable reports that a token cannot be verified at the moment.
	IssuerUnreachable = declare(Sentinel{
		code: "ISSUER_UNREACHABLE", kind: KindUnavailable,
		vi:     "Tạm thời không xác thực được đăng nhập; vui lòng thử lại.",
		en:     "Your sign-in cannot be verified at the moment; try again.",
		cause:  "The OpenID Connect issuer does not respond, or its response is invalid.",
		remedy: "Try again. If it persists, check --oidc-issuer and that the issuer is running.",
	})
)
