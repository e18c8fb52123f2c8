// Renders the page for the current address.
import { render } from "preact";
import type { Board } from "./boards";
import { PageFrame } from "./page_frame";
import { restoreToken } from "./token";
import { ControlPage } from "./pages/control_page";
import { HomePage } from "./pages/home_page";
import { ScreenPage } from "./pages/screen_page";
import { SitePage } from "./pages/site_page";
import "./styles/hall.css";
import "./styles/parts.css";
import "./styles/pages.css";

restoreToken();
const [pageName = "", code = "", ...restOfPath] = location.pathname
  .split("/")
  .slice(1)
  .map(decodeURIComponent);
const root = document.getElementById("hall");
const displayedBoards: Board[] = ["floor", "attendance", "agenda", "proposals", "tasks"];
if (root) {
  switch (pageName) {
    case "screen":
      render(
        <PageFrame
          code={code}
          kind="screen"
          required={{ boards: displayedBoards, withRoll: false }}
          page={ScreenPage}
        />,
        root,
      );
      break;
    case "site":
      render(
        <PageFrame
          code={code}
          kind="site"
          required={{ boards: ["floor"], withRoll: true }}
          page={(props) => <SitePage {...props} site={restOfPath[0] ?? ""} />}
        />,
        root,
      );
      break;
    case "control":
      render(
        <PageFrame
          code={code}
          kind="control"
          required={{ boards: displayedBoards, withRoll: true }}
          page={ControlPage}
        />,
        root,
      );
      break;
    default:
      render(<HomePage />, root);
  }
}
