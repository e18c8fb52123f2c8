// Subscriptions that outlive the connection. GraphiQL's own client comes back after some cuts and gives up after others, and
// it asks again what it was asked first: events would be left out. Here it goes on from where it was.

// resuming is a fetcher whose subscriptions come back for as long as somebody looks.
export function resuming(fetcher, wait = 1000) {
  return (params, options) => {
    const operation = chosen(params, options);
    return operation?.operation === "subscription" ? follow(fetcher, params, options, after(operation), wait) : fetcher(params, options);
  };
}

function chosen({ operationName }, options) {
  return options?.documentAST?.definitions.find((it) =>
    it.kind === "OperationDefinition" && (!operationName || it.name?.value === operationName));
}

// after is the variable that takes a position, if the operation has one.
function after({ variableDefinitions = [] }) {
  return variableDefinitions.find(({ type }) => type.name?.value === "Position")?.variable.name.value;
}

function follow(fetcher, params, options, from, wait) {
  const asked = { ...params, variables: { ...params.variables } };
  let stopped = false;
  let happened = false; // anything but heartbeats
  let messages = null; // of the connection that there is

  async function next() {
    while (!stopped) {
      try {
        messages ??= (await fetcher(asked, options))[Symbol.asyncIterator]();
        const message = await messages.next();
        const beat = remember(message.value?.data)?.change?.__typename === "Heartbeat";
        if (beat && happened) continue; // the pane shows one message: let it be what happened
        happened = !beat;
        return message;
      } catch (reason) {
        if (stopped || refused(reason)) throw reason;
        messages = null;
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    }
    return { done: true, value: undefined };
  }

  // What is asked again when the client in GraphiQL comes back by itself is this very object.
  function remember(data) {
    const event = Object.values(data ?? {})[0]; // a subscription has one field
    if (from && event?.position) asked.variables[from] = event.position;
    return event;
  }

  return {
    [Symbol.asyncIterator]() { return this; },
    next,
    return() {
      stopped = true;
      messages?.return?.(); // now: a generator would wait for its next message
      return Promise.resolve({ done: true, value: undefined });
    },
  };
}

// refused tells what stays refused, errors of GraphQL and the protocol's own close codes, from a network that failed.
function refused(reason) {
  return Array.isArray(reason) || / event 4\d\d\d\b/.test(reason?.message);
}
