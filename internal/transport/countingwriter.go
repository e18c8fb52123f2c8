package transport

import (
	"bufio"
	"net"
	"net/http"
)

// countingWriter records the status and the bytes that are written.
type countingWriter struct {
	http.ResponseWriter
	status int // 0 until the header is written
	bytes  int64
}

var _ interface {
	http.Flusher
	http.Hijacker
} = (*countingWriter)(nil)

func (c *countingWriter) WriteHeader(status int) {
	// Other statuses below 200 are informational.
	if c.status == 0 && (status >= http.StatusOK || status == http.StatusSwitchingProtocols) {
		c.status = status
	}
	c.ResponseWriter.WriteHeader(status)
}

func (c *countingWriter) Write(b []byte) (int, error) {
	if c.status == 0 {
		c.status = http.StatusOK
	}
	n, err := c.ResponseWriter.Write(b)
	c.bytes += int64(n)
	return n, err
}

// statusOrOK returns the status that the client gets: 200 if the handler wrote nothing.
func (c *countingWriter) statusOrOK() int {
	if c.status == 0 {
		return http.StatusOK
	}
	return c.status
}

// Unwrap lets http.ResponseController set deadlines.
func (c *countingWriter) Unwrap() http.ResponseWriter { return c.ResponseWriter }

// Flush implements http.Flusher for middleware that does not use http.ResponseController.
func (c *countingWriter) Flush() { _ = http.NewResponseController(c.ResponseWriter).Flush() }

// Hijack implements http.Hijacker for gorilla/websocket.
func (c *countingWriter) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, buffer, err := http.NewResponseController(c.ResponseWriter).Hijack()
	if err == nil && c.status == 0 {
		c.status = http.StatusSwitchingProtocols
	}
	return conn, buffer, err
}
