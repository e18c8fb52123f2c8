// Boots the playground: GraphiQL over this server's own /graphql, opened on the examples.
// Classic scripts before this module define React, ReactDOM and GraphiQL (see playground.html).
import { examplesPlugin } from "./examples.js";
import { signing, signInAs } from "./sign_in.js";
import { resuming } from "./subscribe.js";

const { createElement: h } = window.React;
const { GraphiQL } = window;

// react-remove-scroll looks for this name when it inserts its one <style> element. Without it the
// Content-Security-Policy would refuse that element.
window.__webpack_nonce__ = document.getElementById("boot").nonce;

// One URL for everything. Queries and mutations are POSTed; a subscription opens a WebSocket at
// the same address and speaks graphql-transport-ws, which GraphiQL brings along. What is written
// in the Headers pane goes with the POST, or into connection_init.
function newFetcher() {
  const url = new URL("/graphql", location.href);
  const socket = new URL(url);
  socket.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return GraphiQL.createFetcher({
    url: url.href,
    subscriptionUrl: socket.href,
    headers: { accept: "application/graphql-response+json, application/json;q=0.9" },
    enableIncrementalDelivery: false, // no @defer or @stream here, so no multipart answers either
  });
}

// Whether this browser has no tabs of an earlier visit.
function firstVisit() {
  try { return !localStorage.getItem("graphiql:tabState"); } catch { return true; }
}

async function read(name) {
  const answer = await fetch(`/static/${name}`);
  if (!answer.ok) throw new Error(`${name}: ${answer.status} ${answer.statusText}`);
  return answer.json();
}

// GraphiQL remembers its tabs in this browser, so a returning reader finds their own work and the
// defaults show on the first visit only. The Examples pane is how to get an example back.
async function boot() {
  const [examples, tokens] = await Promise.all(["examples.json", "tokens.json"].map(read));
  const plugins = [examplesPlugin(examples)];
  const tabs = examples.map(({ query, variables }) => ({ query, variables }));
  const mark = h("a", { className: "thidua-mark", href: "/" },
    h("img", { src: "/static/favicon.svg", alt: "" }), "thidua");

  window.ReactDOM.createRoot(document.getElementById("playground")).render(
    h(GraphiQL, {
      fetcher: signing(resuming(newFetcher())),
      plugins,
      defaultTabs: tabs,
      // GraphiQL takes the first tab's query from defaultTabs, but not its variables.
      variables: firstVisit() ? tabs[0].variables : undefined,
      defaultEditorToolsVisibility: "variables",
      defaultQuery: "# Viết truy vấn ở đây · Write a query here\n",
      schemaDescription: true,
      inputValueDeprecation: true,
    }, h(GraphiQL.Logo, null, mark, signInAs(tokens))),
  );
}

boot().catch((reason) => {
  const line = document.createElement("p");
  line.className = "boot failed";
  line.textContent = `Không mở được Playground.\nThe playground did not open.\n\n${reason}`;
  document.getElementById("playground").replaceChildren(line);
});
