package main

import (
	"cmp"
	"fmt"
	"runtime/debug"
	"strings"
)

// versionCommand prints the version of the build, like --version.
type versionCommand struct{}

func (versionCommand) Run(s outputs) error {
	_, err := fmt.Fprintln(s.out, versionLine())
	return err
}

// versionLine returns what --version prints: the version, the commit that was built, and the Go version.
func versionLine() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		info = new(debug.BuildInfo)
	}
	return "thidua " + describeBuild(info)
}

// buildVersion returns the released version that the program was built from; the commit if it was built from
// a work tree; and "unknown" if the build recorded neither.
func buildVersion() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return unknownVersion
	}
	return versionOf(info)
}

const unknownVersion = "unknown"

func versionOf(info *debug.BuildInfo) string {
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	return cmp.Or(buildSetting(info, "vcs.revision"), unknownVersion)
}

// describeBuild returns the version of a build, followed in parentheses by whatever else the build recorded.
func describeBuild(info *debug.BuildInfo) string {
	version := versionOf(info)
	var details []string
	if revision := buildSetting(info, "vcs.revision"); revision == "" {
		details = append(details, "commit not recorded")
	} else if revision != version {
		details = append(details, "commit "+revision)
	}
	if at := buildSetting(info, "vcs.time"); at != "" {
		details = append(details, "committed "+at)
	}
	if buildSetting(info, "vcs.modified") == "true" {
		details = append(details, "with uncommitted changes")
	}
	if info.GoVersion != "" {
		details = append(details, info.GoVersion)
	}
	return fmt.Sprintf("%s (%s)", version, strings.Join(details, ", "))
}

// buildSetting returns a setting of the build, or "" if it was not recorded.
func buildSetting(info *debug.BuildInfo, key string) string {
	for _, s := range info.Settings {
		if s.Key == key {
			return s.Value
		}
	}
	return ""
}
