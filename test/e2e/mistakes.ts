/** Mistakes of a user's, each with its place. */
export const wrongs: Readonly<Record<string, { code: string; at: string }>> = {
  argument: {
    at: ":1",
    code: "{ nosuch, ... }:\n{ environment.etc.x.text = nosuch; }\n",
  },
  attribute: {
    at: ":2:28",
    code: "{ pkgs, ... }: {\n  environment.etc.x.text = pkgs.nosuch;\n}\n",
  },
  impure: {
    at: ":2:28",
    code: '{\n  environment.etc.x.text = builtins.readFile "/etc/passwd";\n}\n',
  },
  lookup: { at: ":2:15", code: "{\n  imports = [ <a/nixos> ];\n}\n" },
  other: {
    at: ":2",
    code:
      "{ lib, ... }: {\n" +
      '  options.services.comfyui.enable = lib.mkEnableOption "x";\n}\n',
  },
  parse: { at: ":3:1", code: '{\n  environment.etc.x.text = "a"\n}\n' },
  recursion: {
    at: ":2",
    code:
      "{ config, ... }: {\n" +
      "  environment.etc.x.text = config.environment.etc.x.text;\n}\n",
  },
  type: { at: ":2", code: '{\n  networking.firewall.enable = "yes";\n}\n' },
  variable: { at: ":2:28", code: "{\n  environment.etc.x.text = nosuch;\n}\n" },
  wrong: { at: ":2", code: "{\n  services.opnssh.enable = true;\n}\n" },
}
