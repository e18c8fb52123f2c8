// A choice of whom to ask as, where the server offers tokens; the demo does. What is typed into the Headers pane goes
// before what is chosen here.
const { createElement: h } = window.React;

let chosen = "";

// signing is a fetcher that sends the chosen token along.
export function signing(fetcher) {
  return (params, options) => fetcher(params, chosen === "" ? options : {
    ...options,
    headers: { Authorization: `Bearer ${chosen}`, ...options?.headers },
  });
}

// The list stands beside the logo. It forgets the choice with the page: the tokens of the next demo are others.
export function signInAs(tokens) {
  if (tokens.length === 0) return null;
  return h("select", {
    className: "thidua-sign-in", "aria-label": "Đăng nhập với vai trò · Sign in as", defaultValue: "",
    onChange: (event) => { chosen = event.target.value; },
  },
  h("option", { value: "" }, "ẩn danh · anonymous"),
  tokens.map(({ role, secret }) => h("option", { key: role, value: secret }, role)));
}
