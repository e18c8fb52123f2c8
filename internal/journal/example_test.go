package journal_test

import (
	"fmt"

	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/journal"
)

// A client sends back the position of the last event that it received. The position is opaque to the client;
// the server opens it with its key and checks it before it reads on.
func ExamplePositionKey_Open() {
	stream := journal.ConferenceStream(gid.ID(7))
	sent := journal.PositionAt(1, stream, 42)

	received, err := journal.ParsePosition(sent.String())
	if err != nil {
		fmt.Println(err)
		return
	}
	position := sent.Key().Open(received)
	fmt.Println("same stream:", position.InStream(stream))
	fmt.Println("other stream:", position.InStream(journal.ConferenceStream(gid.ID(8))))
	fmt.Println("same epoch:", position.InEpoch(1))
	fmt.Println("after a restore:", position.InEpoch(2))
	fmt.Println("entry:", position.Seq)
	// Output:
	// same stream: true
	// other stream: false
	// same epoch: true
	// after a restore: false
	// entry: 42
}

func ExampleParsePosition_malformed() {
	_, err := journal.ParsePosition("42")
	rejected, _ := fault.FromError(err)
	fmt.Println(rejected.Code(), rejected.Params()["reason"])
	// Output: BAD_POSITION MALFORMED
}

// A replay does not show what was withdrawn since.
func ExampleRedactable() {
	var change journal.Redactable = journal.AnnouncementMade{Text: "The session resumes at 14:00."}
	for _, state := range []journal.RowVisibility{
		{Visible: true},
		{Visible: false},
	} {
		fmt.Println(state.Visible, change.RedactedFor(state) != nil)
	}
	// Output:
	// true true
	// false false
}
