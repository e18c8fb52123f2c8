package main

import (
	"bytes"
	"sync"
)

// allEvents are all events of a conference, numbered by the journal.
func allEvents(p positionReader) eventSource {
	return eventSource{number: memoizeNumber(p.eventSeq), document: eventsDocument}
}

const eventsDocument = `subscription ($code: String!, $after: Position) { conferenceEvents(conference: $code,
	after: $after) {
	position at change { __typename
		... on AttendanceChanged { entries { attendanceId presence siteCode } }
		... on FloorRequested { entry { requestId kind siteCode subject } }
		... on SiteLinkChanged { code link linkedAt } } } }`

// eventSeq returns the number in an event's position.
func (p positionReader) eventSeq(text []byte) int64 {
	if bytes.Contains(text, []byte(`"Heartbeat"`)) {
		return 0
	}
	number, err := p.seq(textAfter(text, `"position":"`))
	if err != nil {
		return 0
	}
	return number
}

// memoizeNumber parses each distinct message once: all subscribers receive the same bytes, and the cost of
// checking them must not be measured.
func memoizeNumber(number func([]byte) int64) func([]byte) int64 {
	var mu sync.RWMutex
	numbers := map[string]int64{}
	return func(text []byte) int64 {
		mu.RLock()
		n, known := numbers[string(text)]
		mu.RUnlock()
		if !known {
			n = number(text)
			mu.Lock()
			numbers[string(text)] = n
			mu.Unlock()
		}
		return n
	}
}

// textAfter returns the text between a key and the next quote.
func textAfter(text []byte, key string) string {
	_, rest, _ := bytes.Cut(text, []byte(key))
	value, _, _ := bytes.Cut(rest, []byte{'"'})
	return string(value)
}
