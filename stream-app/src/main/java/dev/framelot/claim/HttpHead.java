package dev.framelot.claim;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Status and headers of an HTTP/1.1 answer. @param headers names in lower case; of several of one name the last */
record HttpHead(int status, Map<String, String> headers) {
    private static final int MOST_BYTES = 16 << 10;

    static HttpHead read(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        int last = 0;
        while (!(last == '\n' && (text.length() >= 2 && text.charAt(text.length() - 2) == '\n' || endsWith(text, "\r\n\r\n")))) {
            last = in.read();
            if (last < 0 || text.length() >= MOST_BYTES) {
                throw new IOException(last < 0 ? "the answer ends within its head" : "the answer's head has more than " + MOST_BYTES + " bytes");
            }
            text.append((char) last);
        }
        String[] lines = text.toString().split("\r?\n");
        String[] status = lines[0].split(" ", 3);
        if (!lines[0].startsWith("HTTP/1.") || status.length < 2 || !status[1].matches("[1-5][0-9][0-9]")) {
            throw new IOException("the answer is no HTTP/1.1");
        }
        Map<String, String> headers = new HashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon > 0) {
                headers.put(lines[i].substring(0, colon).toLowerCase(Locale.ROOT), lines[i].substring(colon + 1).strip());
            }
        }
        return new HttpHead(Integer.parseInt(status[1]), headers);
    }

    private static boolean endsWith(StringBuilder text, String end) {
        return text.length() >= end.length() && text.substring(text.length() - end.length()).equals(end);
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    boolean chunked() {
        return header("transfer-encoding").filter(coding -> coding.equalsIgnoreCase("chunked")).isPresent();
    }

    /** A line of a chunked body, without its end. */
    static String line(InputStream in) throws IOException {
        byte[] line = new byte[256];
        int length = 0;
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0 || length == line.length) {
                throw new IOException("a chunk of the answer has no proper head");
            }
            line[length++] = (byte) next;
        }
        return new String(line, 0, length, StandardCharsets.ISO_8859_1).strip();
    }
}
