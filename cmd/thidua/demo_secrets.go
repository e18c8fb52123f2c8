package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"thidua/internal/account"
	"thidua/internal/fault"
	"thidua/internal/store"
	"thidua/internal/web"
)

// A database holds hashes of tokens alone, so that the tokens of a demo whose database is kept stand in a file of its user's
// own: beside a SQLite file, which tells as much to who can read it, or in the user's folder for a PostgreSQL database.

// tokens issues the tokens of the demo, or takes those of the last one where the database is kept.
func (c *demo) tokens(ctx context.Context, s *store.Store) ([]web.Token, error) {
	if c.Database == "" {
		return demoTokens(ctx, s, nil)
	}
	path, err := secretsPath(ctx, s, c.Database)
	if err != nil {
		slog.Warn("tokens of the demo cannot be kept; they are others after each start", "error", err)
		return demoTokens(ctx, s, nil)
	}
	kept := readSecrets(path)
	tokens, err := demoTokens(ctx, s, working(ctx, s, kept))
	if err != nil {
		return nil, err
	}
	if err := writeSecrets(path, tokens); err != nil {
		slog.Warn("tokens of the demo cannot be kept; they are others after the next start", "file", path, "error", err)
	}
	return tokens, nil
}

// secretsPath is the file of a database's tokens.
func secretsPath(ctx context.Context, s *store.Store, url string) (string, error) {
	if file, ok := strings.CutPrefix(url, "sqlite:"); ok {
		return file + "-demo-tokens", nil
	}
	dir, err := os.UserConfigDir()
	if err != nil {
		return "", err
	}
	place, err := s.Place(ctx)
	if err != nil {
		return "", err
	}
	if place == 0 {
		return "", errors.New("the database cannot be told from others")
	}
	dir = filepath.Join(dir, "thidua")
	return filepath.Join(dir, fmt.Sprintf("demo-tokens-%x", place)), os.MkdirAll(dir, 0o700)
}

// readSecrets reads secrets by role; none where the file is missing, is none of ours, or can be read by others, who may have
// done so.
func readSecrets(path string) map[string]string {
	info, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil || !info.Mode().IsRegular() || info.Mode().Perm()&0o077 != 0 && runtime.GOOS != "windows" {
		slog.Warn("the file of the demo's tokens is open to others or no file; the tokens in it are revoked", "file", path)
		return nil
	}
	var secrets map[string]string
	text, err := os.ReadFile(path)
	if err == nil {
		err = json.Unmarshal(text, &secrets)
	}
	if err != nil {
		slog.Warn("the file of the demo's tokens cannot be read; others are issued", "file", path, "error", err)
		return nil
	}
	return secrets
}

// working keeps the secrets that still sign in to the account of their role.
func working(ctx context.Context, s *store.Store, secrets map[string]string) map[string]string {
	door, good := account.NewDoor(s, nil, time.Now), map[string]string{}
	for role, secret := range secrets {
		v, err := door.Authenticate(ctx, secret)
		switch {
		case err == nil && v.Account() == account.ID(demoSubject(role)):
			good[role] = secret
		case err != nil && !errors.Is(err, fault.KindUnauthenticated):
			slog.Warn("a token of the last demo cannot be checked; another one is issued", "role", role, "error", err)
		}
	}
	return good
}

// writeSecrets puts a file in the place of the last one, for its user alone.
func writeSecrets(path string, tokens []web.Token) error {
	secrets := map[string]string{}
	for _, t := range tokens {
		secrets[t.Role] = t.Secret
	}
	text, err := json.MarshalIndent(secrets, "", "  ")
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*") // its mode is 0600
	if err != nil {
		return err
	}
	_, err = f.Write(append(text, '\n'))
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}
