package transport

import (
	"bufio"
	"net"
	"net/http"
)

// counter is a writer that knows what was written.
type counter struct {
	http.ResponseWriter
	status int // 0 before the header is written
	bytes  int64
}

var _ interface {
	http.Flusher
	http.Hijacker
} = (*counter)(nil)

func (c *counter) WriteHeader(status int) {
	if c.status == 0 && (status >= http.StatusOK || status == http.StatusSwitchingProtocols) { // others only announce it
		c.status = status
	}
	c.ResponseWriter.WriteHeader(status)
}

func (c *counter) Write(b []byte) (int, error) {
	if c.status == 0 {
		c.status = http.StatusOK
	}
	n, err := c.ResponseWriter.Write(b)
	c.bytes += int64(n)
	return n, err
}

// statusOrOK is the status that the client gets: a handler that writes nothing says 200.
func (c *counter) statusOrOK() int {
	if c.status == 0 {
		return http.StatusOK
	}
	return c.status
}

// Unwrap is for http.ResponseController, which sets deadlines on the writer below.
func (c *counter) Unwrap() http.ResponseWriter { return c.ResponseWriter }

// Flush is for who asks the writer itself, as compression does.
func (c *counter) Flush() { _ = http.NewResponseController(c.ResponseWriter).Flush() }

// Hijack is for sockets, whose library asks the writer itself.
func (c *counter) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, buffer, err := http.NewResponseController(c.ResponseWriter).Hijack()
	if err == nil && c.status == 0 {
		c.status = http.StatusSwitchingProtocols
	}
	return conn, buffer, err
}
