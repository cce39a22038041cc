#!/bin/sh
# As in the official image: makes an instance at the first start, lays over it what is in etc-override, runs it.
set -e
cd /var/lib/artemis-instance
if [ ! -f ./etc/broker.xml ]; then
  # The tests need no console, and have only the libraries of the distribution.
  /opt/activemq-artemis/bin/artemis create --user "$ARTEMIS_USER" --password "$ARTEMIS_PASSWORD" --silent --require-login \
    --no-web --no-autotune --nio --java-memory 512M --host 0.0.0.0 .
  if [ -d ./etc-override ]; then
    for file in ./etc-override/*; do cp "$file" etc/; done
  fi
fi
exec ./bin/artemis "$@"
