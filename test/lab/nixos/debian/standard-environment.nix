# nixpkgs' own standard environment with Debian's tools and compiler, enough
# for what a configuration makes: texts, folders of links, small C programs.
{
  config,
  lib,
  replaced,
  system,
  tree,
}:
let
  link = import ./link.nix;

  tools = link {
    inherit (system) system;
    links = replaced.links.bash // replaced.links.gawk;
    name = "debian-tools";
    packages = replaced.tools;
  };

  libc =
    link {
      inherit (system) system;
      name = "debian-libc";
      packages = [ "libc-bin" ];
    }
    // {
      bin = libc;
      dev = libc;
      getent = libc;
      lib = libc;
      meta = {
        outputsToInstall = [ "out" ];
        priority = 10;
      };
      out = libc;
      pname = "glibc";
      # Of which the wrappers' compilation takes one header.
      src = ./glibc;
      static = libc;
      stdenv = throw "the C library is Debian's";
      version = "2.41";
    };

  bintools = compiler // {
    bintools = compiler;
    dynamicLinker = "/lib64/ld-linux-x86-64.so.2";
    inherit libc;
    isGNU = true;
    isLLVM = false;
  };

  # What modules and packages ask of a wrapped compiler.
  compiler =
    link {
      inherit (system) system;
      hook = ''
        export CC=gcc LD=ld AR=ar AS=as NM=nm RANLIB=ranlib STRIP=strip
      '';
      links."bin/cc" = "/debian/usr/bin/gcc";
      name = "debian-compiler";
      packages = replaced.compiler;
    }
    // {
      inherit bintools libc;
      cc = compiler;
      expand-response-params = "";
      hardeningUnsupportedFlags = [ ];
      isClang = false;
      isFromBootstrapFiles = false;
      isGNU = true;
      lib = libc;
      libc_bin = libc;
      libc_dev = libc;
      libc_lib = libc;
      libcxx = null;
      libs = null;
      meta = { };
      nativeLibc = false;
      nativePrefix = "";
      nativeTools = false;
      passthru = { };
      pname = "gcc";
      propagateDoc = false;
      suffixSalt = "";
      targetPrefix = "";
      version = "14";
    };
in
import (tree + "/pkgs/stdenv/generic") { defaultConfig = config; } {
  buildPlatform = system;
  cc = compiler;
  fetchurlBoot =
    import (tree + "/pkgs/build-support/fetchurl/boot.nix")
      {
        rewriteURL = null;
        inherit (system) system;
      };
  hostPlatform = system;
  initialPath = [ tools ];
  # Nothing here is an ELF file of nixpkgs.
  preHook = ''
    export NIX_ENFORCE_NO_NATIVE=1 NIX_ENFORCE_PURITY=
    dontPatchELF=1 dontStrip=1
  '';
  shell = "${tools}/bin/bash";
  targetPlatform = system;
}
