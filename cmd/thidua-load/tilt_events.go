package main

import (
	"bytes"
	"sync"
)

// changes are all events of a conference, numbered as the journal does.
func changes(p positions) watched {
	return watched{number: readOnce(p.numbered), document: changesDocument}
}

const changesDocument = `subscription ($code: String!, $after: Position) { conferenceEvents(conference: $code, after: $after) {
	position at change { __typename
		... on AttendanceChanged { attendances { attendanceId presence siteCode } }
		... on FloorRequested { request { requestId kind siteCode subject } }
		... on SiteLinkChanged { code link linkedAt } } } }`

// numbered is the number that an event's position says.
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

// readOnce reads each message once, which is told to all watchers in the same bytes: what it costs to check them is not to
// be measured.
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

// member is the text after a key, to the next quote.
func member(text []byte, key string) string {
	_, rest, _ := bytes.Cut(text, []byte(key))
	value, _, _ := bytes.Cut(rest, []byte{'"'})
	return string(value)
}
