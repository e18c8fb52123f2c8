package main

import (
	"fmt"
	"log/slog"
	"net"
	"net/http"

	"thidua/internal/fault"
	"thidua/internal/transport"
)

// The file descriptors of the process are budgeted. Without a free one it can neither accept connections nor
// open its database, for as long as clients keep theirs open.
const (
	// logs, listeners, metrics, the network poller, name resolution, traces, the demo's own requests
	ownDescriptors          = 64
	databaseDescriptors     = 2  // for each connection to a SQLite file: the file and its journal
	minPlainConnections     = 32 // connections reserved for requests other than sockets and event streams
	plainConnectionsDivisor = 8  // or one in this many of all connections, if that is more
	maxMetricConnections    = 8
	minSockets              = 1
)

// descriptorPlan is how many descriptors each purpose may use.
type descriptorPlan struct {
	connections int // all connections of clients
	sockets     int // sockets and event streams among them
	lowered     int // the configured number of sockets if it exceeded the limit; 0 otherwise
}

// planDescriptors divides limit descriptors between a number of database connections and the connections of
// clients. configured is how many sockets the operator allows; 0 for as many as possible. It fails with
// BAD_CONFIG if limit is too low.
func planDescriptors(limit, database, configured int) (descriptorPlan, error) {
	reserved := ownDescriptors + databaseDescriptors*database
	p := descriptorPlan{connections: limit - reserved}
	p.sockets = p.connections - max(minPlainConnections, p.connections/plainConnectionsDivisor)
	if p.sockets < minSockets {
		return p, fault.BadConfig.With("setting", "ulimit -n", "reason",
			fmt.Sprintf("the process may open %d files, and needs at least %d", limit,
				reserved+minPlainConnections+minSockets))
	}
	switch {
	case configured > p.sockets:
		p.lowered = configured
	case configured > 0:
		p.sockets = configured
	}
	return p, nil
}

// limitConnections limits the connections of a listener, and the sockets among them, to the file descriptors
// of the process.
func (l ListenConfig) limitConnections(
	listener net.Listener, database int, streams *transport.Streams,
) (net.Listener, error) {
	limit, known := descriptorLimit()
	if !known {
		streams.Connections.Total = l.MaxSockets
		return listener, nil
	}
	p, err := planDescriptors(limit, database, l.MaxSockets)
	if err != nil {
		return nil, err
	}
	if p.lowered > 0 {
		slog.Warn("--max-sockets exceeds the available file descriptors; raise the limit of open files (ulimit -n)",
			"configured", p.lowered, "used", p.sockets, "descriptors", limit)
	}
	slog.Info("file descriptors allocated",
		"descriptors", limit, "connections", p.connections, "sockets", p.sockets)
	streams.Connections.Total = p.sockets
	return transport.NewListener(listener, p.connections), nil
}

// trackConnections reports the states of connections to a listener that limits them.
func trackConnections(server *http.Server, listener net.Listener) {
	if limited, ok := listener.(*transport.Listener); ok {
		server.ConnState = limited.ConnState
	}
}
