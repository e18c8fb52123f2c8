// Makes a client of graphql-ws or graphql-sse resume exactly where it was. Both reconnect by themselves and send the
// request again, so its position is kept up to date. It works for all libraries on top of these clients (Apollo, urql,
// Relay). docs/subscriptions.md shows this function to frontend developers.
export function resuming(client) {
  return {
    ...client,
    subscribe(request, sink, on) {
      const asked = { ...request, variables: { ...request.variables } };
      return client.subscribe(asked, {
        ...sink,
        next(result) {
          for (const event of Object.values(result.data ?? {})) {
            if (event?.position) asked.variables.after = event.position;
          }
          sink.next(result);
        },
      }, on);
    },
  };
}
