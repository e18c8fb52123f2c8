// Renders the page for the current address.
import { render } from "preact";
import type { Board } from "./boards";
import { Frame } from "./frame";
import { recall } from "./token";
import { Control } from "./pages/control";
import { Home } from "./pages/home";
import { Screen } from "./pages/screen";
import { Site } from "./pages/site";
import "./look/hall.css";
import "./look/parts.css";
import "./look/pages.css";

recall();
const [kind = "", code = "", ...rest] = location.pathname.split("/").slice(1).map(decodeURIComponent);
const place = document.getElementById("hall");
const shown: Board[] = ["floor", "attendance", "agenda", "proposals", "tasks"];
if (place) {
  switch (kind) {
    case "screen":
      render(<Frame code={code} kind="screen" wanted={{ boards: shown, roll: false }} page={Screen} />, place);
      break;
    case "site":
      render(<Frame code={code} kind="site" wanted={{ boards: ["floor"], roll: true }} page={(it) => <Site {...it} site={rest[0] ?? ""} />} />, place);
      break;
    case "control":
      render(<Frame code={code} kind="control" wanted={{ boards: shown, roll: true }} page={Control} />, place);
      break;
    default:
      render(<Home />, place);
  }
}
