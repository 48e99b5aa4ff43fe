#!/bin/sh
# One KRaft node: clients of the host come in by 9092, other containers by 9093.
#   HOST_PORT      port of 127.0.0.1 that the engine forwards to 9092; advertised to clients of the host
#   NETWORK_NAME   name under which other containers find this one; advertised to them with port 9093
#   KAFKA_HEAP     heap of the broker, default 256m
# The data stay in the container's volume, so that a stopped container goes on where it was when started again.
set -eu
: "${HOST_PORT:?HOST_PORT is not set: the port of the host that leads to port 9092 of this container}"
network_name=${NETWORK_NAME:-$(hostname)}
settings=/tmp/server.properties
data=/var/lib/kafka/data

cat >"$settings" <<END
process.roles=broker,controller
node.id=0
controller.quorum.voters=0@127.0.0.1:9094
controller.listener.names=CONTROLLER
listeners=HOST://:9092,NETWORK://:9093,CONTROLLER://127.0.0.1:9094
advertised.listeners=HOST://127.0.0.1:$HOST_PORT,NETWORK://$network_name:9093
listener.security.protocol.map=HOST:PLAINTEXT,NETWORK:PLAINTEXT,CONTROLLER:PLAINTEXT
inter.broker.listener.name=NETWORK
log.dirs=$data
auto.create.topics.enable=false
message.max.bytes=16777216
replica.fetch.max.bytes=16777216
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=4
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
group.min.session.timeout.ms=1000
transaction.abort.timed.out.transaction.cleanup.interval.ms=1000
END

run() {
  java -Xmx"${KAFKA_HEAP:-256m}" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Dlogback.configurationFile=/opt/kafka/logback.xml -cp '/opt/kafka/lib/*' "$@"
}
if [ ! -e "$data/meta.properties" ]; then
  run kafka.tools.StorageTool format --cluster-id "$(cat /proc/sys/kernel/random/uuid | tr -d - | cut -c1-22)" --config "$settings"
fi
exec java -Xmx"${KAFKA_HEAP:-256m}" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Dlogback.configurationFile=/opt/kafka/logback.xml -cp '/opt/kafka/lib/*' kafka.Kafka "$settings"
