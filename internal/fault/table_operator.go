package fault

// Faults for the operator: data files, configuration and database.
var (
	// UnknownCode rejects a reference to a code that does not exist. Parameters: kind, code.
	UnknownCode = declare(Sentinel{
		code: "UNKNOWN_CODE", kind: KindInvalid,
		vi:     "Không tìm thấy {kind} có mã {code}.",
		en:     "No {kind} has the code {code}.",
		cause:  "The input refers by code to something that is neither in the files nor in the database.",
		remedy: "Correct the code, or add what it refers to first.",
	})

	// BadRecord rejects a line of a data file. Parameters: file, line, reason.
	BadRecord = declare(Sentinel{
		code: "BAD_RECORD", kind: KindInvalid, operator: true,
		vi:     "{file}, dòng {line}: {reason}",
		en:     "{file}, line {line}: {reason}",
		cause:  "A data file of the published record is malformed or contains an inconsistent statement.",
		remedy: "Correct the file at that line; nothing was loaded.",
	})

	// BadConfig rejects a flag or environment variable. Parameters: setting, reason.
	BadConfig = declare(Sentinel{
		code: "BAD_CONFIG", kind: KindInvalid, operator: true,
		vi:     "Giá trị cấu hình {setting} không hợp lệ: {reason}",
		en:     "The setting {setting} is not valid: {reason}",
		cause:  "The server cannot start with the value of a flag or an environment variable.",
		remedy: "Correct the setting; thidua --help lists the commands, thidua COMMAND --help their flags.",
	})

	// DatabaseLocked reports that another program or writer held the database too long.
	DatabaseLocked = declare(Sentinel{
		code: "DATABASE_LOCKED", kind: KindUnavailable,
		vi:     "Cơ sở dữ liệu đang bận; vui lòng thử lại.",
		en:     "The database is busy; try again.",
		cause:  "Other writers held the database longer than the server waits, or another program locked its file.",
		remedy: "Try again. If it persists, close the other program that has the file open, or move to PostgreSQL.",
	})

	// DatabaseReadOnly reports that the database accepts no writes.
	DatabaseReadOnly = declare(Sentinel{
		code: "DATABASE_READ_ONLY", kind: KindUnavailable,
		vi:     "Cơ sở dữ liệu đang ở chế độ chỉ đọc.",
		en:     "The database is read-only.",
		cause:  "The server's user may not write the file or its directory, or the PostgreSQL server is a standby.",
		remedy: "Grant the server's user write permission, or connect to the primary.",
	})

	// DatabaseFull reports that the disk is full.
	DatabaseFull = declare(Sentinel{
		code: "DATABASE_FULL", kind: KindUnavailable,
		vi:     "Ổ đĩa của cơ sở dữ liệu đã đầy.",
		en:     "The database's disk is full.",
		cause:  "The disk or quota of the database has no space left.",
		remedy: "Free some space; no confirmed write is lost.",
	})

	// DatabaseTooNew rejects a schema of a newer release. Parameters: schema, binary (versions).
	DatabaseTooNew = declare(Sentinel{
		code: "DATABASE_TOO_NEW", kind: KindUnavailable,
		vi: "Lược đồ cơ sở dữ liệu ở phiên bản {schema}, mới hơn phiên bản {binary} mà chương trình này " +
			"hỗ trợ.",
		en: "The database schema is at version {schema}, newer than version {binary} that this program " +
			"supports.",
		cause:  "A newer thidua has migrated the database.",
		remedy: "Run that thidua or a newer one, or restore a backup from before its migration.",
	})

	// DatabaseUnmigrated rejects a schema of an older release. Parameters: schema, binary (versions).
	DatabaseUnmigrated = declare(Sentinel{
		code: "DATABASE_UNMIGRATED", kind: KindUnavailable,
		vi:     "Lược đồ cơ sở dữ liệu ở phiên bản {schema}, cần nâng lên phiên bản {binary}.",
		en:     "The database schema is at version {schema} and has to be migrated to version {binary}.",
		cause:  "The database is empty, or was created by an older thidua.",
		remedy: "Make a backup, then run thidua migrate up.",
	})

	// DatabaseUnreachable reports that the database does not respond.
	DatabaseUnreachable = declare(Sentinel{
		code: "DATABASE_UNREACHABLE", kind: KindUnavailable,
		vi:    "Không kết nối được với cơ sở dữ liệu.",
		en:    "The database cannot be reached.",
		cause: "The PostgreSQL server is down, refuses more connections, or is not at the configured address.",
		remedy: "Check that it is running and that its address, port, sslmode and password are right. The " +
			"server reconnects automatically.",
	})
)
