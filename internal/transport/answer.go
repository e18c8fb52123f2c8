package transport

import (
	"encoding/json"
	"net/http"
	"strconv"

	"github.com/99designs/gqlgen/graphql"
)

// answer writes the response to a well-formed request. Without data no operation was executed: then the GraphQL type
// says so by its status.
func answer(w http.ResponseWriter, r *http.Request, as media, response *graphql.Response) {
	status := http.StatusOK
	if as == graphQL && len(response.Data) == 0 {
		status = statusOf(response.Errors)
	}
	Here(r.Context()).told(response.Errors)
	if response.Extensions[replayExtension] == true {
		w.Header().Set("Idempotent-Replay", "true")
	}
	write(w, status, as, response)
}

// write writes a response. Its data is JSON already and goes out as it is, uncopied; before an operation is executed
// there is none, and no entry for it, which gqlgen's own encoding would write as null.
func write(w http.ResponseWriter, status int, as media, response *graphql.Response) {
	head, tail := frame(response)
	h := w.Header()
	h.Set("Content-Type", as.contentType())
	h.Set("Content-Length", strconv.Itoa(len(head)+len(response.Data)+len(tail)))
	h.Add("Vary", "Accept, Accept-Language")
	w.WriteHeader(status)
	// A client that went away misses nothing.
	_, _ = w.Write(head)
	_, _ = w.Write(response.Data)
	_, _ = w.Write(tail)
}

// frame is what stands before the data of a response and behind it. Errors go first, as the specification advises.
func frame(response *graphql.Response) (head, tail []byte) {
	head = append(make([]byte, 0, 16), '{')
	if len(response.Errors) > 0 {
		head = append(append(head, `"errors":`...), encoded(response.Errors)...)
		if len(response.Data) > 0 {
			head = append(head, ',')
		}
	}
	if len(response.Data) > 0 {
		head = append(head, `"data":`...)
	}
	if len(response.Extensions) > 0 {
		tail = append(append(tail, `,"extensions":`...), encoded(response.Extensions)...)
	}
	return head, append(tail, '}')
}

// encoded is v as JSON. What we put into errors and extensions always has one; if not, it is a panic like any other.
func encoded(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return b
}
