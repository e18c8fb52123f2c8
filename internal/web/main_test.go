package web_test

import (
	"os"
	"testing"

	"thidua/internal/web/browsertest"
)

func TestMain(m *testing.M) { os.Exit(browsertest.Run(m)) }
