// What goes out of the page: the command, …

import { trainCommand } from "../config/command.js";
import { PageError } from "../errors.js";
import { about, byHand, config, frame } from "./store.js";

/** Why no single command trains the same, as a key of the catalogue, or "". */
export function noCommand() {
  if (typeof config.value.data !== "string") return "command_rows";
  if (byHand.value) return "command_by_hand";
  return frame.value?.marks.length ? "command_changed" : "";
}

/** The command that trains the same in a terminal. Throws `PageError` where there is none. */
export function command() {
  const reason = noCommand();
  if (reason) throw new PageError(reason);
  return trainCommand(about.value, config.value);
}
