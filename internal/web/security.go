package web

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
)

// pagePolicy is the Content-Security-Policy of static pages: text, our own style sheet and icon. It allows no
// scripts, connections, forms or embedding in frames.
const pagePolicy = "default-src 'none'; style-src 'self'; img-src 'self'; " + basePolicy

// basePolicy has the directives that default-src does not cover.
const basePolicy = "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// docPolicy is the policy of the documentation: pagePolicy, and the form that searches it.
const docPolicy = "default-src 'none'; style-src 'self'; img-src 'self'; " +
	"base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// hallPolicy is the policy of the front page and of conference pages: our own scripts, which call our own
// API. In connect-src, 'self' includes ws: and wss: of the same host. They are styled by a style sheet and
// the CSSOM.
const hallPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src " +
	"'self'; " +
	basePolicy

// playgroundPolicy is the least that GraphiQL 4.1.2 (CodeMirror 5, no workers) runs under without
// one violation, through every pane, dialog, menu, hint and search box; TestPlayground_Panels opens
// them all, and fails when a grant is missing. Each grant and who needs it:
//
//	script-src 'self'     React, GraphiQL and our boot modules, all files of ours. GraphiQL's UMD
//	                      build neither evaluates strings nor starts workers, so there is no
//	                      'unsafe-eval', no worker-src and no blob:.
//	style-src-elem        our style sheets, and by nonce the one <style> element that
//	                      react-remove-scroll inserts while a dialog or a menu is open.
//	style-src-attr        two style attributes in CodeMirror's "jump to line" box (Alt-G), by their
//	                      hashes. All other styling goes through the CSSOM, which CSP leaves alone.
//	img-src 'self'        our icon. GraphiQL draws with inline SVG.
//	font-src data:        Roboto is a set of data: URIs in GraphiQL's style sheet.
//	connect-src 'self'    /graphql by fetch and, since CSP 3 lets 'self' match ws: and wss: of the
//	                      same host, by WebSocket; /static/examples.json.
func playgroundPolicy(nonce string) string {
	return "default-src 'none'; script-src 'self'; " +
		"style-src-elem 'self' 'nonce-" + nonce + "'; " +
		"style-src-attr 'unsafe-hashes' " + cspHash("width: 10em") + " " + cspHash("color: #888") + "; " +
		"img-src 'self'; font-src data:; connect-src 'self'; " + basePolicy
}

// cspHash returns the source expression that permits exactly this text.
func cspHash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// newNonce returns a nonce for one response; a repeated nonce would allow injected scripts.
func newNonce() string { return rand.Text() }

// withSecurityHeaders sets the headers of all responses, including 404 and 405. A page that needs more than
// pagePolicy replaces it.
func withSecurityHeaders(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", pagePolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		next.ServeHTTP(w, r)
	})
}
