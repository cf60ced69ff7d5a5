# A host that serves a stand-in for an app, and a variant of it called next.
{ lib, pkgs, ... }:
let
  serve =
    text:
    "${pkgs.writeShellScript "serve" ''
      echo ${text} >/run/serves
      exec sleep infinity
    ''}";
in
{
  imports = [ ../modules/all.nix ];

  environment.etc."generation".text = lib.mkDefault "first";

  sdops.apps.served = {
    listen = [ "127.0.0.1" ];
    port = 8188;
    unit = "served.service";
  };

  specialisation.next.configuration = {
    environment.etc."generation".text = "next";
    systemd.services.served.serviceConfig.ExecStart = lib.mkForce (
      serve "next"
    );
  };

  systemd.services.served = {
    serviceConfig = {
      ExecStart = serve "first";
      Type = "exec";
    };
    wantedBy = [ "multi-user.target" ];
  };
}
