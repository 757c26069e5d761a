// Elements written as templates: html`<b>${text}</b>`.

import htm from "htm";
import { h } from "preact";

export const html = htm.bind(h);
