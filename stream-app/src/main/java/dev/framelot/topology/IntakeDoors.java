package dev.framelot.topology;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** At which gate the partitions of each topic pause, and as whose share. Immutable. */
final class IntakeDoors {
    record Door(IntakeGate gate, IntakeGate.Share share) {
        boolean full() {
            return gate.full(share);
        }

        boolean roomAgain() {
            return gate.roomAgain(share);
        }
    }

    private final Map<String, Door> byTopic;
    private final Set<Door> all;

    /** @param byTopic all topics of frames */
    IntakeDoors(Map<String, Door> byTopic) {
        this.byTopic = Map.copyOf(byTopic);
        this.all = Set.copyOf(new HashSet<>(byTopic.values()));
    }

    Collection<Door> all() {
        return all;
    }

    Door of(String topic) {
        Door door = byTopic.get(topic);
        if (door == null) {
            throw new IllegalStateException("Topic '" + topic + "' was assigned and is none of " + byTopic.keySet());
        }
        return door;
    }
}
