package dev.framelot.config;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.security.auth.x500.X500Principal;

/**
 * Whose certificates are meant: subjects as X.500 names, or all.
 *
 * @param canonical names in the one form in which equal names are equal texts
 */
public record Subjects(boolean all, Set<String> canonical) {
    private static final String ALL = "*";
    public static final Subjects NOBODY = new Subjects(false, Set.of());

    public Subjects {
        canonical = Set.copyOf(canonical);
    }

    /** @throws IllegalArgumentException a name is no X.500 name with a part */
    static Subjects read(String text) {
        List<String> names = Arrays.stream(text.split(";", -1)).map(String::strip).toList();
        if (names.equals(List.of(ALL))) {
            return new Subjects(true, Set.of());
        }
        return new Subjects(false, names.stream().map(Subjects::canonical).collect(Collectors.toSet()));
    }

    private static String canonical(String name) {
        X500Principal principal = new X500Principal(name);
        if (principal.getName().isEmpty()) {
            throw new IllegalArgumentException(name);
        }
        return principal.getName(X500Principal.CANONICAL);
    }

    public boolean include(X500Principal subject) {
        return all || canonical.contains(subject.getName(X500Principal.CANONICAL));
    }

    public boolean nobody() {
        return !all && canonical.isEmpty();
    }

    String write() {
        return all ? ALL : canonical.stream().sorted().collect(Collectors.joining(";"));
    }
}
