package dev.framelot.http;

/** Text from outside for people's eyes. */
final class Text {
    private static final int LONGEST = 2_000;

    private Text() {}

    /** Control characters, line breaks and terminal escapes as \\u…; cut at {@value #LONGEST} characters. */
    static String escaped(String text) {
        StringBuilder out = new StringBuilder(Math.min(text.length(), LONGEST) + 16);
        for (int i = 0; i < text.length() && i < LONGEST; i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return text.length() > LONGEST ? out.append('…').toString() : out.toString();
    }
}
