// Boots the page whose address this is.
import { render } from "preact";
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
if (place) {
  switch (kind) {
    case "screen": render(<Frame code={code} kind="screen" page={Screen} />, place); break;
    case "site": render(<Frame code={code} kind="site" page={(it) => <Site {...it} site={rest[0] ?? ""} />} />, place); break;
    case "control": render(<Frame code={code} kind="control" page={Control} />, place); break;
    default: render(<Home />, place);
  }
}
