package transport

import (
	"net/http"

	"github.com/klauspost/compress/gzhttp"
	"github.com/klauspost/compress/gzip"
)

// compressedFrom is the size from which compressing pays: below it the answer is one packet anyhow.
const compressedFrom = 1 << 10

// compressed compresses answers for who takes gzip, at the level that costs least. It is safe from BREACH: that needs a
// page that makes its visitor's browser ask with the visitor's credentials, and ours are sent in a header that no other
// page can set. Streams and sockets are left alone.
func compressed(next http.Handler) http.Handler {
	wrap, err := gzhttp.NewWrapper(gzhttp.MinSize(compressedFrom), gzhttp.CompressionLevel(gzip.BestSpeed),
		gzhttp.EnableZstd(false), gzhttp.ContentTypes([]string{string(graphQL), string(legacy)}))
	if err != nil {
		panic(err) // the options are constants
	}
	zipped := wrap(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Upgrade") != "" || prefersEvents(r.Header["Accept"]) {
			next.ServeHTTP(w, r)
			return
		}
		zipped(w, r)
	})
}
