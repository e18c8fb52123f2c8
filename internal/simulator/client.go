package simulator

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

// Client executes an operation and decodes its data into answer. A response with errors is an error.
type Client func(ctx context.Context, query string, variables map[string]any, answer any) error

// NewClient returns a client of a server over HTTP, authenticated with the token. When rate limited it waits
// and retries.
func NewClient(client *http.Client, url, token string) Client {
	return func(ctx context.Context, query string, variables map[string]any, answer any) error {
		body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
		if err != nil {
			return err
		}
		for {
			again, err := sendOnce(ctx, client, url, token, body, answer)
			if err != nil || again == 0 {
				return err
			}
			if err := sleepContext(ctx, again); err != nil {
				return err
			}
		}
	}
}

// responseError is an error of a GraphQL response.
type responseError struct {
	Message    string
	Path       []any
	Extensions struct {
		Code   string
		Params map[string]any
	}
}

func (r responseError) String() string {
	return fmt.Sprint(r.Path, " ", r.Extensions.Code, " ", r.Extensions.Params, ": ", r.Message)
}

// sendOnce sends one request. It returns how long to wait before a retry, or 0 if there was a response.
func sendOnce(
	ctx context.Context, client *http.Client, url, token string, body []byte, answer any,
) (again time.Duration, err error) {
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
		(response.StatusCode == http.StatusTooManyRequests ||
			response.StatusCode == http.StatusServiceUnavailable) {
		return time.Duration(max(seconds, 1)) * time.Second, nil
	}
	var result struct {
		Data   json.RawMessage
		Errors []responseError
	}
	if err := json.NewDecoder(response.Body).Decode(&result); err != nil {
		return 0, fmt.Errorf("simulator: %s: %w", response.Status, err)
	}
	if len(result.Errors) > 0 {
		messages := make([]string, len(result.Errors))
		for i, e := range result.Errors {
			messages[i] = e.String()
		}
		return 0, fmt.Errorf("simulator: %s", strings.Join(messages, "; "))
	}
	if answer == nil {
		return 0, nil
	}
	return 0, json.Unmarshal(result.Data, answer)
}

func sleepContext(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}
