// The panel of what goes out of the page and comes in: link, command, files.

import { html } from "../html.js";
import { t } from "../text/text.js";
import { Section } from "../ui/controls.js";
import { CommandPart } from "./share/command_part.js";
import { LinkPart } from "./share/link_part.js";
import { OpenPart } from "./share/open_part.js";
import { SavePart } from "./share/save_part.js";

export function SharePanel() {
  return html`<section class="share" aria-labelledby="share-title">
    <h2 id="share-title">${t("share")}</h2>
    <${Section} name="link" title=${t("link")}><${LinkPart} /><//>
    <${Section} name="command" title=${t("command")}><${CommandPart} /><//>
    <${Section} name="save" title=${t("save")}><${SavePart} /><//>
    <${Section} name="open" title=${t("open")}><${OpenPart} /><//>
  </section>`;
}
