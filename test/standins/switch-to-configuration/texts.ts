import type { Program } from "./program.ts"

/** Usage, as the two programs word it. */
export function usage(program: Program, out: string): string {
  const perl = program === "perl"
  const name = "switch-to-configuration"
  const called = perl ? `${out}/bin/${name}` : name
  const actions = "[check|switch|boot|test|dry-activate]"
  return `Usage: ${called} ${actions}${perl ? "\n" : ""}
check:        run pre-switch checks and exit
switch:       make the configuration the boot default and activate now
boot:         make the configuration the boot default
test:         activate the configuration, but don't make it the boot default
dry-activate: show what would be done if this configuration were activated
${perl ? "" : "\n"}`
}

export const incompatible = `\
Warning: the new NixOS configuration has an ‘init’ that is
incompatible with the current configuration.  The new configuration
won't take effect until you reboot the system.
`

/** The Rust program's word on lists that an activation script left. */
export const deprecated =
  "WARN: restarting or reloading systemd units from the activation script " +
  "is deprecated and will be removed in NixOS 26.11.\n"
