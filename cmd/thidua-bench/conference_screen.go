package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
)

// hallScreen is a socket with live queries of the floor and of the attendance.
type hallScreen struct {
	conn     *websocket.Conn
	requests int            // number of expected requests, which are numbered from 1
	seen     []atomic.Int64 // when each was first shown, in nanoseconds since 1970; 0 for not yet
	waiting  atomic.Int64   // number of requests shown
	present  atomic.Int64   // number of delegates shown as present; -1 before the first state
	fault    atomic.Pointer[error]
}

const (
	floorDocument = `subscription ($code: String!) { floorLive(conference: $code) {
	currentRequest { kind speaker allottedSeconds spentSeconds resumedAt unit { shortName } }
	speakersQueue { place reason overQuota floorRequest { kind speaker subject unit { shortName } site {
	name } } } } }`
	attendanceDocument = `subscription ($code: String!) { attendanceSummaryLive(conference: $code) {
	counts { invited present notCalled absent } quorum { needed met }
	sites { site { name link linkedAt } counts { invited present } } } }`
)

func openHallScreen(p *serverProcess, code string, requests int) (s *hallScreen, err error) {
	s = &hallScreen{requests: requests, seen: make([]atomic.Int64, requests)}
	s.present.Store(-1)
	s.waiting.Store(-1)
	if s.conn, err = openSocket(p); err != nil {
		return nil, err
	}
	for id, document := range map[string]string{"floor": floorDocument, "attendance": attendanceDocument} {
		if err := subscribe(s.conn, id, document, map[string]string{"code": code}); err != nil {
			return nil, err
		}
	}
	go s.readLoop()
	return s, nil
}

// readLoop reads until the socket ends.
func (s *hallScreen) readLoop() {
	var text bytes.Buffer
	for {
		_, r, err := s.conn.NextReader()
		if err == nil {
			text.Reset()
			_, err = text.ReadFrom(r)
		}
		if err != nil {
			s.recordFault("a screen's socket ended: %v", err)
			return
		}
		s.handleState(text.Bytes(), time.Now().UnixNano())
	}
}

// handleState checks a new state, which must not show less than the previous one.
func (s *hallScreen) handleState(text []byte, now int64) {
	switch {
	case bytes.Contains(text, []byte(`"floorLive"`)):
		n := int64(0)
		for rest := text; ; n++ {
			at := bytes.IndexByte(rest, '#')
			if at < 0 {
				break
			}
			rest = rest[at:]
			if number := eventNumber(rest); number >= 1 && number <= int64(s.requests) {
				s.seen[number-1].CompareAndSwap(0, now)
			}
			rest = rest[1:]
		}
		s.recordCount(&s.waiting, n, text)
	case bytes.Contains(text, []byte(`"attendanceSummaryLive"`)):
		var message struct {
			Payload struct {
				Data struct {
					AttendanceSummaryLive struct{ Counts struct{ Present int64 } }
				}
			}
		}
		if err := json.Unmarshal(text, &message); err != nil {
			s.recordFault("a screen received %s: %v", text, err)
			return
		}
		s.recordCount(&s.present, message.Payload.Data.AttendanceSummaryLive.Counts.Present, text)
	case !bytes.Contains(text, []byte("Heartbeat")):
		s.recordFault("a screen received %s", text)
	}
}

func (s *hallScreen) recordCount(shown *atomic.Int64, to int64, text []byte) {
	if was := shown.Swap(to); to < was {
		s.recordFault("a screen showed %d after %d: %.300s", to, was, text)
	}
}

// recordFault keeps the first fault.
func (s *hallScreen) recordFault(format string, args ...any) {
	s.fault.CompareAndSwap(nil, new(fmt.Errorf(format, args...)))
}

// await waits until the screen shows a number of requests and delegates.
func (s *hallScreen) await(requests, delegates int64) error {
	for until := time.Now().Add(receiveTimeout); ; time.Sleep(2 * time.Millisecond) {
		switch fault := s.fault.Load(); {
		case fault != nil:
			return *fault
		case s.waiting.Load() >= requests && s.present.Load() >= delegates:
			return nil
		case time.Now().After(until):
			return fmt.Errorf("a screen shows %d requests and %d delegates after %v",
				s.waiting.Load(), s.present.Load(), receiveTimeout)
		}
	}
}

// disconnect closes the socket; that it ends is then no fault.
func (s *hallScreen) disconnect() {
	s.recordFault("a screen was cut off")
	_ = s.conn.Close()
}
