package dev.framelot.app;

import com.fasterxml.jackson.databind.JsonNode;
import dev.framelot.config.NamedModel;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "explain",
        description = {
            "Why each of the last batches of a running instance went when it did: what waited, what was weighed, what was chosen.",
            "Example: framelot explain --url http://127.0.0.1:8080 --last 5"
        },
        mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
    private static final String TOKEN_VARIABLE = "FRAMELOT_HTTP_TOKEN_READ";
    private static final Duration ANSWER = Duration.ofSeconds(10);

    @Option(names = "--url", paramLabel = "URL", defaultValue = "http://127.0.0.1:8080", description = "Where framelot run listens; it prints it. Default: ${DEFAULT-VALUE}.")
    URI url;

    @Option(names = "--last", paramLabel = "N", defaultValue = "10", description = "How many batches, at most 256. Default: ${DEFAULT-VALUE}.")
    int last;

    @Option(names = "--route", paramLabel = "NAME", defaultValue = NamedModel.MAIN,
            description = "Which of several models: main (inference.model) or a name of the setting models. Default: ${DEFAULT-VALUE}.")
    String route;

    @Option(names = "--token", paramLabel = "TOKEN", defaultValue = "${env:" + TOKEN_VARIABLE + "}", description = "http.token.read, where one is set. Default: " + TOKEN_VARIABLE + ".")
    String token;

    @Option(names = "--ca", paramLabel = "FILE", description = "PEM file of the authorities to believe where the URL is https. Default: those that Java believes.")
    Path authorities;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (last < 1 || last > 256) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--last is " + last + "; allowed are 1 to 256");
        }
        JsonNode decisions = new AskedInstance(url, SentToken.of(token, TOKEN_VARIABLE), authorities)
                .get("/v1/decisions?last=" + last + "&route=" + URLEncoder.encode(route, StandardCharsets.UTF_8), "decisions", ANSWER).path("decisions");
        PrintWriter out = spec.commandLine().getOut();
        if (decisions.isEmpty()) {
            out.println("No batch has run yet.");
        }
        decisions.forEach(decision -> print(decision, out));
        out.flush();
        return 0;
    }

    private static void print(JsonNode decision, PrintWriter out) {
        out.println("#" + decision.path("id").asLong() + "  " + decision.path("sentence").asText());
        for (JsonNode candidate : decision.path("candidates")) {
            out.println(String.format(Locale.ROOT, "      %s shape %4d: %4d frames, leaves out %d, worth %s", candidate.path("chosen").asBoolean() ? "->" : "  ",
                    candidate.path("shape").asInt(), candidate.path("frames").asInt(), candidate.path("shed").asInt(),
                    candidate.path("value").isNull() ? "nothing" : String.format(Locale.ROOT, "%.4g", candidate.path("value").asDouble())));
        }
    }
}
