package fault

// What the operator meets: the record, the configuration and the database.
var (
	// UnknownCode says that a record refers to nothing. Parameters: kind, code.
	UnknownCode = declare(Sentinel{
		code: "UNKNOWN_CODE", kind: KindInvalid,
		vi:     "Không có {kind} nào mang mã {code}.",
		en:     "No {kind} has the code {code}.",
		cause:  "A record refers by its code to something that is neither in the record nor in the database.",
		remedy: "Correct the code, or add what it refers to before it.",
	})

	// BadRecord refuses a line of a record. Parameters: file, line, reason.
	BadRecord = declare(Sentinel{
		code: "BAD_RECORD", kind: KindInvalid,
		vi:     "{file}, dòng {line}: {reason}",
		en:     "{file}, line {line}: {reason}",
		cause:  "A data file of the published record is not well formed, or states what cannot be.",
		remedy: "Correct the file at that line; nothing of it was loaded.",
	})

	// BadConfig refuses a flag or variable. Parameters: setting, reason.
	BadConfig = declare(Sentinel{
		code: "BAD_CONFIG", kind: KindInvalid,
		vi:     "Cấu hình {setting} không dùng được: {reason}",
		en:     "The setting {setting} cannot be used: {reason}",
		cause:  "A flag or an environment variable has a value that the server cannot start with.",
		remedy: "Correct the setting; thidua --help lists the commands, and thidua COMMAND --help their flags.",
	})

	// DatabaseLocked says that another program kept the database busy.
	DatabaseLocked = declare(Sentinel{
		code: "DATABASE_LOCKED", kind: KindUnavailable,
		vi:     "Cơ sở dữ liệu đang bận; hãy thử lại.",
		en:     "The database is busy; try again.",
		cause:  "Other writers held the database for longer than the server waits, or another program has locked its file.",
		remedy: "Try again. If it lasts, close the other program that has the file open, or move to PostgreSQL.",
	})

	// DatabaseReadOnly says that the database takes no writes.
	DatabaseReadOnly = declare(Sentinel{
		code: "DATABASE_READ_ONLY", kind: KindUnavailable,
		vi:     "Cơ sở dữ liệu chỉ cho đọc.",
		en:     "The database is read-only.",
		cause:  "The file or its directory is not writable for the server's user, or the PostgreSQL server is a standby.",
		remedy: "Give the server's user the right to write, or connect to the primary.",
	})

	// DatabaseFull says that there is no room for writes.
	DatabaseFull = declare(Sentinel{
		code: "DATABASE_FULL", kind: KindUnavailable,
		vi:     "Ổ đĩa của cơ sở dữ liệu đã đầy.",
		en:     "The database's disk is full.",
		cause:  "The disk or the quota that the database is on has no room left.",
		remedy: "Free some room; nothing that was confirmed is lost.",
	})

	// DatabaseTooNew refuses a schema from the future. Parameters: schema, binary (versions).
	DatabaseTooNew = declare(Sentinel{
		code: "DATABASE_TOO_NEW", kind: KindUnavailable,
		vi:     "Lược đồ cơ sở dữ liệu ở phiên bản {schema}, mới hơn phiên bản {binary} mà chương trình này biết.",
		en:     "The database's schema is at version {schema}, newer than version {binary}, the last one this program knows.",
		cause:  "A newer thidua has migrated the database.",
		remedy: "Run that thidua or a newer one, or restore a backup from before its migration.",
	})

	// DatabaseUnmigrated refuses a schema from the past. Parameters: schema, binary (versions).
	DatabaseUnmigrated = declare(Sentinel{
		code: "DATABASE_UNMIGRATED", kind: KindUnavailable,
		vi:     "Lược đồ cơ sở dữ liệu ở phiên bản {schema}, cần nâng lên phiên bản {binary}.",
		en:     "The database's schema is at version {schema} and has to be migrated to version {binary}.",
		cause:  "The database is empty, or an older thidua made it.",
		remedy: "Make a backup, then run thidua migrate up.",
	})

	// DatabaseUnreachable says that nobody answers.
	DatabaseUnreachable = declare(Sentinel{
		code: "DATABASE_UNREACHABLE", kind: KindUnavailable,
		vi:     "Không kết nối được với cơ sở dữ liệu.",
		en:     "The database cannot be reached.",
		cause:  "The PostgreSQL server is down, refuses more connections, or is not where the setting says.",
		remedy: "Check that it runs and that its address, port, sslmode and password are right. The server reconnects by itself.",
	})
)
