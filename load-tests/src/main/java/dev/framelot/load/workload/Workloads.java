package dev.framelot.load.workload;

import dev.framelot.config.NearestName;
import dev.framelot.load.measure.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The workloads that come with the sources, by name. */
public final class Workloads {
    private Workloads() {}

    public static Path folder() {
        return Checkout.folder().resolve("load-tests").resolve("workloads");
    }

    /** In alphabetical order. */
    public static List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".yaml")).map(name -> name.substring(0, name.length() - 5)).sorted().toList();
        }
    }

    /**
     * @param nameOrFile a name of {@link #names}, or a file
     * @throws BadWorkloadException it is neither, or the file is not as it must be
     */
    public static Workload find(String nameOrFile) throws BadWorkloadException, IOException {
        Path named = folder().resolve(nameOrFile + ".yaml");
        if (nameOrFile.matches("[A-Za-z0-9.-]+") && Files.isRegularFile(named)) {
            return WorkloadFile.read(named);
        }
        Path file = Path.of(nameOrFile);
        if (!Files.exists(file) && !nameOrFile.endsWith(".yaml") && !nameOrFile.endsWith(".yml")) {
            List<String> names = names();
            throw new BadWorkloadException(nameOrFile, List.of("there is neither a workload nor a file of this name; "
                    + NearestName.to(nameOrFile, names).map(near -> "did you mean " + near + "? ").orElse("") + "workloads are " + String.join(", ", names)));
        }
        return WorkloadFile.read(file);
    }
}
