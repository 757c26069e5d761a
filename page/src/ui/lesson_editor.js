import { html } from "../html.js";
export function LessonEditor() { return html``; }
