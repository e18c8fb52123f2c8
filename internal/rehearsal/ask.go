package rehearsal

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Ask sends an operation and reads its data into answer; an answer with errors is an error.
type Ask func(ctx context.Context, query string, variables map[string]any, answer any) error

// Over asks a server over HTTP, as whoever the token says. It waits where it is told that it asks too much.
func Over(client *http.Client, url, token string) Ask {
	return func(ctx context.Context, query string, variables map[string]any, answer any) error {
		body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
		if err != nil {
			return err
		}
		for {
			again, err := once(ctx, client, url, token, body, answer)
			if err != nil || again == 0 {
				return err
			}
			if err := sleep(ctx, again); err != nil {
				return err
			}
		}
	}
}

// refusal is an error of an answer.
type refusal struct {
	Message    string
	Path       []any
	Extensions struct {
		Code   string
		Params map[string]any
	}
}

func (r refusal) String() string {
	return fmt.Sprint(r.Path, " ", r.Extensions.Code, " ", r.Extensions.Params, ": ", r.Message)
}

// once asks once; it gives how long to wait before asking again, 0 where there was an answer.
func once(ctx context.Context, client *http.Client, url, token string, body []byte, answer any) (again time.Duration, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return 0, err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept", "application/graphql-response+json")
	request.Header.Set("Authorization", "Bearer "+token)
	response, err := client.Do(request)
	if err != nil {
		return 0, err
	}
	defer response.Body.Close()
	if seconds, err := strconv.Atoi(response.Header.Get("Retry-After")); err == nil &&
		(response.StatusCode == http.StatusTooManyRequests || response.StatusCode == http.StatusServiceUnavailable) {
		return time.Duration(max(seconds, 1)) * time.Second, nil
	}
	var told struct {
		Data   json.RawMessage
		Errors []refusal
	}
	if err := json.NewDecoder(response.Body).Decode(&told); err != nil {
		return 0, fmt.Errorf("rehearsal: %s: %w", response.Status, err)
	}
	if len(told.Errors) > 0 {
		messages := make([]string, len(told.Errors))
		for i, e := range told.Errors {
			messages[i] = e.String()
		}
		return 0, fmt.Errorf("rehearsal: %s", strings.Join(messages, "; "))
	}
	if answer == nil {
		return 0, nil
	}
	return 0, json.Unmarshal(told.Data, answer)
}

func sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}
