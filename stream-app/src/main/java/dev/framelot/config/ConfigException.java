package dev.framelot.config;

import java.util.List;
import java.util.stream.Collectors;

/** The configuration cannot be used; the message has one line for each problem. */
public final class ConfigException extends RuntimeException {
    private final transient List<Problem> problems;

    public ConfigException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** All of them, never empty. */
    public List<Problem> problems() {
        return problems;
    }
}
