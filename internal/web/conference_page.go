package web

import "net/http"

// conferencePage serves the page of a screen, a site or the control desk: a frame that the scripts of screen/
// fill through the API. They also look up the conference in the address.
func (s pageServer) conferencePage(title string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Security-Policy", hallPolicy)
		s.render(w, http.StatusOK, "hall.html", title, nil)
	}
}
