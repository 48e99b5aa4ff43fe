package dev.framelot.load.workload;

import java.util.List;

/** A workload file that can't be used, with every reason. */
public final class BadWorkloadException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    BadWorkloadException(String file, List<String> problems) {
        super("Workload " + file + " can't be used, " + problems.size() + " problem(s):" + System.lineSeparator() + "  "
                + String.join(System.lineSeparator() + "  ", problems));
        this.problems = List.copyOf(problems);
    }

    public List<String> problems() {
        return problems;
    }
}
