#!/bin/sh
# Debian's Exim conflicts with its Postfix, so tests use an Exim that is only unpacked, below target/peers. Run as root.
set -e
cd "$(dirname "$0")/../../.."
[ -x target/peers/exim4/usr/sbin/exim4 ] && exit 0
apt-get install -q -y --no-install-recommends libgnutls-dane0 libidn12 libidn2-0 libnsl2 libdb5.3 libpcre2-8-0 >/dev/null
getent passwd Debian-exim >/dev/null || useradd -r -U -M -d /nonexistent -s /usr/sbin/nologin Debian-exim
mkdir -p target/peers
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 777 "$work"
( cd "$work" && apt-get download -q exim4-daemon-light >/dev/null && dpkg-deb -x exim4-daemon-light_*.deb exim4 )
rm -rf target/peers/exim4
mv "$work/exim4" target/peers/exim4
chmod -R a+rX target/peers
