// The page as a whole: the bar at the top, data, network, result; training and sharing beside them.

import { html } from "../html.js";
import { DataPanel } from "../panels/data_panel.js";
import { SharePanel } from "../panels/share_panel.js";
import { TrainingPanel } from "../panels/training_panel.js";
import { message } from "../state/store.js";
import { NetworkView } from "../views/network_view.js";
import { ResultView } from "../views/result_view.js";
import { TopBar } from "./top_bar.js";

export function Page() {
  return html`
    <${TopBar} />
    <p class="message" role="alert">${message.value}</p>
    <main class="page">
      <${DataPanel} />
      <${NetworkView} />
      <${ResultView} />
      <${TrainingPanel} />
      <${SharePanel} />
    </main>`;
}
