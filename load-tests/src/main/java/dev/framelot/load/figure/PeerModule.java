package dev.framelot.load.figure;

import dev.framelot.load.measure.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the peers' classes, libraries and sources are; they are built apart and are never on this program's class path. */
final class PeerModule {
    private PeerModule() {}

    private static Path folder() {
        return Checkout.folder().resolve("load-tests").resolve("peers");
    }

    static String classPath() throws IOException {
        Path target = folder().resolve("target");
        Path libraries = target.resolve("peers.classpath");
        if (!Files.exists(libraries) || !Files.isDirectory(target.resolve("classes"))) {
            throw new IllegalStateException("The peers are not built: " + libraries + " is missing. Call ./framelot figure peers, which builds them first, or: "
                    + "mvn -pl load-tests/peers -am -DskipTests package");
        }
        return target.resolve("classes") + java.io.File.pathSeparator + Files.readString(libraries).trim();
    }

    static Path source(String className) {
        return folder().resolve("src/main/java/dev/framelot/peers").resolve(className + ".java");
    }
}
