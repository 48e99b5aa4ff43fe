package dev.framelot.app;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.apache.kafka.common.utils.AppInfoParser;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "version",
        description = {"Print the versions of Framelot and of what it stands on.", "Example: framelot version"},
        mixinStandardHelpOptions = true)
final class VersionCommand implements Runnable {
    @Spec
    CommandSpec spec;

    @Override
    public void run() {
        for (String line : new Lines().getVersion()) {
            spec.commandLine().getOut().println(line);
        }
        spec.commandLine().getOut().flush();
    }

    /** Of Framelot alone. */
    static String version() {
        return built().getProperty("version", "unknown");
    }

    private static Properties built() {
        Properties built = new Properties();
        try (InputStream in = VersionCommand.class.getResourceAsStream("/framelot-build.properties")) {
            if (in != null) {
                built.load(in);
            }
        } catch (IOException unreadable) {
            built.setProperty("version", "unknown (" + unreadable.getMessage() + ")");
        }
        return built;
    }

    static final class Lines implements IVersionProvider {
        /** Known where the build was given -Dgit.commit=…. */
        private static String commit(String commit) {
            return commit.isBlank() || commit.equals("unknown") ? "" : " (" + commit + ")";
        }

        @Override
        public String[] getVersion() {
            Properties built = built();
            return new String[] {
                "framelot " + built.getProperty("version", "unknown") + commit(built.getProperty("commit", "")),
                "Kafka " + AppInfoParser.getVersion() + ", ONNX Runtime " + built.getProperty("onnxruntime", "unknown"),
                "Java " + Runtime.version() + " (" + System.getProperty("java.vendor") + "), " + System.getProperty("os.name") + " " + System.getProperty("os.arch")
            };
        }
    }
}
