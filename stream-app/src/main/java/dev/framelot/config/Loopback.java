package dev.framelot.config;

import java.util.Locale;

/** Names of this machine for itself. Never resolved: a name that DNS could point elsewhere is none. */
public final class Loopback {
    private Loopback() {}

    /** @param host without a port; an IPv6 address with or without brackets */
    public static boolean is(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return name.equals("localhost") || name.equals("::1") || name.equals("[::1]") || name.matches("127(\\.[0-9]{1,3}){3}");
    }
}
