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

// asset is an immutable file, served uncompressed or gzipped, with an ETag for each.
type asset struct {
	body  []byte
	ctype string
	cache string
	etag  string        // without quotes
	gz    func() []byte // nil if compression does not reduce the size
}

// newAsset hashes the body now and compresses it at the first request: GraphiQL takes about 40 ms of CPU
// time, which a server whose playground is not used should not spend.
func newAsset(name string, body []byte) *asset {
	sum := sha256.Sum256(body)
	a := &asset{body: body, ctype: contentType(name), cache: "no-cache", etag: hex.EncodeToString(sum[:12])}
	// The name of a vendored folder contains its version, so its files never change.
	if strings.HasPrefix(name, "vendor/") {
		a.cache = "public, max-age=31536000, immutable"
	}
	a.gz = sync.OnceValue(func() []byte { return compress(body) })
	return a
}

// ServeHTTP leaves conditional requests to net/http, which reads the ETag set here.
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
	// A server may ignore ranges. All files fit into one response, which a header of 21 000 ranges would make
	// 3 MB of, at a price of 250 units.
	r.Header.Del("Range")
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
}

func compress(body []byte) []byte {
	var buf bytes.Buffer
	z, _ := gzip.NewWriterLevel(&buf, gzip.BestCompression) // the level is valid
	_, _ = z.Write(body)                                    // a bytes.Buffer does not fail
	_ = z.Close()
	if buf.Len() >= len(body) {
		return nil
	}
	return buf.Bytes()
}

// acceptsGzip reports whether Accept-Encoding allows gzip; "gzip;q=0" does not.
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

// contentType does not use the machine's MIME tables for our file types: they differ for .js, and with
// nosniff a wrong type breaks the page.
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
