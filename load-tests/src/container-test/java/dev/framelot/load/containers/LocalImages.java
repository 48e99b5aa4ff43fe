package dev.framelot.load.containers;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.testcontainers.DockerClientFactory;

/**
 * Whether what the suite stands on is there: a Docker engine and the images that {@code ops/images/build.sh} makes.
 *
 * <p>What is missing skips the test and says why; with {@code -Dframelot.containers.required=true}, as in CI once an engine
 * runs, it fails it.
 */
final class LocalImages {
    /** One Kafka node, {@code ops/images/kafka}. */
    static final String KAFKA = "framelot/kafka-local";
    /** The application, {@code ops/Dockerfile} on a local base. */
    static final String APPLICATION = "framelot/app-local";

    private LocalImages() {}

    static void require(String... images) {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            missing("No Docker engine answers, so this container test does not run. Start dockerd (Debian: package docker.io) or set DOCKER_HOST.");
        }
        for (String image : images) {
            if (!isThere(image)) {
                missing("The image " + image + " is not on this engine, so this container test does not run. Build it: ops/images/build.sh");
            }
        }
    }

    private static boolean isThere(String image) {
        return !DockerClientFactory.instance().client().listImagesCmd().withReferenceFilter(image).exec().isEmpty();
    }

    private static void missing(String why) {
        if (Boolean.getBoolean("framelot.containers.required")) {
            Assertions.fail(why);
        }
        System.out.println("SKIPPED: " + why); // Maven's own lines only count what was skipped
        Assumptions.abort(why);
    }
}
