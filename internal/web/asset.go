package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"
	"time"
)

// asset is one unchanging file, ready to be served plain or compressed, with an ETag each.
type asset struct {
	body  []byte
	ctype string
	cache string
	etag  string        // without quotes
	gz    func() []byte // nil when compressing gains nothing
}

// newAsset hashes at once and compresses on first demand: GraphiQL takes some 40 ms of processor,
// which a server whose playground nobody opens should not pay.
func newAsset(name string, body []byte) *asset {
	sum := sha256.Sum256(body)
	a := &asset{body: body, ctype: contentType(name), cache: "no-cache", etag: hex.EncodeToString(sum[:12])}
	// A vendored folder carries its version in its name, so its files never change.
	if strings.HasPrefix(name, "vendor/") {
		a.cache = "public, max-age=31536000, immutable"
	}
	a.gz = sync.OnceValue(func() []byte { return compress(body) })
	return a
}

// ServeHTTP leaves the conditional requests to net/http, which reads the ETag set here.
func (a *asset) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", a.ctype)
	h.Set("Cache-Control", a.cache)
	h.Add("Vary", "Accept-Encoding")
	body, etag := a.body, a.etag
	if acceptsGzip(r) {
		if gz := a.gz(); gz != nil {
			body, etag = gz, a.etag+"-gz"
			h.Set("Content-Encoding", "gzip")
		}
	}
	h.Set("ETag", `"`+etag+`"`)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
}

func compress(body []byte) []byte {
	var buf bytes.Buffer
	z, _ := gzip.NewWriterLevel(&buf, gzip.BestCompression) // the level is a valid constant
	_, _ = z.Write(body)                                    // a bytes.Buffer does not fail
	_ = z.Close()
	if buf.Len() >= len(body) {
		return nil
	}
	return buf.Bytes()
}

// acceptsGzip reads Accept-Encoding as browsers and proxies write it; "gzip;q=0" is a refusal.
func acceptsGzip(r *http.Request) bool {
	for part := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		coding, params, _ := strings.Cut(part, ";")
		if !strings.EqualFold(strings.TrimSpace(coding), "gzip") {
			continue
		}
		q, given := strings.CutPrefix(strings.TrimSpace(params), "q=")
		weight, err := strconv.ParseFloat(q, 64)
		return !given || err != nil || weight > 0
	}
	return false
}

// contentType does not ask the machine's own MIME tables for the kinds we ship: what they say of
// .js differs from machine to machine, and under nosniff a wrong answer breaks the page.
func contentType(name string) string {
	switch ext := path.Ext(name); ext {
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".json":
		return "application/json"
	case ".svg":
		return "image/svg+xml"
	case "", ".txt", ".md":
		return "text/plain; charset=utf-8"
	default:
		return mime.TypeByExtension(ext)
	}
}
