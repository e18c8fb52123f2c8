package web

import "net/http"

// ErrorRow is one line of the error catalogue, as the API's own texts say it. cmd fills it from
// internal/fault, which this package does not import.
type ErrorRow struct {
	Code   string // extensions.code, and the anchor on the page: /docs/errors#NOT_FOUND
	Cause  string // what happened, for the programmer
	Remedy string // what the caller can do
	VI     string // the message a Vietnamese reader sees
	EN     string // the message an English reader sees
}

// errors is the catalogue as one page, in the order in which it was handed in.
func (s site) errors(w http.ResponseWriter, _ *http.Request) {
	s.render(w, http.StatusOK, "errors.html", "Mã lỗi · Error codes", s.cfg.Errors)
}
