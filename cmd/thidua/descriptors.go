package main

import (
	"fmt"
	"log/slog"
	"net"
	"net/http"

	"thidua/internal/fault"
	"thidua/internal/transport"
)

// How the file descriptors of the process are shared out. A process without any cannot accept, nor open its database:
// everybody would wait, for as long as those who took them like.
const (
	ownDescriptors        = 64 // logs, listeners, metrics, the network's poller, name resolution, traces, the demo's own requests
	databaseDescriptors   = 2  // of a connection to a SQLite file: the file and its journal
	fewestPlainRequests   = 32 // connections that no socket or event stream may take
	plainRequestsPart     = 8  // or this part of all connections, if that is more
	mostMetricConnections = 8
	fewestSockets         = 1
)

// descriptorPlan is how many of the descriptors each purpose may take.
type descriptorPlan struct {
	connections int // of clients, all together
	sockets     int // of these, sockets and event streams
	lowered     int // sockets that were configured, where there are fewer descriptors; 0 otherwise
}

// planDescriptors shares out limit descriptors beside so many connections of the database. configured is how many sockets
// the operator allows; 0 for as many as there may be.
func planDescriptors(limit, database, configured int) (descriptorPlan, error) {
	reserved := ownDescriptors + databaseDescriptors*database
	p := descriptorPlan{connections: limit - reserved}
	p.sockets = p.connections - max(fewestPlainRequests, p.connections/plainRequestsPart)
	if p.sockets < fewestSockets {
		return p, fault.BadConfig.With("setting", "ulimit -n", "reason",
			fmt.Sprintf("the process may open %d files, and needs %d at least", limit, reserved+fewestPlainRequests+fewestSockets))
	}
	switch {
	case configured > p.sockets:
		p.lowered = configured
	case configured > 0:
		p.sockets = configured
	}
	return p, nil
}

// bound limits the connections of a listener, and the sockets among them, to what the process has descriptors for.
func (l Listening) bound(listener net.Listener, database int, live *transport.Live) (net.Listener, error) {
	limit, known := descriptorLimit()
	if !known {
		live.Open.Total = l.MaxSockets
		return listener, nil
	}
	p, err := planDescriptors(limit, database, l.MaxSockets)
	if err != nil {
		return nil, err
	}
	if p.lowered > 0 {
		slog.Warn("--max-sockets is more than there are file descriptors for; raise the limit of open files (ulimit -n)",
			"configured", p.lowered, "used", p.sockets, "descriptors", limit)
	}
	slog.Info("file descriptors are shared out", "descriptors", limit, "connections", p.connections, "sockets", p.sockets)
	live.Open.Total = p.sockets
	return transport.NewListener(listener, p.connections), nil
}

// watchConnections has a server tell its listener what becomes of connections, where that wants to know.
func watchConnections(server *http.Server, listener net.Listener) {
	if limited, ok := listener.(*transport.Listener); ok {
		server.ConnState = limited.ConnState
	}
}
