package cluster

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// Kills a process that has started a server, and waits until the server has ended.
func TestServer_EndsWithItsProcess(t *testing.T) {
	if os.Getenv("CLUSTER_TEST_CHILD") != "" {
		s, err := startProcess(t.Context())
		if err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		fmt.Println("started", s.base)
		time.Sleep(time.Minute)
	}
	child := exec.Command(os.Args[0], "-test.run=^TestServer_EndsWithItsProcess$")
	child.Env = append(os.Environ(), "CLUSTER_TEST_CHILD=1")
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	line, _ := bufio.NewReader(out).ReadString('\n')
	base, ok := strings.CutPrefix(strings.TrimSpace(line), "started ")
	if !ok {
		t.Fatalf("the child said %q", line)
	}
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = child.Wait() // it was killed
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		if _, err := os.Stat(base); errors.Is(err, os.ErrNotExist) {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("the server in %s outlived its process", base)
		}
	}
}

func TestTemplate_CreatedOnce(t *testing.T) {
	s, err := Shared()
	if err != nil {
		t.Fatal(err)
	}
	fills := 0
	fill := func(u string) error {
		fills++
		at, err := url.Parse(u)
		if err != nil {
			return err
		}
		return ping(context.Background(), at)
	}
	var name string
	for range 2 {
		if name, err = s.Template(t.Context(), fmt.Sprint("of_cluster_test_", os.Getpid()), fill); err != nil {
			t.Fatal(err)
		}
	}
	if fills != 1 {
		t.Errorf("filled %d times", fills)
	}
	db, err := s.Create(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Drop(t.Context(), db); err != nil {
		t.Error(err)
	}
	if err := s.Drop(t.Context(), "postgres"); err == nil {
		t.Error("dropped what it did not make")
	}
	if _, err := s.admin.ExecContext(t.Context(), "DROP DATABASE "+name); err != nil {
		t.Error(err)
	}
}
