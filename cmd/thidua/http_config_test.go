package main

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const typenameQuery = `{"query":"{ __typename }"}`

// postGraphQL sends an operation and returns the response with its body read.
func postGraphQL(
	t *testing.T, client *http.Client, base, body string, header ...string,
) (*http.Response, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, base+"/graphql",
		strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	for i := 0; i+1 < len(header); i += 2 {
		request.Header.Set(header[i], header[i+1])
	}
	response, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	got, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response, string(got)
}

// The settings of the HTTP server take effect.
func TestServe_HTTP(t *testing.T) {
	base, _ := startProgram(t, serveArgs(t, "--max-body", "4KiB", "--cors-origin",
		"https://a.example,https://hall.example")...)
	for name, tc := range map[string]struct {
		body   string
		header []string
		status int
		want   string
	}{
		"a program": {typenameQuery, nil, 200, `{"data":{"__typename":"Query"}}`},
		"a page of the hall": {typenameQuery,
			[]string{"Origin", "https://hall.example", "Sec-Fetch-Site", "cross-site"},
			200, "Query"},
		"another page": {typenameQuery, []string{"Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site"},
			403, "CROSS_ORIGIN"},
		"a form":   {typenameQuery, []string{"Content-Type", "text/plain"}, 415, "UNSUPPORTED_MEDIA_TYPE"},
		"too much": {typenameQuery + strings.Repeat(" ", 4<<10), nil, 413, "BODY_TOO_LARGE"},
		"a batch":  {"[" + typenameQuery + "]", []string{"Accept-Language", "vi"}, 400, "Mỗi yêu cầu"},
		"@defer is no word": {`{"query":"{ ... @defer { clusters { totalCount } } }"}`, nil, 200,
			"GRAPHQL_VALIDATION_FAILED"},
	} {
		response, body := postGraphQL(t, http.DefaultClient, base, tc.body,
			append(tc.header, "X-Request-Id", "from-a-test")...)
		if response.StatusCode != tc.status || !strings.Contains(body, tc.want) ||
			response.Header.Get("X-Request-Id") != "from-a-test" {
			t.Errorf("%s: %d %v %s", name, response.StatusCode, response.Header, body)
		}
	}
	if response, err := http.Head(base + "/graphql?query={__typename}"); err != nil ||
		response.StatusCode != http.StatusOK ||
		int(response.ContentLength) != len(`{"data":{"__typename":"Query"}}`) {
		t.Errorf("HEAD: %+v %v", response, err)
	}
	// A body without a Content-Length is measured while it is read.
	response, err := http.Post(base+"/graphql", "application/json", io.LimitReader(endlessReader{}, 64<<10))
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if response.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("chunks: %d", response.StatusCode)
	}
}

type endlessReader struct{}

func (endlessReader) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

// HTTP/2 works without TLS with prior knowledge, and with TLS by negotiation; HTTP/1.1 always works.
func TestServe_HTTP2(t *testing.T) {
	check := func(base string, config *tls.Config, protocols func(*http.Protocols), want string) {
		t.Helper()
		transport := &http.Transport{TLSClientConfig: config, Protocols: new(http.Protocols)}
		protocols(transport.Protocols)
		defer transport.CloseIdleConnections()
		response, body := postGraphQL(t, &http.Client{Transport: transport}, base, typenameQuery)
		if response.Proto != want || !strings.Contains(body, "Query") {
			t.Errorf("%s: %s, want %s: %s", base, response.Proto, want, body)
		}
	}
	cert, key, pool := newSelfSigned(t)
	plain, stopPlain := startProgram(t, serveArgs(t)...)
	secure, stopSecure := startProgram(t, serveArgs(t, "--tls-cert", cert, "--tls-key", key)...)
	if !strings.HasPrefix(secure, "https://") {
		t.Fatalf("it serves at %s", secure)
	}
	trusting := func() *tls.Config { return &tls.Config{RootCAs: pool} }
	check(plain, nil, func(p *http.Protocols) { p.SetUnencryptedHTTP2(true) }, "HTTP/2.0")
	check(plain, nil, func(p *http.Protocols) { p.SetHTTP1(true) }, "HTTP/1.1")
	check(secure, trusting(), func(p *http.Protocols) { p.SetHTTP1(true); p.SetHTTP2(true) }, "HTTP/2.0")
	check(secure, trusting(), func(p *http.Protocols) { p.SetHTTP1(true) }, "HTTP/1.1")
	old := trusting()
	old.MaxVersion = tls.VersionTLS11
	if _, err := (&http.Client{Transport: &http.Transport{TLSClientConfig: old}}).
		Get(secure + "/livez"); err == nil {
		t.Error("it speaks TLS 1.1")
	}
	for _, stop := range []func() int{stopPlain, stopSecure} {
		if code := stop(); code != 0 {
			t.Errorf("it ended with %d", code)
		}
	}
}

