// Package account owns accounts, the roles granted to them and their tokens, and authenticates requests by
// one of these tokens or by a JWT of an OpenID Connect issuer.
//
// It never decides what a role may see or do (internal/access and the commands do), and never puts a viewer
// into a context: the HTTP layer does, with the result of [Authenticator.Authenticate].
//
// Invariants:
//   - a secret is shown once, when it is issued; only its SHA-256 is stored, which is safe without salt
//     because a secret has 256 random bits;
//   - the rights of an account come from its grants in the database, never from claims of a token;
//   - a committed change applies to the next request on this node, and within seconds on every other node;
//   - invalid credentials are rejected, never treated as anonymous;
//   - a grant is never deleted: it ends, so the table is the history of roles.
package account
