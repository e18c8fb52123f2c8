// Makes a client of graphql-ws or graphql-sse go on exactly where it was. Both come back by themselves, and send what was
// subscribed with once more: so that is kept up to date. Whatever sits on such a client (Apollo, urql, Relay) gains it.
// docs/subscriptions.md shows this to frontend developers, as it is.
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