// newSelfSigned writes a certificate for 127.0.0.1 and returns its files, and a pool that trusts it.
func newSelfSigned(t *testing.T) (cert, key string, pool *x509.CertPool) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	pkcs8, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	write := func(name, kind string, bytes []byte) string {
		file := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: bytes}), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool = x509.NewCertPool()
	pool.AddCert(parsed)
	return write("cert.pem", "CERTIFICATE", der), write("key.pem", "PRIVATE KEY", pkcs8), pool
}

// A client that sends a byte now and then holds a connection only for the configured time: in the header, in
// the body, and if nothing reads the body.
func TestServe_SlowRequest(t *testing.T) {
	base, _ := startProgram(t, serveArgs(t, "--header-timeout", "300ms", "--read-timeout", "600ms")...)
	for name, tc := range map[string]struct{ at, says string }{
		"in the header": {"POST /graphql HTTP/1.1\r\nHost: localhost\r\nX-Slow: ", ""},
		"in the body": {"POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: " +
			"application/json\r\nContent-Length: 1000\r\n\r\n{",
			`"params":{"limit":"--read-timeout","max":"600ms","value":"600ms"}`},
		"in a body nobody read": {"POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: " +
			"text/plain\r\nContent-Length: 1000\r\n\r\n{", "415"},
		"in the body of a GET": {"GET /graphql?query=%7B__typename%7D HTTP/1.1\r\nHost: " +
			"localhost\r\nContent-Length: 1000\r\n\r\n{", "200"},
		"in a GET's chunks": {"GET /graphql?query=%7B__typename%7D HTTP/1.1\r\nHost: " +
			"localhost\r\nTransfer-Encoding: chunked\r\n\r\n400\r\n", "200"},
		"before HTTP/2": {"PRI * HTTP/2.0\r\n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			connection, err := net.Dial("tcp", strings.TrimPrefix(base, "http://"))
			if err != nil {
				t.Fatal(err)
			}
			defer connection.Close()
			began := time.Now()
			if _, err := io.WriteString(connection, tc.at); err != nil {
				t.Fatal(err)
			}
			closed := make(chan string)
			go func() {
				var said strings.Builder
				_, _ = io.Copy(&said, bufio.NewReader(connection)) // until the server closes the connection
				closed <- said.String()
			}()
			drip := time.NewTicker(50 * time.Millisecond)
			defer drip.Stop()
			for {
				select {
				case said := <-closed:
					if elapsed := time.Since(began); elapsed < 250*time.Millisecond && tc.says != "415" {
						t.Errorf("cut after %v already: %s", elapsed, said)
					}
					if !strings.Contains(said, tc.says) {
						t.Errorf("it says %q, want %s", said, tc.says)
					}
					return
				case <-drip.C:
					_, _ = io.WriteString(connection, "a") // fails after the connection was closed
				}
				if time.Since(began) > 10*time.Second {
					t.Fatal("it is never cut")
				}
			}
		})
	}
}

