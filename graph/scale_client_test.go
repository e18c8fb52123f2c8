package graph_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// benchClient is one connection that asks the same again and again. It is made of as little as can be: it
// shares the machine with the server.
type benchClient struct {
	conn    net.Conn
	in      *bufio.Reader
	request []byte
}

func dial(address, path, body, bearer string) (*benchClient, error) {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return nil, err
	}
	signed := ""
	if bearer != "" {
		signed = "Authorization: Bearer " + bearer + "\r\n"
	}
	request := fmt.Sprintf(
		"POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\n%sContent-Length: %d\r\n\r\n%s", path,
		address, signed, len(body), body,
	)
	return &benchClient{conn, bufio.NewReaderSize(conn, 64<<10), []byte(request)}, nil
}

var length = []byte("Content-Length: ")

// roundTrip sends the request and reads the answer to its end.
func (c *benchClient) roundTrip() error {
	if _, err := c.conn.Write(c.request); err != nil {
		return err
	}
	size, chunked := 0, true
	for n := 0; ; n++ {
		line, err := c.in.ReadSlice('\n')
		if err != nil {
			return err
		}
		if n == 0 && !bytes.Contains(line, []byte("200")) {
			return fmt.Errorf("%s", line)
		}
		if bytes.HasPrefix(line, length) {
			chunked = false
			if size, err = strconv.Atoi(strings.TrimSpace(string(line[len(length):]))); err != nil {
				return err
			}
		}
		if len(line) == 2 {
			break
		}
	}
	if !chunked {
		_, err := c.in.Discard(size)
		return err
	}
	return c.readChunks()
}

func (c *benchClient) readChunks() error {
	for {
		line, err := c.in.ReadSlice('\n')
		if err != nil {
			return err
		}
		size, err := strconv.ParseInt(strings.TrimSpace(string(line)), 16, 32)
		if err != nil {
			return err
		}
		if _, err := c.in.Discard(int(size) + 2); err != nil || size == 0 {
			return err
		}
	}
}

// runLoad sends requests over several connections for a while, and returns how long each took.
func runLoad(
	b testing.TB, address, path, body, bearer string, clients int, lasts time.Duration,
) []time.Duration {
	b.Helper()
	latencies := make([][]time.Duration, clients)
	var all sync.WaitGroup
	until := time.Now().Add(lasts)
	for i := range clients {
		c, err := dial(address, path, body, bearer)
		if err != nil {
			b.Fatal(err)
		}
		defer c.conn.Close()
		all.Go(func() {
			for began := time.Now(); began.Before(until); {
				if err := c.roundTrip(); err != nil {
					b.Error(path, err)
					return
				}
				now := time.Now()
				latencies[i] = append(latencies[i], now.Sub(began))
				began = now
			}
		})
	}
	all.Wait()
	return slices.Concat(latencies...)
}

// fetchResponse reads one response in full.
func fetchResponse(b testing.TB, base, path, body, bearer string) []byte {
	b.Helper()
	r, err := http.NewRequest(http.MethodPost, base+path, strings.NewReader(body))
	if err != nil {
		b.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	if bearer != "" {
		r.Header.Set("Authorization", "Bearer "+bearer)
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		b.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		b.Fatal(response.Status, err, string(text))
	}
	return text
}
