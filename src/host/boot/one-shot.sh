# one-shot.sh: has the boot loader start a system once; its default stays.
# Inputs: root. Outputs: one_shot_able, one_shot_entry, one_shot_set,
# one_shot_now, one_shot_clear.
# needs: prelude loader
# shellcheck shell=sh
: "${root?}" "${esp=}" "${places=}" "${plain=}" "${bad=}"
grub_folder=$root/boot/grub

see_loader() {
  # shellcheck disable=SC2034 # loader.sh's
  places=$(boot_places)
  find_esp
}

# one_shot_able: prints `systemd-boot`, `grub` or "unsupported: WHY". Nothing is
# taken for granted: a one-shot that can't be cleared would boot for ever.
one_shot_able() {
  see_loader
  if [ -n "$esp" ]; then
    efi_able
  elif [ -f "$grub_folder/grub.cfg" ]; then
    grub_able
  else
    echo "unsupported: neither systemd-boot nor GRUB was found in /boot"
  fi
}

efi_able() {
  efi_mount=$(awk '$2 ~ "/sys/firmware/efi/efivars$" { print $4 }' \
    "$root/proc/self/mounts" 2>/dev/null) || true
  case $efi_mount in
    ro | ro,*) echo "unsupported: EFI variables can't be written" && return ;;
  esac
  # A check mark, or `+` where there is none.
  efi_yes=$(printf '\342\234\223')
  efi_text=$(exec timeout 20 bootctl status 2>/dev/null) || true
  case $efi_text in
    *"$efi_yes One-shot entry control"* | *"+ One-shot entry control"*)
      echo systemd-boot ;;
    *) echo "unsupported: this systemd-boot has no one-shot entries" ;;
  esac
}

# grub_able: GRUB clears next_entry itself, by writing to the blocks of its
# grubenv. It can on a plain file system of a plain partition, not through ZFS,
# btrfs, LVM, RAID or LUKS (grub-core/commands/loadenv.c).
grub_able() {
  grep -q 'save_env next_entry' "$grub_folder/grub.cfg" || {
    echo "unsupported: grub.cfg doesn't ask for next_entry"
    return
  }
  command -v grub-editenv >/dev/null || {
    echo "unsupported: grub-editenv is not on PATH"
    return
  }
  grub_on=$(exec findmnt --noheadings --output FSTYPE,SOURCE \
    --target "$grub_folder" 2>/dev/null) || grub_on=''
  grub_device=$(readlink -f "${grub_on##* }") || grub_device=''
  grub_device=${grub_device##*/}
  case ${grub_on%% *} in
    ext2 | ext3 | ext4 | vfat) ;;
    *)
      echo "unsupported: GRUB can't write to ${grub_on%% *}"
      return ;;
  esac
  case $grub_device in
    '' | md* | dm-*) ;;
    *)
      if [ -e "$root/sys/class/block/$grub_device/partition" ]; then
        echo grub
        return
      fi ;;
  esac
  echo "unsupported: GRUB can't write to ${grub_on##* }"
}

# grub_entries: "PLACE TOPLEVEL" of each entry, PLACE as next_entry has it:
# numbers from 0, those of a submenu behind its own and `>`. NixOS puts systems
# with specialisations into submenus of their own (install-grub.pl).
grub_entries() {
  awk '
    BEGIN { depth = 0; count[0] = -1 }
    /^[[:space:]]*submenu[[:space:]]/ && !inside {
      count[depth]++
      before[depth + 1] = before[depth] count[depth] ">"
      count[++depth] = -1
      next
    }
    /^[[:space:]]*menuentry[[:space:]]/ {
      place = before[depth] (++count[depth])
      inside = 1
    }
    inside && match($0, /init=\/nix\/store\/[^ ]*\/init/) {
      print place, substr($0, RSTART + 5, RLENGTH - 10)
    }
    /^[[:space:]]*}[[:space:]]*$/ {
      if (inside) inside = 0
      else if (depth) depth--
    }
  ' "$grub_folder/grub.cfg"
}

# efi_entry SYSTEM: prints what bootctl calls its entry. A boot counter comes
# and goes, so a pattern stands for it.
efi_entry() {
  for place in "$esp" $places; do
    for entry in "$root$place"/loader/entries/*.conf; do
      [ -f "$entry" ] || continue
      grep -Eq "^options (.* )?init=$1/init( |\$)" "$entry" || continue
      matches "$entry" '*' || continue
      [ "$bad" = 0 ] || continue
      case ${entry##*/} in
        "$plain.conf") echo "$plain.conf" ;;
        *) echo "${plain}[.+]*" ;;
      esac
      return
    done
  done
}

# one_shot_entry SYSTEM: prints what the loader calls its entry; nothing
# without.
one_shot_entry() {
  see_loader
  if [ -n "$esp" ]; then
    efi_entry "$1"
  else
    grub_entries | awk -v want="$1" '$2 == want { print $1; exit }'
  fi
}

# one_shot_set SYSTEM: 1 when it has no entry or the loader takes none.
one_shot_set() {
  see_loader
  once=$(one_shot_entry "$1")
  [ -n "$once" ] || return 1
  if [ -n "$esp" ]; then
    timeout 20 bootctl set-oneshot "$once" >&2
  else
    grub-editenv "$grub_folder/grubenv" set "next_entry=$once" &&
      sync "$grub_folder/grubenv"
  fi
}

# one_shot_now: prints the system that boots next, once; nothing without.
one_shot_now() {
  see_loader
  if [ -n "$esp" ]; then
    once=$(loader_variable LoaderEntryOneShot)
    [ -n "$once" ] || once=$(timeout 20 bootctl status 2>/dev/null |
      sed -n 's/^ *OneShot Entry: *//p')
    [ -z "$once" ] || first_entry "$once" 1
  else
    once=$(grub-editenv "$grub_folder/grubenv" list 2>/dev/null |
      sed -n 's/^next_entry=//p')
    grub_entries | awk -v want="$once" '$1 == want { print $2; exit }'
  fi
}

one_shot_clear() {
  see_loader
  if [ -n "$esp" ]; then
    timeout 20 bootctl set-oneshot '' >&2
  else
    grub-editenv "$grub_folder/grubenv" unset next_entry
  fi
}
