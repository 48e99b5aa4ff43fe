package dev.framelot.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How a value is written and read.
 *
 * @param name for the table: duration, size, integer, …
 * @param allowed what is allowed, as the end of "must be …"
 * @param reader text to value; throws {@link IllegalArgumentException} when the text is not allowed
 * @param writer value to the text a person would write
 */
public record SettingType<T>(String name, String allowed, Function<String, T> reader, Function<T, String> writer) {
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:_-]{1,253}");
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/=-]{16,512}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,249}");

    /** @throws IllegalArgumentException when the text is not {@link #allowed()} */
    public T read(String text) {
        return reader.apply(text.strip());
    }

    public String write(T value) {
        return writer.apply(value);
    }

    static SettingType<Integer> integer(int least, int most) {
        return new SettingType<>(
                "integer",
                "a whole number from " + least + " to " + most,
                text -> (int) within(Long.parseLong(text.replace("_", "")), least, most),
                String::valueOf);
    }

    /** A size, or {@code -1} for one that is measured. */
    static SettingType<Integer> integerOrMeasured(int least, int most) {
        return new SettingType<>(
                "integer",
                "a whole number from " + least + " to " + most + ", or -1 to have it measured at start (AutoBatch)",
                text -> text.equals("-1") ? -1 : (int) within(Long.parseLong(text.replace("_", "")), least, most),
                String::valueOf);
    }

    /** 0 to 1. */
    static SettingType<Double> share() {
        return new SettingType<>(
                "number",
                "a number from 0 to 1",
                text -> {
                    double value = Double.parseDouble(text);
                    if (!(value >= 0 && value <= 1)) {
                        throw new IllegalArgumentException(text);
                    }
                    return value;
                },
                String::valueOf);
    }

    /** A name or address to listen at, without a port. */
    static SettingType<String> host() {
        return pattern("host", HOST, "a host name or address, such as 127.0.0.1, ::1 or 0.0.0.0");
    }

    static SettingType<String> bearerToken() {
        return pattern("token", TOKEN, "16 to 512 letters, digits or any of - . _ ~ + / =");
    }

    /** Whose certificates; the separator is no comma, since names hold commas. */
    static SettingType<Subjects> subjects() {
        return new SettingType<>(
                "subjects", "subjects of certificates with semicolons between, such as CN=grafana,O=Acme;CN=night-shift,O=Acme, or * for every certificate of http.tls.client-ca",
                Subjects::read, Subjects::write);
    }

    private static SettingType<String> pattern(String name, Pattern pattern, String allowed) {
        return new SettingType<>(
                name,
                allowed,
                text -> {
                    if (!pattern.matcher(text).matches()) {
                        throw new IllegalArgumentException(name);
                    }
                    return text;
                },
                Function.identity());
    }

    /** A count too large for an int. */
    static SettingType<Long> count(long least, long most) {
        return new SettingType<>(
                "integer",
                "a whole number from " + least + " to " + most,
                text -> within(Long.parseLong(text.replace("_", "")), least, most),
                String::valueOf);
    }

    static SettingType<Long> size(long leastBytes, long mostBytes) {
        return new SettingType<>(
                "size",
                "a size from " + SizeText.write(leastBytes) + " to " + SizeText.write(mostBytes) + ", written like 8MiB, 64KB or 65536",
                text -> within(SizeText.read(text), leastBytes, mostBytes),
                SizeText::write);
    }

    static SettingType<Duration> duration(Duration least, Duration most) {
        return new SettingType<>(
                "duration",
                "a duration from " + DurationText.write(least) + " to " + DurationText.write(most) + ", written like 300us, 0.3ms, 20ms, 2s or PT2S",
                text -> {
                    Duration duration = DurationText.read(text);
                    if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
                        throw new IllegalArgumentException(text);
                    }
                    return duration;
                },
                DurationText::write);
    }

    static SettingType<Boolean> flag() {
        return new SettingType<>(
                "boolean",
                "true or false",
                text -> {
                    String lower = text.toLowerCase(Locale.ROOT);
                    if (!lower.equals("true") && !lower.equals("false")) {
                        throw new IllegalArgumentException(text);
                    }
                    return lower.equals("true");
                },
                String::valueOf);
    }

    static <E extends Enum<E>> SettingType<E> choice(Class<E> choices) {
        List<E> constants = List.of(choices.getEnumConstants());
        String allowed = constants.stream().map(SettingType::kebab).collect(Collectors.joining(" or "));
        return new SettingType<>(
                "choice",
                allowed,
                text -> constants.stream()
                        .filter(constant -> kebab(constant).equals(text.toLowerCase(Locale.ROOT).replace('_', '-')))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException(text)),
                SettingType::kebab);
    }

    static SettingType<String> topic() {
        return kafkaName("topic");
    }

    /** Several, none twice. */
    static SettingType<List<String>> topics() {
        SettingType<String> one = topic();
        return new SettingType<>(
                "list of topics",
                "topics with commas between, each " + one.allowed() + ", none twice",
                text -> {
                    List<String> topics = Arrays.stream(text.split(",", -1)).map(one::read).toList();
                    if (topics.stream().distinct().count() < topics.size()) {
                        throw new IllegalArgumentException(text);
                    }
                    return topics;
                },
                topics -> String.join(",", topics));
    }

    /** The key of a frame's attribute, which is a header's name too. */
    static SettingType<String> attribute() {
        return kafkaName("attribute");
    }

    /** A name Kafka accepts for topics, groups and transactions alike. */
    static SettingType<String> kafkaName(String name) {
        return new SettingType<>(
                name,
                "1 to 249 letters, digits, dots, underscores or hyphens",
                text -> {
                    if (!NAME.matcher(text).matches() || text.equals(".") || text.equals("..")) {
                        throw new IllegalArgumentException(text);
                    }
                    return text;
                },
                Function.identity());
    }

    static SettingType<String> hostsAndPorts() {
        return new SettingType<>(
                "host:port list",
                "host:port, or several with commas between, such as kafka-1:9092,kafka-2:9092",
                text -> Arrays.stream(text.split(",", -1)).map(SettingType::hostAndPort).collect(Collectors.joining(",")),
                Function.identity());
    }

    static SettingType<URI> httpAddress() {
        return new SettingType<>(
                "URL",
                "an address that begins with http:// or https:// and names a host",
                text -> {
                    try {
                        URI uri = new URI(text);
                        if (uri.getHost() == null || !List.of("http", "https").contains(String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT))) {
                            throw new IllegalArgumentException(text);
                        }
                        return uri;
                    } catch (URISyntaxException malformed) {
                        throw new IllegalArgumentException(malformed);
                    }
                },
                URI::toString);
    }

    static SettingType<Path> path() {
        return new SettingType<>(
                "path",
                "a path of a file or folder, relative to the working directory or absolute",
                text -> {
                    try {
                        return Path.of(text);
                    } catch (InvalidPathException malformed) {
                        throw new IllegalArgumentException(malformed);
                    }
                },
                Path::toString);
    }

    /** Folders and http(s) addresses, as absolute addresses. */
    static SettingType<List<URI>> roots() {
        return new SettingType<>(
                "list of roots",
                "folders (/data/frames) or addresses (https://store.example/frames/), with commas between; without user, query or '..'",
                text -> Arrays.stream(text.split(",", -1)).map(String::strip).map(SettingType::root).toList(),
                roots -> roots.stream().map(URI::toString).collect(Collectors.joining(",")));
    }

    private static URI root(String text) {
        try {
            URI uri = text.contains("://") || text.startsWith("file:") ? new URI(text) : Path.of(text).toAbsolutePath().normalize().toUri();
            boolean file = "file".equalsIgnoreCase(uri.getScheme());
            boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (text.isEmpty() || !file && !http || http && uri.getHost() == null || file && (uri.getRawAuthority() != null || uri.getRawPath() == null)
                    || uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null || !uri.normalize().equals(uri)) {
                throw new IllegalArgumentException(text);
            }
            return uri;
        } catch (URISyntaxException | InvalidPathException malformed) {
            throw new IllegalArgumentException(malformed);
        }
    }

    /** Batch shapes; an empty list stands for {@code auto}. */
    static SettingType<List<Integer>> shapes(int most) {
        return new SettingType<>(
                "list of integers",
                "auto, or an ascending list of batch sizes from 1 to " + most + ", such as 1,2,4,8",
                text -> text.equalsIgnoreCase("auto") ? List.of() : ascending(text, most),
                shapes -> shapes.isEmpty() ? "auto" : shapes.stream().map(String::valueOf).collect(Collectors.joining(",")));
    }

    /** Indexes of devices, none twice. */
    static SettingType<List<Integer>> devices() {
        return new SettingType<>(
                "list of integers",
                "a list of device numbers from 0 to 255, none twice, such as 0 or 0,1",
                text -> {
                    List<Integer> devices = Arrays.stream(text.split(",", -1)).map(item -> (int) within(Long.parseLong(item.strip()), 0, 255)).toList();
                    if (devices.stream().distinct().count() < devices.size()) {
                        throw new IllegalArgumentException(text);
                    }
                    return devices;
                },
                devices -> devices.stream().map(String::valueOf).collect(Collectors.joining(",")));
    }

    private static List<Integer> ascending(String text, int most) {
        List<Integer> shapes = new ArrayList<>();
        int before = 0;
        for (String item : text.split(",", -1)) {
            int shape = (int) within(Long.parseLong(item.strip()), before + 1L, most);
            shapes.add(shape);
            before = shape;
        }
        return List.copyOf(shapes);
    }

    private static String hostAndPort(String item) {
        String stripped = item.strip();
        int colon = stripped.lastIndexOf(':');
        if (colon <= 0 || stripped.chars().anyMatch(Character::isWhitespace) || stripped.contains("/")) {
            throw new IllegalArgumentException(item);
        }
        String host = stripped.substring(0, colon);
        if (host.contains(":") && !(host.startsWith("[") && host.endsWith("]"))) {
            throw new IllegalArgumentException(item);
        }
        within(Long.parseLong(stripped.substring(colon + 1)), 1, 65_535);
        return stripped;
    }

    private static String kebab(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static long within(long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(String.valueOf(value));
        }
        return value;
    }
}
