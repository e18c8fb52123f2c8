// Package account owns who may sign in: accounts, the roles granted to them, the tokens they sign in with; and signing in
// itself, by a token of ours or by a JWT of an OpenID Connect issuer.
//
// It never decides what a role may see or do (internal/access and the verbs do), and never puts anybody into a context:
// who serves a request does, with the viewer that [Door.Authenticate] gives.
//
// Invariants:
//   - a secret is shown once, when it is issued; stored is its SHA-256, which is safe without salt because a secret has
//     256 random bits;
//   - what an account may do comes from its grants here, and never from what a token says;
//   - what a verb of this room commits holds for the next request on this node, and a few seconds later on every other;
//   - what does not sign in is refused; nobody becomes anonymous by a bad token;
//   - no grant is ever deleted: it ends, and the table tells who had which role when.
package account
