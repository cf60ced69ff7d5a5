/** Faults of the app; a boot ends them. */
export const faultsFolder = "/run/matrix/faults"

/**
 * A module whose system and app carry a note. Its activation stands still while
 * somebody holds it, once: what is activated afterwards goes through.
 */
export function candidate(note: string, more = ""): string {
  return `{ config, lib, pkgs, ... }: {
  environment.etc."sdlab-note".text = "${note}";
  systemd.services.comfyui.environment = {
    NOTE = "${note}";
    SDLAB_COMFYUI_FAULTS = lib.mkDefault "${faultsFolder}";
  };
  system.activationScripts.held = ''
    PATH=\${pkgs.coreutils}/bin:$PATH
    if mv /run/matrix/activate /run/matrix/held-activate; then
      while [ -e /run/matrix/held-activate ]; do sleep 0.1; done
    fi 2>/dev/null
  '';
  ${more}
}
`
}
