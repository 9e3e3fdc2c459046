#!/bin/sh
# /usr/local/sbin/grannar: a command of the site, as its user, in its folder and with its settings.
set -e
set -a
. /etc/grannar/settings
set +a
cd /var/lib/grannar
exec runuser -u grannar -- /opt/grannar/current/bin/grannar "$@"
