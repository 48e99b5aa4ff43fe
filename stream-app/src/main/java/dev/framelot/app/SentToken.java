package dev.framelot.app;

import java.util.Optional;

/** A token as it can go in a header. Messages name where it came from, never what it is. */
final class SentToken {
    private SentToken() {}

    /**
     * @param given null or blank: none; files and pipes put a newline at its end, which is no part of it
     * @param variable of the environment that holds it where --token does not
     * @throws StartException no header can carry it
     */
    static Optional<String> of(String given, String variable) {
        String token = given == null ? "" : given.strip();
        // Java's client would print the whole token with its refusal.
        if (!token.chars().allMatch(one -> one >= ' ' && one <= '~')) {
            throw new StartException("The token (--token, or " + variable + ") holds a control character or one beyond ASCII, which no header carries; give it as one line of plain text");
        }
        return token.isEmpty() ? Optional.empty() : Optional.of(token);
    }
}
