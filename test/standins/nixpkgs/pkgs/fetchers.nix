# What comes over the network, where a rehearsal host has one.
pkgs:
let
  inherit (pkgs) config lib mkDerivation;
in
{
  # Nix's own downloader: real hash mismatches, https and file URLs; by http,
  # wget and the hook. A wheel, which no rehearsal host can download, is a small
  # file in its place.
  fetchurl =
    {
      url ? builtins.head urls,
      urls ? [ url ],
      name ? baseNameOf (toString url),
      hash ? "",
      postFetch ? "",
      sha256 ? "",
      ...
    }:
    if postFetch != "" && lib.hasPrefix "http://" url then
      # As nixpkgs does it, by a program whose download can be looked at.
      mkDerivation {
        inherit name url;
        outputHash = if hash != "" then hash else sha256;
        outputHashAlgo = if hash != "" then null else "sha256";
        outputHashMode = "flat";
        buildCommand = ''
          echo "trying $url"
          if ! /bin/busybox wget -q -O "$out" "$url" 2> said; then
            code=$(sed -n 's/.*HTTP\/[0-9.]* \([0-9]*\).*/\1/p' said)
            echo "curl: (22) The requested URL returned error: $code"
            exit 1
          fi
          ${postFetch}
        '';
      }
    else if
      lib.hasSuffix ".whl" url && !(lib.hasPrefix "http://127." url)
    then
      mkDerivation {
        inherit hash name url;
        buildCommand = "echo \"$url $hash\" > $out";
      }
    else
      derivation {
        inherit name url;
        builder = "builtin:fetchurl";
        executable = false;
        impureEnvVars = [
          "http_proxy"
          "https_proxy"
        ];
        outputHash = if hash != "" then hash else sha256;
        outputHashAlgo = if hash != "" then null else "sha256";
        outputHashMode = "flat";
        preferLocalBuild = true;
        system = "builtin";
        unpack = false;
        urls = [ url ];
      }
      // {
        inherit urls;
      };

  # As an archive of the commit, from where `nixpkgs.config.rewriteURL` says.
  fetchFromGitHub =
    {
      owner,
      repo,
      hash,
      rev ? "v0",
      ...
    }:
    if config ? rewriteURL then
      mkDerivation {
        name = "source";
        url = config.rewriteURL (
          "https://github.com/${owner}/${repo}/archive/${rev}.tar.gz"
        );
        outputHash = hash;
        outputHashAlgo = null;
        outputHashMode = "recursive";
        buildCommand = ''
          mkdir -p $out
          /bin/busybox wget -q -O - "$url" |
            /bin/busybox tar -xz -C $out --strip-components 1
        '';
      }
    else
      throw "github.com/${owner}/${repo}: a rehearsal host has no network.";

  # As in nixpkgs, pkgs/build-support/fetchpypi.
  fetchPypi =
    {
      pname,
      version,
      abi ? "none",
      dist ? "py2.py3",
      hash ? "",
      platform ? "any",
      python ? "py2.py3",
      ...
    }:
    pkgs.fetchurl {
      inherit hash;
      url =
        "https://files.pythonhosted.org/packages/${dist}/"
        + "${builtins.substring 0 1 pname}/${pname}/"
        + "${pname}-${version}-${python}-${abi}-${platform}.whl";
    };
}
