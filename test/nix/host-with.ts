/** What a host's configuration makes of its GPU. */
export function hostWith(gpu: string, asked: string, more = ""): string {
  return `let config = system [
    ({ config, lib, pkgs, ... }: { ${more} })
    (sdops + "/modules/all.nix")
    {
      boot.loader.systemd-boot.enable = true;
      fileSystems."/" = { device = "/dev/sda1"; fsType = "ext4"; };
      sdops.gpu = ${gpu};
      services.comfyui.enable = true;
    }
  ]; in ${asked}`
}
