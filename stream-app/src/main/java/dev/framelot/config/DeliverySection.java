package dev.framelot.config;

import java.time.Duration;

/** Commits, transactions and the drain: which must be over before which. */
final class DeliverySection {
    private static final Duration USUAL_WAIT = Duration.ofMillis(20);

    private final GivenSettings given;

    private DeliverySection(GivenSettings given) {
        this.given = given;
    }

    /** @param inFlightFrames as the batches need them */
    static DeliverySettings read(GivenSettings given, int inFlightFrames) {
        return new DeliverySection(given).read(inFlightFrames);
    }

    private DeliverySettings read(int inFlightFrames) {
        DeliverySettings.Guarantee guarantee = given.get(SettingsCatalogue.GUARANTEE);
        Duration commit = given.get(SettingsCatalogue.COMMIT_INTERVAL);
        Duration transaction = given.get(SettingsCatalogue.TRANSACTION_TIMEOUT);
        Duration grace = given.get(SettingsCatalogue.DRAIN_GRACE);
        if (guarantee == DeliverySettings.Guarantee.EXACTLY_ONCE && commit.compareTo(transaction) >= 0) {
            given.wrong(SettingsCatalogue.COMMIT_INTERVAL, "must be shorter than delivery.transaction-timeout = " + SettingsCatalogue.TRANSACTION_TIMEOUT.type().write(transaction),
                    "Shorten it, or lengthen the other");
        }
        Duration leastDrain = commit.plus(given.find(SettingsCatalogue.BATCHING_MAX_WAIT).orElse(USUAL_WAIT));
        if (grace.compareTo(leastDrain) <= 0) {
            given.wrong(SettingsCatalogue.DRAIN_GRACE, "must be longer than delivery.commit-interval + batching.max-wait = " + DurationText.write(leastDrain)
                    + ", or no drain ends in time", "Lengthen it");
        }
        return new DeliverySettings(
                guarantee, commit, given.get(SettingsCatalogue.STREAM_THREADS), inFlightFrames, given.get(SettingsCatalogue.IN_FLIGHT_BYTES), transaction, grace);
    }
}
