package transport

import (
	"encoding/json"
	"net/http"
	"strconv"

	"github.com/99designs/gqlgen/graphql"
)

// respond writes the response to a well-formed request. A response without data was not executed: then the
// status of graphQLJSON shows the error.
func respond(w http.ResponseWriter, r *http.Request, responseType mediaType, response *graphql.Response) {
	status := http.StatusOK
	if responseType == graphQLJSON && len(response.Data) == 0 {
		status = statusOfErrors(response.Errors)
	}
	RequestInfoFrom(r.Context()).setErrors(response.Errors)
	if response.Extensions[replayExtension] == true {
		w.Header().Set("Idempotent-Replay", "true")
	}
	writeResponse(w, r, status, responseType, response)
}

// writeResponse writes a response. Its data is JSON already and is written without a copy; before execution
// there is no data, and no such member, which gqlgen's own encoding would write as null.
func writeResponse(
	w http.ResponseWriter, r *http.Request, status int, responseType mediaType, response *graphql.Response,
) {
	head, tail := responseEnvelope(response)
	h := w.Header()
	h.Set("Content-Type", responseType.contentType())
	h.Set("Content-Length", strconv.Itoa(len(head)+len(response.Data)+len(tail)))
	h.Add("Vary", "Accept, Accept-Language")
	if status == http.StatusUnauthorized {
		h.Set("WWW-Authenticate", challenge(r))
	}
	w.WriteHeader(status)
	// A failed write means that the client has disconnected.
	_, _ = w.Write(head)
	_, _ = w.Write(response.Data)
	_, _ = w.Write(tail)
}

// challenge returns the header WWW-Authenticate of a response with status 401. As RFC 6750 requires, it has
// no error code if the request sent no credentials.
func challenge(r *http.Request) string {
	if r.Header.Get("Authorization") == "" {
		return `Bearer realm="thidua"`
	}
	return `Bearer realm="thidua", error="invalid_token"`
}

// responseEnvelope returns what precedes and what follows the data of a response. Errors come first, as the
// specification advises.
func responseEnvelope(response *graphql.Response) (head, tail []byte) {
	head = append(make([]byte, 0, 16), '{')
	if len(response.Errors) > 0 {
		head = append(append(head, `"errors":`...), mustMarshal(response.Errors)...)
		if len(response.Data) > 0 {
			head = append(head, ',')
		}
	}
	if len(response.Data) > 0 {
		head = append(head, `"data":`...)
	}
	if len(response.Extensions) > 0 {
		tail = append(append(tail, `,"extensions":`...), mustMarshal(response.Extensions)...)
	}
	return head, append(tail, '}')
}

// mustMarshal returns v as JSON. It panics if that fails, which no value in errors and extensions does.
func mustMarshal(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return b
}
