package dev.framelot.load.cli;

import dev.framelot.load.board.BoardOptions;
import dev.framelot.load.board.BoardPanel;
import dev.framelot.load.board.Box;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "panel",
        description = {
            "Draw a large panel of circuit boards with defects, as one JPEG: a frame to try tiles and references on.",
            "Example: framelot panel panel.jpg --width 16384 --height 16384"
        },
        mixinStandardHelpOptions = true)
public final class PanelCommand implements Callable<Integer> {
    private static final int LEAST = 640;
    private static final int MOST = 65_500;

    @Parameters(paramLabel = "FILE", description = "Where to; an existing file is replaced.")
    Path file;

    @Option(names = "--width", defaultValue = "16384", description = "Pixels, " + LEAST + " to " + MOST + ". Default: ${DEFAULT-VALUE}.")
    int width;

    @Option(names = "--height", defaultValue = "16384", description = "Pixels, " + LEAST + " to " + MOST + ". Default: ${DEFAULT-VALUE}.")
    int height;

    @Option(names = "--seed", defaultValue = "1", description = "Of the drawn boards. Default: ${DEFAULT-VALUE}.")
    long seed;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (width < LEAST || height < LEAST || width > MOST || height > MOST) {
            throw new CommandLine.ParameterException(spec.commandLine(),
                    "--width is " + width + ", --height " + height + "; allowed are " + LEAST + " to " + MOST + ", the most that a JPEG holds");
        }
        List<Box> defects;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            defects = BoardPanel.write(out, width, height, seed, BoardOptions.demo());
        }
        spec.commandLine().getOut().printf("%s: %dx%d pixels, %.1f MB, %d defects%n", file, width, height, Files.size(file) / 1e6, defects.size());
        spec.commandLine().getOut().flush();
        return 0;
    }
}
