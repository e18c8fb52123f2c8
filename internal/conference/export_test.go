package conference

// What the tests look at from outside.
var (
	AttendanceOf = attendanceOf
	TurnOf       = turnOf
)
