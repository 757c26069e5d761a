// The page as a whole: the bar at the top, a rail with data, training and sharing, the network, the result.

import { signal } from "@preact/signals";
import { useErrorBoundary } from "preact/hooks";
import { html } from "../html.js";
import { DataPanel } from "../panels/data_panel.js";
import { SharePanel } from "../panels/share_panel.js";
import { TrainingPanel } from "../panels/training_panel.js";
import { LanesPanel, LuckPanel } from "../panels/lanes_panel.js";
import { LandscapePanel } from "../panels/landscape_panel.js";
import { RacePanel } from "../panels/race_panel.js";
import { lesson } from "../state/lesson.js";
import { draft } from "../state/lesson_draft.js";
import { inSight, message, sight, view } from "../state/store.js";
import { t } from "../text/text.js";
import { LanesResult, LanesView, LuckResult, LuckView } from "../views/lanes_view.js";
import { NetworkView } from "../views/network_view.js";
import { ResultView } from "../views/result_view.js";
import { GapView, LandscapeView, RaceView, SurfaceView } from "../views/surface_view.js";
import { Timeline } from "../views/timeline.js";
import { Help } from "./help.js";
import { Icon } from "./icons.js";
import { Keys } from "./keys.js";
import { LessonPanel } from "./lesson.js";
import { LessonEditor } from "./lesson_editor.js";
import { ShownFile } from "./shown_file.js";
import { Controls, TopBar } from "./top_bar.js";
import { Pace } from "./transport.js";

const query = matchMedia("(min-width: 720px)");
const narrow = signal(!query.matches);
query.addEventListener("change", () => (narrow.value = !query.matches));

/** The parts in the order in which they are seen and reached by Tab: on a phone the result comes first. */
export function Page() {
  const part = (name, view) => html`<${Part} key=${name} name=${name}><${view} /><//>`;
  const panels = [part("data", DataPanel), part("training", TrainingPanel), part("share", SharePanel)];
  const rail = html`<div class="rail" key="rail">${panels}</div>`;
  const network = part("network", NetworkView), result = part("result", ResultView);
  const past = html`<${Part} key="timeline" name="timeline"><${Timeline} /><//>`;
  const taught = (draft.value && part("lesson", LessonEditor)) || (lesson.value && part("lesson", LessonPanel));
  const controls = [html`<${Controls} key="controls" />`, html`<${Pace} key="pace" />`];
  const gap = part("landscape.gap", GapView), more = part("landscape.settings", LandscapePanel);
  const tabs = {
    network: narrow.value ? [result, past, ...controls, network, rail] : [rail, network, result],
    landscape: [part("landscape", LandscapeView), ...(narrow.value ? [past, ...controls] : []), gap, more],
    surface: [part("surface", SurfaceView), part("race", RaceView), part("race.settings", RacePanel)],
    lanes: [part("lanes", LanesView), part("lanes.result", LanesResult), part("lanes.settings", LanesPanel)],
    luck: [part("luck", LuckView), part("luck.result", LuckResult), part("luck.settings", LuckPanel)],
  };
  const { tab, fixed } = view.value, kind = tab === "network" ? "parts" : "three-parts";
  const whole = { "": [taught, ...tabs[sight.value]], race: tabs.surface.slice(0, 2), trace: [network],
    run: narrow.value ? [result, past, controls[0], network] : [network, result] }[fixed];
  return html`<div class="page">
    <a class="skip" href="#parts">${t("skip")}</a>
    <${TopBar} alone=${narrow.value} />
    <${Message} />
    <main class=${fixed ? `${kind} fixed ${fixed}-page` : kind} id="parts" tabindex="-1">${whole}</main>
    ${inSight.value && fixed !== "trace" && !narrow.value && past}
    <${Keys} /><${ShownFile} /><${Help} />
  </div>`;
}

/** A part that fails says so, and leaves the others alone. @param {{name: string, children?: any}} props */
function Part({ name, children }) {
  const [error] = useErrorBoundary((failure) => console.error(failure));
  if (!error) return children;
  return html`<section class=${`${name} failed`} aria-label=${t(name)}>
    <p>${t("failed", { message: String(error) })}</p></section>`;
}

/** What went wrong, until it is put away or something goes right. */
function Message() {
  return html`<div class="message" role="alert">${message.value && html`<p>${message.value}</p>
    <button type="button" class="quiet" aria-label=${t("close")} onClick=${() => (message.value = "")}>
      <${Icon} name="close" /></button>`}</div>`;
}
