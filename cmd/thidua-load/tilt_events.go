package main

import (
	"bytes"
	"sync"
)

// allEvents are all events of a conference, numbered by the journal.
func changes(p positions) watched {
	return watched{number: readOnce(p.numbered), document: changesDocument}
}

const changesDocument = `subscription ($code: String!, $after: Position) { conferenceEvents(conference: $code, after: $after) {
	position at change { __typename
		... on AttendanceChanged { attendances { attendanceId presence siteCode } }
		... on FloorRequested { request { requestId kind siteCode subject } }
		... on SiteLinkChanged { code link linkedAt } } } }`

// eventSeq returns the number in an event's position.
func (p positions) numbered(text []byte) int64 {
	if bytes.Contains(text, []byte(`"Heartbeat"`)) {
		return 0
	}
	number, err := p.number(member(text, `"position":"`))
	if err != nil {
		return 0
	}
	return number
}

// memoizeNumber parses each distinct message once: all subscribers receive the same bytes, and the cost of
// checking them must not be measured.
func readOnce(number func([]byte) int64) func([]byte) int64 {
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
func member(text []byte, key string) string {
	_, rest, _ := bytes.Cut(text, []byte(key))
	value, _, _ := bytes.Cut(rest, []byte{'"'})
	return string(value)
}
