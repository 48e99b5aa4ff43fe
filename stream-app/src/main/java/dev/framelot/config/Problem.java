package dev.framelot.config;

/**
 * One thing that is wrong, in one line: what was given and where, what is allowed, what to do.
 *
 * @param key the setting, or the file, at fault
 * @param value as given, secrets masked; empty when nothing was given
 * @param source where it came from: a file, an environment variable, --set, the default
 * @param fault what is wrong, with the limit: "must be a whole number from 1 to 1024"
 * @param remedy what to do about it
 */
public record Problem(String key, String value, String source, String fault, String remedy) {
    @Override
    public String toString() {
        String given = value.isEmpty() ? "" : " = " + value.replaceAll("\\s*[\\r\\n]+\\s*", " ");
        String from = source.isEmpty() ? "" : " (from " + source + ")";
        return key + given + from + ": " + fault + (fault.endsWith("?") ? " " : ". ") + remedy + ".";
    }
}
