# Sourced: install Debian packages, as root or with password-less sudo.
PATH=$PATH:/usr/sbin:/sbin

# Whether this user may install packages here.
may_install() {
  command -v apt-get >/dev/null && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }
}

# Install the packages named, without what they recommend. Fails with apt's last line.
install_packages() {
  local run=() log
  [ "$(id -u)" = 0 ] || run=(sudo -n)
  run+=(env DEBIAN_FRONTEND=noninteractive apt-get -q -y)
  log=$("${run[@]}" install --no-install-recommends "$@" 2>&1 </dev/null) ||
    log=$("${run[@]}" update 2>&1 </dev/null && "${run[@]}" install --no-install-recommends "$@" 2>&1 </dev/null) ||
    { echo "apt-get could not install $*: $(tail -n 1 <<<"$log")"; return 1; }
}

# What to tell an administrator.
ask_for() {
  if command -v apt-get >/dev/null; then
    echo "ask an administrator for: apt-get install --no-install-recommends $*"
  else
    echo "install $* (Debian's name) with your system's package tool"
  fi
}
