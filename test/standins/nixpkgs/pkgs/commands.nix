# Which of Debian's commands each package links to; `sbin`: in /usr/sbin.
let
  words =
    text:
    builtins.filter (w: builtins.isString w && w != "") (
      builtins.split "[ \n]+" text
    );
in
{
  coreutils = {
    bin = words ''
      [ arch b2sum base32 base64 basename basenc cat chcon chgrp chmod chown
      cksum comm cp csplit cut date dd df dir dircolors dirname du echo env
      expand expr factor false fmt fold groups head hostid id install join
      link ln logname ls md5sum mkdir mkfifo mknod mktemp mv nice nl nohup
      nproc numfmt od paste pathchk pinky pr printenv printf ptx pwd readlink
      realpath rm rmdir runcon seq sha1sum sha224sum sha256sum sha384sum
      sha512sum shred shuf sleep sort split stat stdbuf stty sum sync tac tail
      tee test timeout touch tr true truncate tsort tty uname unexpand uniq
      unlink users vdir wc who whoami yes
    '';
    sbin = words "chroot";
    version = "9.7";
  };
  curl = {
    bin = words "curl";
    version = "8.14.1";
  };
  diffutils = {
    bin = words "cmp diff diff3 sdiff";
    version = "3.10";
  };
  findutils = {
    bin = words "find xargs";
    version = "4.10.0";
  };
  gawk = {
    bin = words "awk gawk";
    version = "5.2.1";
  };
  getent = {
    bin = words "getconf getent";
    version = "2.41";
  };
  gnugrep = {
    bin = words "egrep fgrep grep";
    version = "3.11";
  };
  gnused = {
    bin = words "sed";
    version = "4.9";
  };
  gnutar = {
    bin = words "tar";
    version = "1.35";
  };
  gzip = {
    bin = words "gunzip gzip zcat";
    version = "1.13";
  };
  hostname = {
    bin = words "hostname";
    version = "3.25";
  };
  iproute2 = {
    bin = words "ip ss";
    sbin = words "bridge tc";
    main = "ip";
    version = "6.15.0";
  };
  iputils = {
    bin = words "ping";
    main = "ping";
    version = "20240905";
  };
  jq = {
    bin = words "jq";
    version = "1.7.1";
  };
  nftables = {
    sbin = words "nft";
    main = "nft";
    version = "1.1.3";
  };
  nix = {
    bin = words ''
      nix nix-build nix-channel nix-collect-garbage nix-copy-closure
      nix-daemon nix-env nix-hash nix-instantiate nix-prefetch-url nix-shell
      nix-store
    '';
    version = "2.26.3";
  };
  openssh = {
    bin = words "scp sftp ssh ssh-add ssh-agent ssh-keygen ssh-keyscan";
    sbin = words "sshd";
    main = "ssh";
    version = "10.0p1";
  };
  procps = {
    bin = words ''
      free kill pgrep pidwait pkill pmap ps pwdx top uptime vmstat w watch
    '';
    sbin = words "sysctl";
    version = "4.0.4";
  };
  shadow = {
    bin = words "chage gpasswd passwd";
    sbin = words "chpasswd groupadd useradd usermod";
    main = "useradd";
    version = "4.17.4";
  };
  systemd = {
    bin = words ''
      busctl hostnamectl journalctl localectl loginctl networkctl run0
      systemctl systemd-analyze systemd-ask-password systemd-cat systemd-cgls
      systemd-cgtop systemd-confext systemd-creds systemd-delta
      systemd-detect-virt systemd-escape systemd-id128 systemd-inhibit
      systemd-machine-id-setup systemd-mount systemd-notify systemd-path
      systemd-run systemd-socket-activate systemd-stdio-bridge systemd-sysext
      systemd-sysusers systemd-tmpfiles systemd-tty-ask-password-agent
      systemd-umount timedatectl varlinkctl
    '';
    sbin = words "halt poweroff reboot shutdown";
    version = "257.9";
  };
  util-linux = {
    bin = words ''
      choom chrt dmesg fallocate findmnt flock getopt hardlink ionice ipcmk
      ipcrm ipcs logger lsblk lscpu lsipc lslocks lslogins lsmem lsns mcookie
      more mount mountpoint namei nsenter partx prlimit renice rev setarch
      setpriv setsid setterm taskset uclampset umount unshare wall wdctl
      whereis
    '';
    sbin = words ''
      blkdiscard blkid blkzone blockdev chcpu chmem findfs fsfreeze fstrim
      isosize ldattach losetup mkfs mkswap rtcwake runuser swaplabel swapoff
      swapon wipefs zramctl
    '';
    version = "2.41";
  };
}
