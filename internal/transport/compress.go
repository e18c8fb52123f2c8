package transport

import (
	"net/http"

	"github.com/klauspost/compress/gzhttp"
	"github.com/klauspost/compress/gzip"
)

// minCompressedBytes is the size from which compression pays off: smaller responses fit into one packet
// anyway.
const minCompressedBytes = 1 << 10

// compress compresses responses for clients that accept gzip, at the fastest level. BREACH is not possible:
// it needs a page that makes a browser send requests with the visitor's credentials, and ours are sent in a
// header that no other page can set. Event streams and sockets are not compressed.
func compress(next http.Handler) http.Handler {
	wrap, err := gzhttp.NewWrapper(
		gzhttp.MinSize(minCompressedBytes),
		gzhttp.CompressionLevel(gzip.BestSpeed),
		gzhttp.EnableZstd(false),
		gzhttp.ContentTypes([]string{string(graphQLJSON), string(plainJSON)}),
	)
	if err != nil {
		panic(err) // the options are constants
	}
	compressed := wrap(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Upgrade") != "" || prefersEventStream(r.Header["Accept"]) {
			next.ServeHTTP(w, r)
			return
		}
		compressed(w, r)
	})
}