// The same with HTTP/2, where a stream ends and the connection remains.
func TestServe_SlowHTTP2Stream(t *testing.T) {
	base, _ := startProgram(t, serveArgs(t, "--read-timeout", "300ms", "--header-timeout", "300ms")...)
	transport := &http.Transport{Protocols: new(http.Protocols)}
	transport.Protocols.SetUnencryptedHTTP2(true)
	client := &http.Client{Transport: transport, Timeout: 10 * time.Second}
	defer transport.CloseIdleConnections()
	body, drip := io.Pipe()
	defer drip.Close() // the client waits for the end of its body
	go func() {
		for {
			if _, err := drip.Write([]byte(" ")); err != nil {
				return
			}
			time.Sleep(50 * time.Millisecond)
		}
	}()
	response, err := client.Post(base+"/graphql", "application/json", body)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if response.StatusCode != http.StatusRequestTimeout || response.ProtoMajor != 2 {
		t.Errorf("%s %d", response.Proto, response.StatusCode)
	}
	if _, body := postGraphQL(t, client, base, typenameQuery); !strings.Contains(body, "Query") {
		t.Errorf("and then: %s", body)
	}
}

// A request that takes too long is stopped with an error.
func TestServe_RequestTimeout(t *testing.T) {
	base, _ := startProgram(t, serveArgs(t, "--request-timeout", "1ns")...)
	response, body := postGraphQL(t, http.DefaultClient, base, `{"query":"{ units { totalCount } }"}`)
	const want = `"code":"TIMEOUT","params":{"limit":"--request-timeout","max":"1ns","value":"1ns"}`
	if response.StatusCode != http.StatusServiceUnavailable || !strings.Contains(body, want) {
		t.Errorf("%d %s, want %s", response.StatusCode, body, want)
	}
}

// Invalid settings of the HTTP server are refused at start.
func TestHTTPConfig_Invalid(t *testing.T) {
	cert, key, _ := newSelfSigned(t)
	for _, args := range [][]string{
		{"--tls-cert", cert}, {"--tls-key", key}, {"--tls-cert", key, "--tls-key", cert},
		{"--tls-cert", cert, "--tls-key", "/nowhere"},
		{"--cors-origin", "hall.example"}, {"--cors-origin", "*", "--cors-credentials"},
		{"--cors-origin", "https://a.example,*"},
		{"--max-body", "0"}, {"--max-body", "-1"}, {"--max-body", "much"}, {"--max-body", "1TB"},
		{"--request-timeout", "0s"}, {"--read-timeout", "-1s"}, {"--header-timeout", "soon"},
	} {
		code, _, errs := runCommand(t, append([]string{"serve", "--listen", "127.0.0.1:0", "--database",
			"sqlite:" + filepath.Join(t.TempDir(), "x.db")}, args...)...)
		if code == 0 || !strings.Contains(errs, strings.TrimSuffix(args[0], "key")) &&
			!strings.Contains(errs, "--tls-cert") || strings.Contains(errs, "goroutine") {
			t.Errorf("%v: %d %s", args, code, errs)
		}
	}
}

// Sizes are parsed with their units.
func TestByteSize_UnmarshalText(t *testing.T) {
	for text, want := range map[string]byteSize{"1MiB": 1 << 20, "512KiB": 512 << 10, "4096": 4096,
		"2GiB": 2 << 30} {
		var got byteSize
		if err := got.UnmarshalText([]byte(text)); err != nil || got != want {
			t.Errorf("%s: %d %v", text, got, err)
		}
	}
	var got byteSize
	for _, bad := range []string{"", "0", "-1", "1 MiB", "1mb", "MiB", "99999999999999999999",
		fmt.Sprint(1 << 40)} {
		if err := got.UnmarshalText([]byte(bad)); err == nil {
			t.Errorf("%q is taken for %d", bad, got)
		}
	}
}
