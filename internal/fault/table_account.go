package fault

// Who is asking: what is wrong with what a client signs in with. Each is answered with 401, and never by serving the
// client as if it had not tried to sign in.
var (
	// Unauthenticated refuses credentials that say nothing true, without telling why.
	Unauthenticated = declare(Sentinel{
		code: "UNAUTHENTICATED", kind: KindUnauthenticated,
		vi:     "Đăng nhập không thành công.",
		en:     "Signing in did not succeed.",
		cause:  "The Authorization header is malformed, or its token is unknown, revoked, forged, or meant for another server.",
		remedy: "Send Authorization: Bearer with a token that is good, or no Authorization header to ask as the anonymous reader.",
	})

	// TokenExpired refuses a token that was good once.
	TokenExpired = declare(Sentinel{
		code: "TOKEN_EXPIRED", kind: KindUnauthenticated,
		vi:     "Mã truy cập đã hết hạn.",
		en:     "The token has expired.",
		cause:  "The time until which the token was issued is over.",
		remedy: "Sign in again with the issuer, or ask for a new token.",
	})

	// TokenNotYetValid refuses a token of the future.
	TokenNotYetValid = declare(Sentinel{
		code: "TOKEN_NOT_YET_VALID", kind: KindUnauthenticated,
		vi:     "Mã truy cập chưa có hiệu lực.",
		en:     "The token is not valid yet.",
		cause:  "The issuer made the token for later, or the clocks of the two servers differ.",
		remedy: "Wait, or have the clocks set.",
	})

	// UnknownAccount refuses somebody whom the issuer knows, and we do not.
	UnknownAccount = declare(Sentinel{
		code: "UNKNOWN_ACCOUNT", kind: KindUnauthenticated,
		vi:     "Bạn chưa có tài khoản ở đây.",
		en:     "You have no account here.",
		cause:  "The token is good, but no account has its subject.",
		remedy: "Ask the Ministry or the operator for an account with that subject.",
	})

	// AccountDisabled refuses somebody who may no longer sign in.
	AccountDisabled = declare(Sentinel{
		code: "ACCOUNT_DISABLED", kind: KindUnauthenticated,
		vi:     "Tài khoản đã bị khoá.",
		en:     "The account is disabled.",
		cause:  "The token is good, but its account was disabled.",
		remedy: "Ask the Ministry, which can enable it again (enableAccount).",
	})

	// IssuerUnreachable says that a token cannot be judged now.
	IssuerUnreachable = declare(Sentinel{
		code: "ISSUER_UNREACHABLE", kind: KindUnavailable,
		vi:     "Không kiểm tra được việc đăng nhập; hãy thử lại.",
		en:     "Your signing in cannot be checked now; try again.",
		cause:  "The OpenID Connect issuer does not answer, or not with what it should.",
		remedy: "Try again. If it lasts, check --oidc-issuer and that the issuer runs.",
	})
)
