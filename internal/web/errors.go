package web

import (
	"net/http"

	"thidua/internal/fault"
)

// errors is the catalogue of what the API may refuse with, as one page; each code is an anchor:
// /docs/errors#NOT_FOUND.
func (s site) errors(w http.ResponseWriter, _ *http.Request) {
	s.render(w, http.StatusOK, "errors.html", "Mã lỗi · Error codes", fault.All())
}
