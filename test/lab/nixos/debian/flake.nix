{
  description = "NixOS with the files of Debian, for rehearsal hosts";

  outputs = _: {
    nixosModules = {
      comfyui = ./comfyui.nix;
      machine = ./machine.nix;
    };
  };
}
