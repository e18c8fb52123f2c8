package web

import "net/http"

// hall is the page of a screen, a site or the control desk: one frame, which the scripts of screen/ fill by the API alone. What
// the address names is theirs to look for.
func (s site) hall(title string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Security-Policy", hallPolicy)
		s.render(w, http.StatusOK, "hall.html", title, nil)
	}
}
