// A pane beside the docs and the history that lists the examples and opens them in a tab. Tabs can
// be closed for good; this list cannot.
const { createElement: h } = window.React;
const { useEditorContext } = window.GraphiQL.React;

export function examplesPlugin(examples) {
  return { title: "Ví dụ · Examples", icon: Icon, content: () => h(List, { examples }) };
}

function Icon(props) {
  return h("svg", { ...props, viewBox: "0 0 24 24", fill: "none", stroke: "currentColor", strokeWidth: 1.5 },
    h("path", { d: "m12 3 2.6 6.3 6.8.5-5.2 4.4 1.6 6.6-5.8-3.6-5.8 3.6 1.6-6.6L2.6 9.8l6.8-.5z" }));
}

function List({ examples }) {
  const { tabs, addTab, changeTab, queryEditor, variableEditor } = useEditorContext();
  const open = ({ query, variables }) => {
    const at = tabs.findIndex((tab) => tab.query === query);
    if (at >= 0) return changeTab(at);
    // The new tab has to be the active one before text goes into the editors: what is typed there
    // belongs to whichever tab is active.
    window.ReactDOM.flushSync(addTab);
    queryEditor?.setValue(query);
    variableEditor?.setValue(variables);
  };
  return h("section", { "aria-label": "Examples" },
    h("div", { className: "graphiql-doc-explorer-title" }, "Ví dụ · Examples"),
    h("ul", { className: "thidua-examples" }, examples.map((one) =>
      h("li", { key: one.name },
        h("button", { type: "button", onClick: () => open(one) }, one.title)))));
}
