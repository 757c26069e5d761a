// What the error would be with two other weights, which the network can then be given; the commands that draw the map.

import { html } from "../html.js";
import { ball, landscape, lookAt, setThere } from "../state/landscape.js";
import { facts, view } from "../state/store.js";
import { command, noCommand } from "../state/sharing.js";
import { short } from "../text/numbers.js";
import { t } from "../text/text.js";
import { Button, NumberField, Section } from "../ui/controls.js";
import { CopyButton } from "../ui/copy_button.js";
import { editable } from "../views/network/editing.js";
import { weightSymbol } from "../views/surface/landscape_words.js";

const RUN = "runs/landscape";
const DIGITS = 5; // of the two weights

export function LandscapePanel() {
  const seen = landscape.value;
  return html`<section class="race-panel" aria-label=${t("landscape.settings")}>
    <h2>${t("landscape.settings")}</h2>
    ${seen?.plane.weights && html`<${WhatIf} plane=${seen.plane} />`}
    ${view.value.plane === "path" && !noCommand() && html`<${Commands} />`}
  </section>`;
}

function WhatIf({ plane: { weights, point, lossNow } }) {
  const looked = ball.value, at = looked?.at ?? point;
  const field = (axis) => html`<${NumberField} name=${`landscape.ball.${axis ? "up" : "across"}`}
    label=${weightSymbol(facts.value, weights[axis])} help=${t("landscape.ball.help")}
    value=${Number(at[axis].toPrecision(DIGITS))}
    onChange=${(value) => lookAt(axis ? [at[0], value] : [value, at[1]])} />`;
  return html`<div class="fields">${field(0)}${field(1)}
    <p class="broad what-if" role="status">${looked
      ? t("landscape.what_if", { E: short(looked.loss, 4), now: short(lossNow, 4) })
      : t("landscape.what_now", { now: short(lossNow, 4) })}</p>
    <div class="broad">
      <${Button} name="landscape.set" kind="" help=${t("landscape.set.help")} disabled=${!looked || !editable()}
        onClick=${setThere}>${t("landscape.set")}<//>
      <${Button} name="landscape.back" kind="" help=${t("landscape.back.help")} disabled=${!looked}
        onClick=${() => lookAt(null)}>${t("landscape.back")}<//></div></div>`;
}

/** Train it, and draw the same. */
function Commands() {
  const text = () => `${command()} --out ${RUN}\nnumnet plot landscape ${RUN}`;
  return html`<${Section} name="landscape.command" title=${t("command")} open>
    <p class="broad note">${t("landscape.command.note")}</p>
    <pre tabindex="0" aria-label=${t("command")}><code>${text()}</code></pre>
    <${CopyButton} name="copy_command" label=${t("copy_command")} text=${text} /><//>`;
}
