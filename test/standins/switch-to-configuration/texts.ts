/** Usage, as the real one words it. */
export function usage(program: string): string {
  return `Usage: ${program} [check|switch|boot|test|dry-activate]

check:        run pre-switch checks and exit
switch:       make the configuration the boot default and activate now
boot:         make the configuration the boot default
test:         activate the configuration, but don't make it the boot default
dry-activate: show what would be done if this configuration were activated
`
}

export const incompatible = `\
Warning: the new NixOS configuration has an ‘init’ that is
incompatible with the current configuration.  The new configuration
won't take effect until you reboot the system.
`
