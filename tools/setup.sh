#!/usr/bin/env bash
# Brings what the groups named as arguments lack (Debian packages, pinned downloads, Python folders) and nothing else.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
deps=${BMO_DEPS:-$root/.deps}

refuse() {
  printf 'error: %s\n  why: %s\n  hint: %s\n' "$1" "$2" "$3" >&2
  exit 1
}

# Prints the packages of a group that are neither installed nor stood for by a command.
lacking() {
  local group package command wanted=()
  while read -r group package command; do
    [[ $group == "$1" ]] || continue
    [[ -n $command ]] && command -v "$command" >/dev/null && continue
    wanted+=("$package")
  done <"$root/tools/packages.txt"
  ((${#wanted[@]})) || return 0
  comm -23 <(printf '%s\n' "${wanted[@]}" | sort) <(installed "${wanted[@]}" | sort)
}

installed() {
  dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null | sed -n 's/^installed //p' || true
}

as_root() {
  if ((EUID == 0)); then "$@"; else sudo "$@"; fi
}

install_packages() {
  local missing
  mapfile -t missing < <(for group in "$@"; do lacking "$group"; done)
  ((${#missing[@]})) || return 0
  command -v apt-get >/dev/null || refuse "packages are missing" \
    "this is no Debian system, and these were not found: ${missing[*]}" \
    "install their like by your system's package manager"
  ((EUID == 0)) || command -v sudo >/dev/null || refuse "packages are missing" \
    "only root can install ${missing[*]}, and there is no sudo" \
    "as root: apt-get install --no-install-recommends ${missing[*]}"
  echo "setup: installing ${missing[*]}" >&2
  apt_get update
  apt_get install --yes --no-install-recommends "${missing[@]}"
}

# Keeps apt's own talk out of sight unless it fails.
apt_get() {
  local log
  log=$(mktemp)
  if ! as_root env DEBIAN_FRONTEND=noninteractive apt-get "$@" >"$log" 2>&1 </dev/null; then
    tail -n 20 "$log" >&2
    rm -f "$log"
    refuse "apt-get $1 failed" "its last lines stand above" "mend the cause, then run ./dev again"
  fi
  rm -f "$log"
}

# Fetches the rows of tools/pins.txt whose mark in the dependency folder differs. On a machine that has no
# row, CMake looks for the system's own.
fetch_pins() {
  local name machine client package digest rest
  while read -r name machine client package digest rest; do
    [[ $machine == "$(uname -m)" ]] || continue
    [[ $(cat "$deps/$name/.pin" 2>/dev/null) == "$digest" ]] && continue
    install_packages "fetch-$client"
    echo "setup: fetching $package" >&2
    python3 "$root/tools/fetch.py" "$name" "$deps"
  done < <(grep -v '^#' "$root/tools/pins.txt")
}

# A Python folder of its own for each tools/requirements-NAME.txt, made anew when that file changes. A line
# `# borrows OTHER` lets it see the packages of another such folder after its own.
python_folder() {
  local name=$1 file=$root/tools/requirements-$1.txt folder=$deps/python-$1 log lender
  lender=$(sed -n 's/^# borrows //p' "$file")
  [[ -z $lender ]] || python_folder "$lender"
  cmp -s "$file" "$folder/requirements.txt" && [[ -x $folder/bin/python ]] && return 0
  install_packages venv
  echo "setup: making $folder" >&2
  rm -rf "$folder"
  mkdir -p "$deps"
  log=$(mktemp)
  if ! { python3 -m venv "$folder" && "$folder/bin/python" -m pip install --quiet --no-deps \
    --only-binary :all: --requirement "$file"; } >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    rm -f "$log"
    refuse "pip could not install $file" "its last lines stand above" "mend the cause, then run ./dev again"
  fi
  rm -f "$log"
  [[ -z $lender ]] || lend "$lender" "$folder"
  [[ $name != torch ]] || "$folder/bin/python" "$root/tools/torch_without_cuda.py"
  cp "$file" "$folder/requirements.txt"
}

# Names the packages of one Python folder in another.
lend() {
  "$deps/python-$1/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))' \
    >"$("$2/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/borrowed.pth"
}

for group in "$@"; do
  case $group in
    build)
      install_packages build
      fetch_pins
      ;;
    test | bench) install_packages "$group" ;;
    python-*) python_folder "${group#python-}" ;;
    *) refuse "unknown set-up group $group" "groups are build, test, bench and python-NAME" "see tools/packages.txt" ;;
  esac
done
