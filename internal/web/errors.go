package web

import (
	"net/http"

	"thidua/internal/fault"
)

// serveErrors serves the catalogue of error codes as one page; each code is an anchor:
// /docs/errors#NOT_FOUND.
func (s pageServer) serveErrors(w http.ResponseWriter, r *http.Request) {
	s.documents.servePage(s, w, r, "errors", func() ([]byte, error) {
		return s.renderDocument("errors.html", "Mã lỗi · Error codes", fault.Sentinels())
	})
}
