package record

import (
	"embed"
	"io/fs"
)

//go:embed data/*.yaml
var embedded embed.FS

// Data are the files of the published record, as this program was built with them.
func Data() fs.FS {
	files, err := fs.Sub(embedded, "data")
	if err != nil {
		panic(err) // the name of a directory is well formed, or the build is broken
	}
	return files
}
