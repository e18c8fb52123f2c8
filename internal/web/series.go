package web

import (
	"encoding/json"
	"net/http"
)

// Series is a series of conferences that the demo plays one after the other. A page whose address names the
// series shows the newest one, and the front page lists only that one.
type Series struct {
	Name    string   `json:"series"`
	Code    string   `json:"code"`    // of the newest conference; empty while the first one is being prepared
	Earlier []string `json:"earlier"` // codes of the conferences before it
}

// serveSeries serves the current series, which must not be cached.
func (s pageServer) serveSeries(w http.ResponseWriter, _ *http.Request) {
	list := []Series{}
	if s.cfg.Series != nil {
		list = s.cfg.Series()
	}
	body, _ := json.Marshal(list) // strings can always be encoded
	h := w.Header()
	h.Set("Content-Type", contentType("plays.json"))
	h.Set("Cache-Control", "no-store")
	_, _ = w.Write(body) // the client has disconnected
}
